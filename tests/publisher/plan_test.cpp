// Plans, and the folder that an office begins with.
#include "publisher/plan.h"

#include "publisher/draft.h"
#include "publisher/starting_folder.h"
#include "tests/publisher/office.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using sheaf::testing::Office;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

namespace {

namespace fs = std::filesystem;

std::string said(const Office &office, const std::vector<std::string> &more) {
  std::vector<std::string> words{SHEAF_BIN_DIR "/sheaf", "new"};
  words.insert(words.end(), more.begin(), more.end());
  auto said = office.run(words);
  return std::to_string(said.code) + " " + said.text;
}

}

TEST(Plans, ThoseThatAreCompiledInAreGoodAndInBothLanguages) {
  ASSERT_THAT(plan_names(), ::testing::ElementsAre("hue", "minimal"));
  for (const auto &name : plan_names()) {
    auto plan = read_plan(name);
    ASSERT_TRUE(plan) << plan.error().text;
    auto groups = plan->themes;
    groups.insert(groups.end(), plan->audiences.begin(), plan->audiences.end());
    for (const auto &group : groups)
      for (const auto *words : {&group.title, &group.hint})
        EXPECT_TRUE(words->contains("vi") && words->contains("en")) << name << ' ' << group.id;
  }
}

TEST(Plans, OfHueHasNineGroupsAndFiveAudiences) {
  auto plan = read_plan("hue").value();
  EXPECT_EQ(plan.themes.size(), 9u);
  EXPECT_EQ(plan.audiences.size(), 5u);
  EXPECT_EQ(plan.channel, "hue");
  EXPECT_EQ(plan.themes.front().id, "asean-events");
  EXPECT_EQ(plan.themes.back().id, "hue-culture");
}

TEST(Plans, WhatIsWrongIsToldWithItsPlace) {
  const std::string good = "title = \"A\"\nlanguages = [\"vi\"]\n[[theme]]\nid = \"a\"\ntitle = \"A\"\n";
  ASSERT_TRUE(parse_plan(good, "p")) << parse_plan(good, "p").error().text;
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"languages = [\"vi\"]\n[[theme]]\nid = \"a\"\ntitle = \"A\"", "p:1:1: thiếu 'title'"},
      {"title = \"A\"\n[[theme]]\nid = \"a\"\ntitle = \"A\"", "needs 1 to 32 languages"},
      {"title = \"A\"\nlanguages = [\"vi\"]", "no groups of content; write [[theme]]"},
      {good + "[[theme]]\ntitle = \"B\"", "there is no 'id'"},
      {good + "[[theme]]\nid = \"a\"\ntitle = \"B\"", "p:7:6: có hai [[theme]] cùng id 'a'"},
      {good + "[[theme]]\nid = \"Lễ\"\ntitle = \"B\"", "p:7:6: 'Lễ' không dùng được"},
      {good + "[[audience]]\nid = \"x\"\ntitle = \"B\\nid = 5\"", "p:8:9: 'title' có dấu xuống dòng"},
      {good + "[[audience]]\nid = \"x\"\ntitle = \"B\"\nhints = \"C\"", "did you mean 'hint'?"},
      {good + "[[audience]]\nid = \"x\"\ntitle = \"\"", "p:8:9: 'title' để trống"},
      {"chanel = \"a\"\n" + good, "did you mean 'channel'?"},
      {"title =", "p:1:"}};
  for (const auto &[toml, sentence] : wrong) {
    auto plan = parse_plan(toml, "p");
    ASSERT_FALSE(plan) << toml;
    EXPECT_THAT(plan.error().text, HasSubstr(sentence)) << toml;
  }
}

