// What check() finds, on measurements that are made up: each thing alone, and nothing where all is well.
#include "publisher/check.h"
#include "publisher/result_page.h"

#include <algorithm>
#include <functional>
#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace {

constexpr auto day = std::chrono::hours(24);

media::Measurement film() {
  media::Measurement m;
  m.kind = media::ItemKind::film;
  m.format = "mov,mp4,m4a,3gp,3g2,mj2";
  m.size = 1'000'000;
  m.duration = 60s;
  m.picture.size = m.picture.shape = {1920, 1080};
  m.picture.pictures = 1500;
  m.picture.codec = "h264";
  m.picture.profile = "High";
  m.picture.level = 40;
  m.picture.rate = 25;
  m.picture.pixel_format = "yuv420p";
  m.sound.emplace();
  m.sound->lufs = -23;
  m.sound->peak_db = -25; // can be turned up without a rendition
  return m;
}

media::Measurement still() {
  media::Measurement m;
  m.format = "jpeg";
  m.size = 500'000;
  m.picture.size = m.picture.shape = {1920, 1080};
  return m;
}

// A film and a picture, two screens: nothing to complain about.
class Check : public ::testing::Test {
protected:
  Check() {
    draft.about.title = {{"vi", "Huế"}, {"en", "Hue"}};
    draft.about.languages = {"vi", "en"};
    draft.about.themes = {{"a", {{"vi", "A"}, {"en", "A"}}}};
    draft.audiences = {{"youth", {{"vi", "B"}, {"en", "B"}}}};
    for (const char *id : {"one", "two"}) {
      playlist::Screen s;
      s.id = id;
      s.languages = {"vi"};
      s.tags = {"youth"};
      draft.about.screens.push_back(s);
    }
    add("boats.mp4", film());
    add("red.jpg", still());
    evidence.today = Wall(std::chrono::seconds(1'800'000'000));
    evidence.quotas = {{"one", 1'000'000'000}, {"two", 2'000'000'000}};
  }

  DraftItem &add(const std::string &file, Result<media::Measurement> m) {
    DraftItem item;
    item.files["und"] = "/src/" + file;
    item.item.source = file;
    item.item.title = {{"vi", file}, {"en", file}};
    item.item.theme = "a";
    item.where = "danh-muc.csv:" + std::to_string(draft.items.size() + 2);
    evidence.files.insert_or_assign("/src/" + file, Looked{std::move(m), std::nullopt, std::nullopt});
    return draft.items.emplace_back(item);
  }
  media::Measurement &measured(const std::string &file) {
    return *evidence.files.at("/src/" + file).measured;
  }

  std::vector<std::string> names() {
    std::vector<std::string> out;
    found = check(draft, evidence);
    for (const auto &c : found) out.push_back(std::string(name(c.severity)) + " " + c.name);
    return out;
  }

  Draft draft;
  Evidence evidence;
  std::vector<Concern> found;
};

}

TEST_F(Check, FindsNothingWhereAllIsWell) { EXPECT_THAT(names(), IsEmpty()); }

TEST_F(Check, SaysWhereAndWhatToDoInBothLanguages) {
  evidence.files.at("/src/red.jpg").measured = fail(ErrorKind::corrupt, "the file is empty");
  ASSERT_THAT(names(), ElementsAre("broken unplayable"));
  const auto &c = found.front();
  EXPECT_EQ(c.item, 1u);
  EXPECT_EQ(c.file, "/src/red.jpg");
  EXPECT_EQ(c.where, "danh-muc.csv:3");
  EXPECT_THAT(c.what.vi, HasSubstr("Không mở được 'red.jpg' (tệp rỗng)"));
  EXPECT_THAT(c.what.en, HasSubstr("'red.jpg' cannot be opened (the file is empty)"));
  EXPECT_FALSE(c.advice.vi.empty() || c.advice.en.empty());
}

TEST_F(Check, WhatIsAboutTheWholeHasAPlaceToo) {
  draft.places = {"sheaf.toml:1",
                  {{"a", "sheaf.toml:4"}, {"b", "sheaf.toml:7"}},
                  {{"youth", "sheaf.toml:10"}},
                  {{"one", "man-hinh.csv:2"}, {"vi-du-1", "man-hinh.csv:4"}}};
  draft.about.title.erase("vi");
  draft.about.themes[0].title.erase("en");
  draft.about.themes.push_back({"b", {{"und", "B"}}});
  draft.audiences[0].title.erase("en");
  draft.about.screens[1].id = "vi-du-1";
  measured("boats.mp4").size = 1'000'000'000;
  draft.ignored = {"a.psd"};
  names();
  std::map<std::string, std::string> places;
  for (const auto &c : found) places[c.name] = c.where;
  EXPECT_EQ(places, (std::map<std::string, std::string>{{"publication_title", "sheaf.toml:1"},
                                                        {"theme_title", "sheaf.toml:4"},
                                                        {"empty_theme", "sheaf.toml:7"},
                                                        {"audience_title", "sheaf.toml:10"},
                                                        {"example_screen", "man-hinh.csv:4"},
                                                        {"no_room", "man-hinh.csv:2"},
                                                        {"ignored", "sheaf.toml:1"}}));
}

TEST_F(Check, FindsEachThingAndThatAlone) {
  struct Case {
    const char *finding;
    std::function<void()> spoil;
  };
  auto &boats = measured("boats.mp4"), &red = measured("red.jpg");
  auto &items = draft.items;
  auto today = evidence.today;
  const std::vector<Case> cases{
      {"broken missing_file",
       [&] { evidence.files.at("/src/red.jpg").measured = fail(ErrorKind::absent, "x"); }},
      {"broken unopened_document",
       [&] {
         evidence.files.at("/src/red.jpg") = {fail(ErrorKind::absent, "x"), {}, {}, true};
       }},
      {"warning damaged", [&] { boats.picture.damaged = 3; }},
      {"broken refused", [&] { boats.picture.damaged = 300; }},
      {"broken refused", [&] { boats.cut_off = true; }},
      {"broken refused", [&] { red.cut_off = true; }},
      {"warning example_screen", [&] { draft.about.screens[0].id = "vi-du-1"; }},
      {"broken ends_before_it_begins",
       [&] { items[0].from = today + 90 * day, items[0].until = today + 80 * day; }},
      {"broken ends_before_it_begins", [&] { items[0].from = items[0].until = today + 80 * day; }},
      {"warning has_ended", [&] { items[0].until = today; }},
      {"warning ends_soon", [&] { items[0].until = today + 30 * day; }},
      {"warning missing_title", [&] { items[0].item.title.erase("en"); }},
      {"warning publication_title", [&] { draft.about.title.erase("vi"); }},
      {"warning theme_title", [&] { draft.about.themes[0].title.erase("vi"); }},
      {"warning audience_title", [&] { draft.audiences[0].title.erase("vi"); }},
      {"warning empty_theme",
       [&] {
         draft.about.themes.push_back({"b", {{"und", "B"}}});
       }},
      {"warning no_such_screen", [&] { items[0].audience = {"visitors"}; }},
      {"broken no_room", [&] { boats.size = 1'000'000'000; }},
      {"warning little_room", [&] { boats.size = 500'000'000; }},
      {"warning speech_unheard", [&] { boats.sound->speech = 0.9; }},
      {"warning speech_unheard", [&] { boats.sound->speech = 0.9, items[0].item.volume = 0; }},
      {"warning speech_unheard", [&] { boats.sound->speech = 0.9, boats.subtitles = {"vi"}; }},
      {"warning too_quiet", [&] { boats.sound->lufs = -39; }},
      {"warning too_loud", [&] { boats.sound->lufs = -14; }},
      {"warning only_silence", [&] { boats.sound->lufs.reset(); }},
      {"warning long_silence", [&] { boats.sound->silence = 20s; }},
      {"broken all_black", [&] { boats.picture.black_start = boats.picture.black_end = 60s; }},
      {"warning black_start", [&] { boats.picture.black_start = 1100ms; }},
      {"warning black_end", [&] { boats.picture.black_end = 3s; }},
      {"warning low_resolution",
       [&] {
         red.picture.size = red.picture.shape = {320, 240};
       }},
      {"warning upright",
       [&] {
         red.picture.size = red.picture.shape = {1080, 1920};
       }},
      {"warning upright", [&] { red.picture.turns = QuarterTurns::one; }},
      {"warning small_text",
       [&] { evidence.files.at("/src/red.jpg").word_heights = std::vector<int>(8, 19); }},
  };
  for (const auto &one : cases) {
    auto d = draft;
    auto e = evidence;
    one.spoil();
    EXPECT_THAT(names(), ElementsAre(one.finding));
    draft = d;
    evidence.today = e.today;
    for (auto &[path, looked] : e.files) evidence.files.at(path) = looked; // in place: `boats` and `red` stay
  }
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(Check, LeavesAloneWhatIsGoodEnough) {
  auto &boats = measured("boats.mp4"), &red = measured("red.jpg");
  const std::vector<std::function<void()>> cases{
      [&] { boats.sound->speech = 0.9, draft.items[0].subtitled = true; },
      [&] { boats.sound->speech = 0.9, draft.items[0].item.volume = 80; },
      [&] { boats.sound->speech = 0.4; },
      [&] { boats.sound->lufs = -38; },
      [&] { boats.sound->lufs = -15; },
      [&] { boats.sound->silence = 9s; },
      [&] { boats.sound.reset(); },
      [&] { boats.picture.black_start = boats.picture.black_end = 1s; },
      [&] {
        red.picture.size = red.picture.shape = {1200, 1080};
      },
      [&] {
        red.picture.size = red.picture.shape = {1080, 1920}, draft.about.screens[1].orientation = 90;
      },
      [&] { evidence.files.at("/src/red.jpg").word_heights = std::vector<int>(7, 9); },
      [&] { evidence.files.at("/src/red.jpg").word_heights = {9, 9, 9, 9, 22, 22, 22, 22, 22}; },
      [&] { draft.items[0].until = evidence.today + 31 * day; },
      [&] {
        draft.items[0].item.title = {{"und", "Huế"}};
      },
      [&] { draft.items[0].audience = {"visitors"}, draft.about.screens[1].tags.clear(); },
      [&] { evidence.quotas.clear(), boats.size = 1ull << 40; },
  };
  auto d = draft;
  auto e = evidence;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    cases[i]();
    EXPECT_THAT(names(), IsEmpty()) << i;
    draft = d;
    evidence.quotas = e.quotas;
    for (auto &[path, looked] : e.files) evidence.files.at(path) = looked;
  }
}

TEST_F(Check, TheCardIsFilledByWhatIsPublishedAndNotByTheOriginals) {
  auto &boats = measured("boats.mp4");
  boats.size = 20'000'000'000; // a minute, of which 25 Mbit/s become 190 MB
  boats.picture.codec = "prores";
  EXPECT_THAT(names(), ElementsAre("note made_anew"));
  boats.duration = 180s;
  EXPECT_THAT(names(), ElementsAre("warning little_room", "note made_anew"));
  evidence.files.at("/src/boats.mp4").published = 400'000'000;
  EXPECT_THAT(names(), ElementsAre("note made_anew"));
  evidence.files.at("/src/boats.mp4").published = 1'000'000'000;
  EXPECT_THAT(names(), ElementsAre("broken no_room", "note made_anew"));
}

TEST_F(Check, ADrawingIsNeverTooSmall) {
  auto &red = measured("red.jpg");
  red.picture.size = red.picture.shape = {100, 100};
  red.format = "svg";
  EXPECT_THAT(names(), ElementsAre("note made_anew"));
}

TEST_F(Check, SaysWhatTheWeakestBoardMakesOfAFile) {
  measured("boats.mp4").picture.rate = 50;
  EXPECT_THAT(names(), ElementsAre("note made_anew"));
  EXPECT_THAT(found[0].what.en, HasSubstr("It will be converted when it is published. "));
  EXPECT_FALSE(found[0].what.vi.ends_with('.'));
  for (auto &screen : draft.about.screens) screen.profile = "pi4";
  EXPECT_THAT(names(), IsEmpty());
  draft.about.screens[1].profile = "pi3";
  EXPECT_THAT(names(), ElementsAre("note made_anew"));
  draft.profile = "pi5";
  EXPECT_THAT(names(), IsEmpty());
  evidence.board = board_class("pi3");
  EXPECT_THAT(names(), ElementsAre("note made_anew"));
  measured("boats.mp4").picture.pictures = 0;
  EXPECT_THAT(names(), ElementsAre("broken refused"));
}

TEST_F(Check, TellsAFilmInALanguageThatNoScreenHas) {
  auto &item = draft.items[0];
  auto path = item.files.at("und");
  item.files = {{"vi", path}, {"en", path}};
  EXPECT_THAT(names(), ElementsAre("warning shown_nowhere"));
  EXPECT_THAT(found[0].what.en, HasSubstr("'en'"));
  draft.about.screens[1].languages = {"en", "vi"};
  EXPECT_THAT(names(), IsEmpty());
  item.files = {{"th", path}};
  EXPECT_THAT(names(), ElementsAre("warning foreign_everywhere"));
  draft.about.screens[1].languages.clear(); // as its own screen.toml says
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(Check, TellsWhatIsThereTwice) {
  auto files = draft.items[0].files;
  add("again.mp4", film()).files = files;
  EXPECT_THAT(names(), ElementsAre("warning twice"));
  EXPECT_EQ(found[0].item, 2u);
  draft.items.pop_back();
  add("copy.jpg", still());
  evidence.files.at("/src/red.jpg").digest = evidence.files.at("/src/copy.jpg").digest = Digest{};
  EXPECT_THAT(names(), ElementsAre("warning twice"));
  EXPECT_THAT(found[0].what.vi, HasSubstr("'red.jpg'"));
}

TEST_F(Check, AFilmInOneLanguageIsNoPictureInAnother) {
  draft.items[0].files = {{"vi", "/src/boats.mp4"}, {"und", "/src/red.jpg"}};
  draft.items.pop_back();
  auto all = names();
  EXPECT_THAT(all, ::testing::Contains("broken mixed_kinds"));
}

TEST_F(Check, WhatHasEndedFillsNoTheme) {
  draft.items[0].until = draft.items[1].until = evidence.today - day;
  EXPECT_THAT(names(), ElementsAre("broken nothing_now", "warning empty_theme", "warning has_ended",
                                   "warning has_ended"));
}

TEST_F(Check, WithoutScreensTheyAreTakenToLie) {
  draft.about.screens.clear();
  evidence.quotas.clear();
  EXPECT_THAT(names(), IsEmpty());
  measured("red.jpg").picture.shape = measured("red.jpg").picture.size = {1080, 1920};
  EXPECT_THAT(names(), ElementsAre("warning upright"));
}

TEST_F(Check, WhereNothingIsShownTodayTheWallIsEmpty) {
  for (auto &item : draft.items) item.from = evidence.today + 5 * day;
  EXPECT_THAT(names(), ElementsAre("broken nothing_now", "note begins_later", "note begins_later"));
  draft.items[0].from.reset();
  EXPECT_THAT(names(), ElementsAre("note begins_later"));
}

TEST(CheckOfReading, EachSentenceIsAFindingWithItsPlace) {
  auto all = concerns({ErrorKind::corrupt,
                       "a/sheaf.toml:3:8: chữ phải để trong ngoặc kép\n"
                       "  a text stands in quotes\n"
                       "danh-muc.csv:5: Tệp: không đọc được\n"
                       "  it cannot be read\n"
                       "danh-muc.csv:1: không thấy dòng tên cột; hãy viết ở dòng đầu: Tệp, Tiêu đề\n"
                       "there is no film and no picture in 'a'; copy some into it"});
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].name, "wrong_line");
  EXPECT_EQ(all[0].where, "a/sheaf.toml:3:8");
  EXPECT_EQ(all[0].what.en, "a text stands in quotes");
  EXPECT_THAT(all[1].what.vi, HasSubstr("không đọc được"));
  EXPECT_EQ(all[1].what.en, "it cannot be read");
  EXPECT_EQ(all[2].where, "danh-muc.csv:1");
  EXPECT_THAT(all[2].what.vi, HasSubstr("không thấy dòng tên cột"));
  EXPECT_EQ(all[3].where, "");
  for (const auto &c : all) EXPECT_EQ(c.severity, Severity::broken);
}

TEST(CheckOfReading, AMistakeKeepsItsNameWhereverItWasWritten) {
  auto all = concerns(
      {finding("danh-muc.csv:2: Tệp", "table_missing_near", {{"name", "a"}, {"near", "b"}}),
       finding("danh-muc.csv:3: Chủ đề", "table_group", {{"name", "a"}, {"some", "b"}}),
       finding("danh-muc.csv:4: Tệp", "table_link", {{"link", "https://youtu.be/1"}}),
       finding("danh-muc.csv:5: Từ", "date_impossible", {{"day", "31/02/2027"}}),
       finding("danh-muc.csv:6: Âm lượng", "table_volume", {{"text", "loud"}}),
       finding("sheaf.toml:3:8", "toml_no_group_near", {{"key", "theme"}, {"id", "x"}, {"near", "y"}})});
  std::vector<std::string> names;
  for (const auto &c : all) names.push_back(c.name);
  EXPECT_THAT(names, ElementsAre("missing_file", "unknown_theme", "link_only", "wrong_date", "wrong_line",
                                 "unknown_theme"));
  EXPECT_EQ(all[3].where, "danh-muc.csv:5: Từ");
}

TEST(CheckOfReading, WhatToDoFitsThePlace) {
  auto all = concerns({finding("danh-muc.csv:6: Âm lượng", "table_volume", {{"text", "loud"}}),
                       finding("danh-muc.csv", "table_other_name"), finding("/a/b", "folder_empty"),
                       finding("danh-muc.csv: Tiêu đề Lào", "table_language_other",
                               {{"language", "lo"}, {"languages", "vi"}})});
  std::vector<std::string> advice;
  for (const auto &c : all) advice.push_back(c.advice.en.substr(0, c.advice.en.find(',')));
  EXPECT_THAT(advice, ElementsAre("Mend that line", "Then check again", "Then check again",
                                  "Mend that column of the table"));
}

TEST(CheckOfReading, MistakesBeyondThoseThatAreToldAreCounted) {
  Findings findings;
  for (std::size_t i = 0; i < most_findings + 7; ++i) findings.add("danh-muc.csv:9", "table_no_file");
  std::vector<Finding> mistakes;
  findings.append_to(mistakes);
  EXPECT_EQ(count(concerns(mistakes), Severity::broken), most_findings + 7);
}
