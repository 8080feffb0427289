// 'sheaf check' as the office runs it: real files, the real child, tesseract.
#include "tests/publisher/office.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using sheaf::testing::Office;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

sheaf::testing::Said check(const Office &o, const std::vector<std::string> &more = {},
                           const std::function<void()> &before = {}) {
  std::vector<std::string> words{SHEAF_BIN_DIR "/sheaf", "check", o.folder / "src"};
  words.insert(words.end(), more.begin(), more.end());
  return o.run(words, before);
}

json checked(const Office &o, std::vector<std::string> more = {}) {
  more.emplace_back("--json");
  auto said = check(o, more);
  auto out = json::parse(said.text, nullptr, false);
  EXPECT_FALSE(out.is_discarded()) << said.text;
  if (out.is_discarded()) return json::object();
  EXPECT_EQ(said.code, out["counts"]["broken"] == 0 ? 0 : 1);
  return out;
}

std::vector<std::string> names(const json &checked) {
  std::vector<std::string> out;
  for (const auto &f : checked["findings"])
    out.push_back(f["severity"].get<std::string>() + " " + f["name"].get<std::string>());
  return out;
}

// Without the pictures that are there already: each costs a second of reading.
void empty(const Office &o) {
  for (const char *name : {"red.jpg", "green.jpg", "blue.png"})
    fs::remove(o.folder / ("src/" + std::string(name)));
}

// A poster whose text has letters of a size, in pixels of 1080.
void poster(const Office &o, const std::string &name, int size) {
  std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='1920' height='1080'>"
                    "<rect width='1920' height='1080' fill='#fff8e0'/>";
  for (int line = 0; line < 8; ++line)
    svg += "<text x='60' y='" + std::to_string(200 + line * 90) + "' font-family='Noto Sans' font-size='" +
           std::to_string(size) + "'>Học sinh đăng ký trước ngày ba mươi tháng sáu</text>";
  o.folder.write("src/" + name, svg + "</svg>");
}

}

TEST(Checking, WritesAPageAndSaysHowItWent) {
  Office o;
  empty(o);
  poster(o, "a.svg", 60);
  o.film("b.mp4");
  auto said = check(o);
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("KET-QUA.html"));
  auto page = o.read("src/KET-QUA.html");
  EXPECT_THAT(page, HasSubstr("data:image/jpeg;base64,"));
  EXPECT_THAT(page, HasSubstr("<bdi>b.mp4</bdi>"));
  EXPECT_THAT(page, Not(HasSubstr("Không có hình")));
  EXPECT_EQ(check(o).text, said.text); // out of what is remembered
}

TEST(Checking, WhatWouldBeBrokenIsToldAndIsExitCodeOne) {
  Office o;
  empty(o);
  o.folder.write("src/notes.mp4", "this is no film");
  auto said = check(o);
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("Lỗi – 1. notes.mp4: Không mở được 'notes.mp4'"));
  EXPECT_THAT(o.read("src/KET-QUA.html"), HasSubstr("CHƯA ĐẠT: 1 lỗi"));
  EXPECT_THAT(names(checked(o)), Contains("broken unplayable"));
}

TEST(Checking, DocumentsThatCannotBeOpenedAreToldEachAndTheRestIsLookedAt) {
  Office o;
  empty(o);
  o.jpeg("a.jpg", "red");
  o.write("src/b.pdf", "%PDF-1.4 and nothing that follows");
  o.write("src/c.mp4", "this is no film");
  o.write("src/d.pdf", "%PDF-1.4 and nothing either");
  auto all = checked(o, {"--quick"});
  std::vector<std::string> broken;
  for (const auto &f : all["findings"])
    if (f["severity"] == "broken")
      broken.push_back(f["name"].get<std::string>() + " " + std::to_string(f["item"].get<int>()) + " " +
                       fs::path(f["file"].get<std::string>()).filename().string());
  EXPECT_THAT(broken, ::testing::ElementsAre("unopened_document 2 b.pdf", "unplayable 3 c.mp4",
                                             "unopened_document 4 d.pdf"));
  EXPECT_EQ(all["counts"]["stills"], 1);
}

TEST(Checking, SmallTextOnAPosterIsSeen) {
  Office o;
  empty(o);
  poster(o, "large.svg", 60);
  poster(o, "small.svg", 18);
  auto all = checked(o);
  std::vector<std::string> small;
  for (const auto &f : all["findings"])
    if (f["name"] == "small_text") small.push_back(f["file"]);
  EXPECT_THAT(small, ::testing::ElementsAre(o.folder / "src/small.svg"));
}