TEST(Plans, WhatAPlanSaysIsWhatTheFolderSays) {
  sheaf::testing::ScratchFolder folder;
  folder.write("a.jpg");
  auto plan = read_plan("hue").value();
  plan.title["vi"] = "\"Lễ\" \\ hội";
  for (const auto &[name, text] : starting_files(plan)) folder.write(name, text);
  auto draft = read_draft(folder / ".");
  ASSERT_TRUE(draft) << draft.error().text;
  EXPECT_EQ(draft->about.title, plan.title);
  EXPECT_EQ(draft->about.languages, plan.languages);
  EXPECT_EQ(draft->about.channel, plan.channel);
  ASSERT_EQ(draft->about.themes.size(), plan.themes.size());
  for (std::size_t i = 0; i < plan.themes.size(); ++i) {
    EXPECT_EQ(draft->about.themes[i].id, plan.themes[i].id);
    EXPECT_EQ(draft->about.themes[i].title, plan.themes[i].title);
  }
  ASSERT_EQ(draft->audiences.size(), plan.audiences.size());
  EXPECT_EQ(draft->audiences.back().title, plan.audiences.back().title);
}

TEST(Plans, TablesOpenInColumnsInExcel) {
  for (const auto &[name, text] : starting_files(read_plan("hue").value())) {
    if (name == "sheaf.toml") continue;
    EXPECT_THAT(text, StartsWith("\xef\xbb\xbf")) << name;
    EXPECT_EQ(text.find('\n'), text.find("\r\n") + 1) << name;
    if (!name.ends_with(".csv")) continue;
    std::set<std::ptrdiff_t> columns; // as many in each line
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
      columns.insert(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                text.begin() + static_cast<std::ptrdiff_t>(text.find('\n', at)), ';'));
    EXPECT_EQ(columns.size(), 1u) << name;
    EXPECT_EQ(*columns.begin(), 11) << name;
  }
}

TEST(NewFolder, IsMadeOnceAndNeverOverwritten) {
  Office office;
  auto there = office.folder / "Nội dung/2026";
  EXPECT_THAT(said(office, {"--plan", "hue", there}), StartsWith("0 Đã tạo"));
  EXPECT_EQ(office.files("Nội dung/2026").size(), 4u);
  auto before = office.files("Nội dung/2026");
  EXPECT_THAT(said(office, {there}), HasSubstr("nothing is overwritten"));
  for (const char *name : {"sheaf.toml", "danh-muc.csv", "man-hinh.csv", "HUONG-DAN.txt", "items.csv"}) {
    auto other = office.folder / (std::string("with ") + name);
    fs::create_directory(other);
    fs::create_symlink("nowhere", other + "/" + name);
    EXPECT_THAT(said(office, {other}), StartsWith("1 ")) << name;
    EXPECT_EQ(std::distance(fs::directory_iterator(other), {}), 1) << name;
  }
  EXPECT_EQ(office.files("Nội dung/2026"), before);
}

TEST(NewFolder, TakesAPlanOfOnesOwn) {
  Office office;
  office.folder.write("da-nang.toml", "title = \"Đà Nẵng\"\nlanguages = [\"vi\"]\n"
                                      "[[theme]]\nid = \"bien\"\ntitle = {vi = \"Biển\", th = \"ทะเล\"}\n");
  EXPECT_THAT(said(office, {"--plan", office.folder / "da-nang.toml", office.folder / "d"}),
              StartsWith("0 "));
  EXPECT_THAT(office.read("d/sheaf.toml"), HasSubstr("title = {vi = \"Biển\", \"th\" = \"ทะเล\"}"));
  EXPECT_THAT(office.read("d/sheaf.toml"), Not(HasSubstr("[[audience]]")));
  EXPECT_THAT(said(office, {"--plan", "hanoi", office.folder / "e"}),
              AllOf(StartsWith("1 sheaf new: không có mẫu 'hanoi'; có các mẫu: hue, minimal"),
                    HasSubstr("\n  there is no plan 'hanoi'; there are hue, minimal")));
  EXPECT_THAT(said(office, {"--plan", office.folder / "none.toml", office.folder / "e"}), StartsWith("1 "));
  EXPECT_FALSE(fs::exists(office.folder / "e"));
}
