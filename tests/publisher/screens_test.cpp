// The table of screens, and who gets what.
#include "publisher/dates.h"
#include "publisher/screen_list.h"
#include "tests/publisher/office.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using namespace sheaf;
using namespace sheaf::publisher;
using sheaf::testing::Office;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

namespace fs = std::filesystem;

namespace {

class Screens : public ::testing::Test {
protected:
  Screens() {
    for (const char *name : {"a.vi.jpg", "a.en.jpg", "b.jpg", "c.en.jpg"})
      folder.write(name, std::string(1000, 'x'));
    folder.write("danh-muc.csv",
                 "Tệp (vi);Tệp (en);Tệp (und);Thời lượng;Đến ngày\na.vi.jpg;a.en.jpg;;10;\n;;b.jpg;20;\n"
                 ";c.en.jpg;;;\n;;b.jpg;5;1/1/2020\n");
  }
  Result<Draft> read(const std::string &table) const {
    for (const char *ending : {".csv", ".xlsx"}) fs::remove(folder / (std::string("man-hinh") + ending));
    auto from = fs::path(SHEAF_SOURCE_DIR "/tests/publisher/tables") / table;
    fs::copy_file(from, folder / ("man-hinh" + from.extension().string()));
    return read_draft(folder.path());
  }
  Result<Draft> read_text(const std::string &table) const {
    folder.write("man-hinh.csv", table);
    return read_draft(folder.path());
  }
  static ScreenList list(const Result<Draft> &draft) {
    return screen_list(*draft, *parse_date("1/12/2026", Edge::from), [](const std::string &) {
      return Shown{std::nullopt, 1000};
    });
  }
  sheaf::testing::ScratchFolder folder;
};

}