TEST(Checking, WithoutTesseractItSaysThatNobodyLooked) {
  Office o;
  fs::create_directory(o.folder / "bin");
  for (const char *name : {"env", "timeout"})
    fs::create_symlink(std::string("/usr/bin/") + name, o.folder / ("bin/" + std::string(name)));
  auto said = check(o, {}, [&] { ::setenv("PATH", (o.folder / "bin").c_str(), 1); });
  EXPECT_THAT(said.text, HasSubstr("apt install tesseract-ocr tesseract-ocr-vie"));
  EXPECT_EQ(said.text.find("Chưa xem được chữ"), said.text.rfind("Chưa xem được chữ"));
  EXPECT_THAT(check(o).text, Not(HasSubstr("apt install"))); // nothing was remembered of not looking
}

TEST(Checking, WithoutFfmpegAFilmThatHasToBeConvertedIsBroken) {
  Office o;
  empty(o);
  o.film("a.mp4", {"-r", "100"});
  EXPECT_EQ(check(o).code, 0);
  fs::create_directory(o.folder / "bin");
  auto said = check(o, {}, [&] { ::setenv("PATH", (o.folder / "bin").c_str(), 1); });
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("apt install ffmpeg"));
}

TEST(Checking, AfterATesseractThatDiesTheOtherPostersAreReadAllTheSame) {
  Office o;
  empty(o);
  poster(o, "a.svg", 18);
  poster(o, "b.svg", 18);
  fs::create_directory(o.folder / "bin");
  o.write("bin/tesseract", "#!/bin/sh\nPATH=/usr/bin:/bin\nif [ \"$1\" != --list-langs ] && mkdir '" +
                               (o.folder / "died") +
                               "' 2>/dev/null; then kill -SEGV $$; fi\nexec tesseract \"$@\"\n");
  fs::permissions(o.folder / "bin/tesseract", fs::perms::owner_all);
  auto said =
      check(o, {}, [&] { ::setenv("PATH", ((o.folder / "bin") + ":" + std::getenv("PATH")).c_str(), 1); });
  EXPECT_THAT(said.text, HasSubstr("Chữ quá nhỏ")) << "on one of them";
  EXPECT_THAT(said.text, Not(HasSubstr("apt install")));
}

TEST(Checking, MistakesOfTheTomlAreFindings) {
  Office o;
  o.folder.write("src/sheaf.toml",
                 "[[item]]\nfile = \"lost.jpg\"\n[[item]]\nfile = \"red.jpg\"\ntheme = \"x\"\n");
  auto all = checked(o);
  EXPECT_THAT(names(all), ::testing::IsSupersetOf({"broken missing_file", "broken unknown_theme"}));
  EXPECT_THAT(all["findings"][0]["where"].get<std::string>(), HasSubstr("sheaf.toml:2:8"));
  EXPECT_FALSE(fs::exists(o.folder / "src/KET-QUA.html")); // --json alone writes no page
  EXPECT_EQ(checked(o, {"--html", o.folder / "page.html"})["verdict"], "broken");
  EXPECT_THAT(o.read("page.html"), HasSubstr("không có tệp &#39;lost.jpg&#39;"));
}

TEST(Checking, TheSameFileUnderTwoNamesIsSeen) {
  Office o;
  fs::copy_file(o.folder / "src/red.jpg", o.folder / "src/z.jpg");
  auto all = checked(o, {"--quick"});
  EXPECT_THAT(names(all), Contains("warning twice"));
}

TEST(Checking, WhatIsNotThereAndWhereNothingCanBeWritten) {
  Office o;
  auto none = o.run({SHEAF_BIN_DIR "/sheaf", "check", o.folder / "none"});
  EXPECT_EQ(none.code, 1);
  EXPECT_THAT(none.text, HasSubstr("there is no '"));
  auto page = check(o, {"--quick", "--html", o.folder / "none/page.html"});
  EXPECT_EQ(page.code, 1);
  EXPECT_THAT(page.text, HasSubstr("name another place for the page: --html FILE"));
  EXPECT_EQ(o.run({SHEAF_BIN_DIR "/sheaf", "check"}).code, 2);
}

TEST(Checking, NamesThatWouldTurnATerminalAreHarmless) {
  Office o;
  fs::rename(o.folder / "src/red.jpg", o.folder / "src/\x1b[31mred\xff.jpg");
  o.folder.write("src/\x1b]0;x\x07.mp4", "no film");
  auto said = check(o, {"--quick"});
  EXPECT_THAT(said.text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(said.text, Not(HasSubstr("\x07")));
  EXPECT_FALSE(checked(o, {"--quick"}).empty());
}

// 300 rows with one misspelt name: the other films are looked at all the same.
TEST(Checking, AMistakeInTheTableHidesNoOther) {
  Office o;
  o.folder.write("src/bad.mp4", "rubbish");
  o.folder.write("src/danh-muc.csv", "Tệp;Đến ngày\nred.jpg;31/02/2027\nbad.mp4;\nno.jpg;\ngreen.jpg;\n");
  auto result = checked(o, {"--quick"});
  EXPECT_THAT(names(result),
              ::testing::IsSupersetOf({"broken wrong_date", "broken missing_file", "broken unplayable"}));
  EXPECT_EQ(result["counts"]["items"], 3);
}