TEST_F(Screens, AreReadFromATableInEitherLanguage) {
  for (const char *table : {"screens.csv", "screens-lo.xlsx"}) {
    auto draft = read(table);
    ASSERT_TRUE(draft) << draft.error().text;
    ASSERT_EQ(draft->about.screens.size(), 2u) << table;
    playlist::Screen hall{"hall-1",
                          "Nhà văn hoá",
                          "Phú Hội",
                          "tầng trệt",
                          {"trường"},
                          {"vi", "en"},
                          "Asia/Ho_Chi_Minh",
                          "06:00-22:00",
                          90,
                          "Chị Lan, 0234 000 000",
                          "",
                          "pi4"};
    EXPECT_EQ(draft->about.screens[0], hall) << table;
    playlist::Screen school{"school-2", "Trường THCS", "Vỹ Dạ", "", {}, {"vi", "en", "lo"},
                            "",         "06:30-21:00", 0,       "", "", "pi3"};
    EXPECT_EQ(draft->about.screens[1], school) << table;
    EXPECT_EQ(draft->quotas,
              (std::map<std::string, std::uint64_t>{{"hall-1", 8'000'000'000}, {"school-2", 500'000'000}}));
  }
  auto english = read("screens-english.csv");
  ASSERT_TRUE(english) << english.error().text;
  playlist::Screen hall{"hall-1",
                        "City hall",
                        "Phú Hội",
                        "ground floor",
                        {"school"},
                        {"en"},
                        "Asia/Bangkok",
                        "06:00-22:00",
                        270,
                        "Ms Lan",
                        "https://example.vn/help",
                        "pi5"};
  EXPECT_EQ(english->about.screens.front(), hall);
  EXPECT_EQ(english->quotas.at("hall-1"), 7'500'000'000u);
}

TEST_F(Screens, WhatIsWrongIsToldByRowAndColumn) {
  auto draft = read("screens-wrong.csv");
  ASSERT_FALSE(draft);
  for (const char *said :
       {"man-hinh.csv:2: Mã: mã 'Sảnh 1' không dùng được", "such as sanh-1", "2: Giờ: 'sáng' không phải giờ",
        "2: Hướng: '45' không rõ", "2: Loại máy: 'Pi Zero'", "2: Múi giờ: không có múi giờ 'Sao/Hoa'",
        "2: Ngôn ngữ: 'Sao Hỏa'", "2: Dung lượng: '8'", "4: Mã: mã 'a' đã có ở man-hinh.csv:3",
        "5: Mã: màn hình này không có mã"})
    EXPECT_THAT(draft.error().text, HasSubstr(said));
}

TEST_F(Screens, ARowOfOneCellIsAHeading) {
  auto draft = read_text("Mã;Tên\nPhường Phú Hội;\nhall-1;\n;Tổng cộng: 1\n");
  ASSERT_TRUE(draft) << draft.error().text;
  ASSERT_EQ(draft->about.screens.size(), 1u);
  EXPECT_EQ(draft->about.screens[0].id, "hall-1");
  ASSERT_EQ(draft->warnings.size(), 2u);
  EXPECT_EQ(draft->warnings[1].where, "man-hinh.csv:4");
}

TEST_F(Screens, ANumberAndANameAreAScreenWithoutItsId) {
  auto draft = read_text("STT;Mã;Tên\nI;;Phường Phú Hội\n3;hall-1;Nhà văn hoá\n4;;Không mã\n");
  ASSERT_FALSE(draft);
  EXPECT_THAT(draft.error().text, StartsWith("man-hinh.csv:4: Mã: màn hình này không có mã; viết mã"));
}

TEST_F(Screens, MistakesOfBothTablesAreToldAtOnce) {
  folder.write("danh-muc.csv", "Tệp\nnowhere.jpg\n");
  auto draft = read("screens-wrong.csv");
  ASSERT_FALSE(draft);
  EXPECT_THAT(draft.error().text, HasSubstr("danh-muc.csv:2: Tệp"));
  EXPECT_THAT(draft.error().text, HasSubstr("man-hinh.csv:2: Mã"));
}

TEST_F(Screens, ThoseOfTheTomlGoBeforeTheTable) {
  folder.write("sheaf.toml", "[[screen]]\nid = \"only\"\n");
  auto draft = read("screens-wrong.csv");
  ASSERT_TRUE(draft) << draft.error().text;
  EXPECT_EQ(draft->about.screens.size(), 1u);
  ASSERT_EQ(draft->warnings.size(), 1u);
  EXPECT_EQ(draft->warnings[0].where, "man-hinh.csv");
  EXPECT_THAT(draft->warnings[0].en,
              StartsWith("this table is not read, because sheaf.toml:1 has [[screen]]"));
}

TEST_F(Screens, EachIsListedWithWhatItWillShowByThePlayersRule) {
  auto draft = read_text("Mã;Ngôn ngữ;Dung lượng\nviet;vi;1 MB\nenglish;en, vi;\nany;;\n");
  ASSERT_TRUE(draft) << draft.error().text;
  draft->quotas["viet"] = 1500;
  auto all = list(draft);
  ASSERT_EQ(all.screens.size(), 3u);
  using Items = std::map<std::string, std::size_t>;
  EXPECT_EQ(all.screens[0].items, (Items{{"vi", 1}, {"und", 1}, {"en", 1}}));
  EXPECT_EQ(all.screens[0].foreign, 1u);
  EXPECT_EQ(all.screens[0].bytes, 3000u);
  EXPECT_EQ(all.screens[0].time, 30s);
  EXPECT_EQ(all.screens[0].timeless, 1u);
  EXPECT_EQ(all.screens[1].items, (Items{{"en", 2}, {"und", 1}}));
  EXPECT_EQ(all.screens[1].foreign, 0u);
  EXPECT_EQ(all.screens[2].foreign, 0u);
  ASSERT_EQ(all.unseen.size(), 1u);
  EXPECT_THAT(all.unseen[0].vi, HasSubstr("đã hết hạn chiếu"));
  auto said = text_of(all);
  EXPECT_THAT(said, HasSubstr("Lưu ý: viet có 1 mục không bằng ngôn ngữ nào của màn hình."));
  EXPECT_THAT(said, HasSubstr("viet cần 3,0 kB nhưng thẻ chỉ dành 1,5 kB"));
}

TEST_F(Screens, AnItemThatNoPlayerMayShowIsToldByName) {
  auto draft = read_text("Mã\na\n");
  ASSERT_TRUE(draft);
  draft->items[0].item.needs = {"hologram"};
  auto all = list(draft);
  ASSERT_EQ(all.unseen.size(), 2u);
  EXPECT_EQ(text(all.unseen[1]),
            "danh-muc.csv:2: không màn hình nào chiếu 'a.en.jpg'\n  no screen would show 'a.en.jpg'");
}

TEST_F(Screens, ExcelOpensTheTableAndSeesNoFormulaInIt) {
  auto draft = read_text("Mã;Tên\na;\"=1+1;\"\"x\"\"\"\n");
  auto csv = csv_of(list(draft));
  EXPECT_THAT(csv, StartsWith("\xef\xbb\xbfMã;Tên;"));
  EXPECT_THAT(csv, HasSubstr("a;\"'=1+1;\"\"x\"\"\";"));
}

TEST(ScreensVerb, TellsPeopleAndPrograms) {
  Office o;
  o.film("film.mp4");
  o.folder.write("src/man-hinh.csv", "Mã;Tên;Ngôn ngữ\nhall-1;Nhà văn hoá;vi\n");
  auto told = o.sheaf({"screens", o.folder / "src"});
  EXPECT_EQ(told.code, 0) << told.text;
  EXPECT_THAT(told.text, HasSubstr("hall-1 — Nhà văn hoá. Ngôn ngữ: vi; máy: —; hướng: 0°. 4 mục (und 4); "
                                   "một vòng 0:00:31 (chưa rõ 0 mục)"));
  auto json = nlohmann::json::parse(o.sheaf({"screens", o.folder / "src", "--json"}).text);
  EXPECT_EQ(json["screens"][0]["items"], 4);
  EXPECT_EQ(json["screens"][0]["time_s"], 31.0);
  EXPECT_EQ(o.sheaf({"screens", o.folder / "src", "--json", "--csv"}).code, 2);
  EXPECT_EQ(o.sheaf({"screens"}).code, 2);
  std::filesystem::remove(o.folder / "src/man-hinh.csv");
  EXPECT_THAT(o.sheaf({"screens", o.folder / "src"}).text,
              HasSubstr("Chưa có màn hình nào; hãy thêm bảng man-hinh.csv"));
}

// A film of a camera's is made anew for screens, and a document is as many pictures as it has pages.
TEST(ScreensVerb, TellsOfWhatScreensGetRatherThanOfWhatLiesThere) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  fs::remove_all(o.folder / "src");
  fs::create_directory(o.folder / "src");
  o.film("film.mov", {"-c:v", "prores_ks", "-t", "1"});
  o.write("one.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='300'/>");
  o.write("other.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='400'/>");
  ASSERT_EQ(o.run({"rsvg-convert", "-f", "pdf", "-o", o.folder / "src/two.pdf", o.folder / "one.svg",
                   o.folder / "other.svg"})
                .text,
            "");
  o.folder.write("src/man-hinh.csv", "Mã;Tên\nhall-1;Nhà văn hoá\n");
  auto screen = [&] {
    return nlohmann::json::parse(o.sheaf({"screens", o.folder / "src", "--json"}).text)["screens"][0];
  };
  EXPECT_EQ(screen()["items"], 3);
  EXPECT_GE(screen()["bytes"], fs::file_size(o.folder / "src/film.mov")); // nobody has made another yet
  ASSERT_EQ(o.publish().code, 0);
  std::uintmax_t bytes = 0;
  for (const auto &[name, file] : o.files())
    if (name.starts_with("sheaf/blobs")) bytes += file.first;
  EXPECT_EQ(screen()["bytes"], bytes);
  EXPECT_EQ(screen()["time_s"], 21.0);
}
