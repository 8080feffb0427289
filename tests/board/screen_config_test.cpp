#include "board/screen_config.h"

#include "board/files.h"
#include "tests/support/scratch_folder.h"

#include <algorithm>
#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::board;
using sheaf::testing::ScratchFolder;
using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace {

ScreenConfig whole() {
  ScreenConfig c;
  c.id = "hall-1";
  c.channels = {"hue", "hue-ward.3"};
  c.sources = {"https://example.vn/screens", "/srv/usb", "/srv/a.sheaf"};
  c.store = "/var/lib/sheaf/store";
  c.run = "/run/sheaf";
  c.root = "/etc/sheaf/root";
  c.quota = 10'000'000'000;
  c.reserve = 5u << 20;
  c.languages = {"vi", "en", "zh-Hans"};
  c.zone = "Asia/Vientiane";
  c.name = "Đại sảnh \"A\"\\B";
  c.contact = "Chị Lan";
  c.help_url = "https://example.vn/help";
  c.network = {500'000,       20'000'000'000, "22:00-05:00", "http://proxy:3128",
               "/etc/ca.pem", "/etc/c.pem",   "/etc/k.pem"};
  return c;
}

}

TEST(ScreenConfig, WhatIsWrittenIsRead) {
  ScratchFolder folder;
  auto written = whole();
  auto path = folder.write("screen.toml", write_screen_config(written));
  auto read = read_screen_config(path);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(write_screen_config(*read), write_screen_config(written));
  EXPECT_EQ(read->name, written.name);
  EXPECT_EQ(read->network.client_key, "/etc/k.pem");
  EXPECT_EQ(read->quota, written.quota);
}

TEST(ScreenConfig, TheDefaultsAreWrittenAndRead) {
  ScratchFolder folder;
  auto path = folder / "screen.toml";
  auto config = default_screen_config(path);
  EXPECT_EQ(config.root, folder / "root");
  EXPECT_EQ(config.run, config.store + "/run");
  folder.write("screen.toml", write_screen_config(config));
  auto read = read_screen_config(path);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(write_screen_config(*read), write_screen_config(config));
  EXPECT_FALSE(read->quota);
}

TEST(ScreenConfig, NamesBesideIt) {
  ScratchFolder folder;
  auto path = folder.write(
      "screen.toml", "store = 'kept'\nsources = ['usb', 'https://x.vn/a']\n[network]\nca_file = 'ca.pem'\n");
  auto read = read_screen_config(path);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->store, folder / "kept");
  EXPECT_EQ(read->run, folder / "kept/run");
  EXPECT_EQ(read->sources, (std::vector{folder / "usb", std::string("https://x.vn/a")}));
  EXPECT_EQ(read->network.ca_file, folder / "ca.pem");
}

TEST(ScreenConfig, BytesInWordsOrNumbers) {
  ScratchFolder folder;
  auto read =
      read_screen_config(folder.write("a", "quota = '1.5 GB'\nreserve = 4096\n[network]\nrate = '500kB'\n"));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->quota, 1'500'000'000u);
  EXPECT_EQ(read->reserve, 4096u);
  EXPECT_EQ(read->network.rate, 500'000u);
}

TEST(ScreenConfig, AMissingFileIsAbsent) {
  auto error = read_screen_config("/nowhere/screen.toml").error();
  EXPECT_EQ(error.kind, ErrorKind::absent);
  EXPECT_THAT(error.text,
              StartsWith("máy này chưa là màn hình của kênh nào (không có '/nowhere/screen.toml')"));
  EXPECT_THAT(error.text,
              HasSubstr("\n  this machine is not enrolled yet ('/nowhere/screen.toml' is not there)"));
}

bool is_vietnamese(const std::string &text) { // it has letters that English has not
  return std::any_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; }) &&
         text.find('{') == std::string::npos && text.find("'?'") == std::string::npos;
}

struct Mistake {
  const char *text, *place, *advice;
};
class ScreenConfigMistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(ScreenConfigMistakes, AreToldWithPlaceAndAdvice) {
  ScratchFolder folder;
  auto path = folder.write("screen.toml", GetParam().text);
  auto read = read_screen_config(path);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(read.error().text, StartsWith(path + ":" + GetParam().place + ": "));
  auto english = read.error().text.find("\n  ");
  ASSERT_NE(english, std::string::npos) << read.error().text;
  EXPECT_TRUE(is_vietnamese(read.error().text.substr(0, english))) << read.error().text;
  EXPECT_THAT(read.error().text.substr(english), HasSubstr(GetParam().advice));
}

INSTANTIATE_TEST_SUITE_P(
    Table, ScreenConfigMistakes,
    ::testing::Values(
        Mistake{"chanels = ['hue']\n", "1:1", "unknown key 'chanels'; did you mean 'channels'?"},
        Mistake{"# x\n\nid = 3\n", "3:6", "'id' is a whole number but must be a text; write id = \"hall-1\""},
        Mistake{"id = 'Hall 1'\n", "1:6", "write lower-case letters"},
        Mistake{"channels = ['hue', 3]\n", "1:20", "write channels = [\"hue\"]"},
        Mistake{"channels = ['hue', 'hue']\n", "1:12", "'hue' is there twice; write it once"},
        Mistake{"channels = ['HUE']\n", "1:12", "'HUE' cannot be used here ('channels')"},
        Mistake{"quota = '10 GX'\n", "1:9", "write quota = \"10 GB\""},
        Mistake{"quota = 10\n", "1:9", "write quota = \"10 GB\""},
        Mistake{"quota = -1\n", "1:9", "write quota = \"10 GB\""},
        Mistake{"zone = 'Asia/Ho Chi Minh'\n", "1:8", "write zone = \"Asia/Ho_Chi_Minh\""},
        Mistake{"help_url = 'example'\n", "1:12", "is no address"},
        Mistake{"network = 3\n", "1:11", "[network] on a line of its own"},
        Mistake{"[network]\nnight = '22-5'\n", "2:9", "write night = \"22:00-05:00\""},
        Mistake{"[network]\nnight = '22:00-25:00'\n", "2:9", "write night = \"22:00-05:00\""},
        Mistake{"[network]\nrate = 0\n", "2:8", "leave the line out for no limit"},
        Mistake{"[network]\nmontly = 5\n", "2:1", "did you mean 'monthly'?"},
        Mistake{"[network]\nclient_key = 'a'\n", "2:14", "write both or none"},
        Mistake{"[network]\nproxy = 'a'\n", "2:9", "write proxy = "},
        Mistake{"store = ''\n", "1:9", "write store = "},
        Mistake{"sources = ['a', '']\n", "1:11", "'sources' has an empty text in it; write sources = "},
        Mistake{"id = \"a\\nb\"\n", "1:6", "'id' has a line feed"},
        Mistake{"xyz = 1\n", "1:1", "here can stand channels, "},
        Mistake{"id = hall\n", "1:6", "a text stands in quotes"},
        Mistake{"id = \xe2\x80\x9chall\xe2\x80\x9d\n", "1:6", "write straight quotes"},
        Mistake{"id = \"hall\n", "1:11", "the text needs a \" at its end"},
        Mistake{"store = \"C:\\films\"\n", "1:9", "with \\ in single quotes"},
        Mistake{"store = \"C:\\hue\"\n", "1:13", "write a text with \\ in single quotes"},
        Mistake{"id 'a'\n", "1:4", "a line is KEY = VALUE"},
        Mistake{"id =\n", "1:5", "a value is missing after ="},
        Mistake{"\xff\xfei\0d\0", "1:1", "save it as UTF-8"}));

TEST(ScreenConfig, AllMistakesAreToldAtOnceInOrder) {
  ScratchFolder folder;
  auto read = read_screen_config(folder.write("a", "zone = 1\nid = 2\nnam = 'x'\n"));
  ASSERT_FALSE(read);
  const auto &text = read.error().text;
  EXPECT_LT(text.find(":1:8: "), text.find(":2:6: "));
  EXPECT_LT(text.find(":2:6: "), text.find(":3:1: "));
  EXPECT_THAT(text, HasSubstr("did you mean 'name'?"));
}

TEST(ScreenConfig, WhatIsWrongIsToldInVietnameseFirst) {
  ScratchFolder folder;
  auto path = folder.write("a", "# x\nqota = 3\nid = 5\nzone = \"Hue\n");
  auto told = [&] { return read_screen_config(path).error().text; };
  EXPECT_EQ(told(), path + ":4:12: thiếu dấu \" ở cuối đoạn chữ\n  the text needs a \" at its end" +
                        told().substr(told().find(" (")));
  folder.write("a", "# x\nqota = 3\nid = 5\n");
  EXPECT_EQ(told(),
            path +
                ":2:1: không có khóa 'qota'; có phải ý bạn là 'quota'?\n"
                "  unknown key 'qota'; did you mean 'quota'?\n" +
                path +
                ":3:6: 'id' đang là số nguyên, nhưng phải là chữ trong ngoặc kép; hãy viết id = \"hall-1\"\n"
                "  'id' is a whole number but must be a text; write id = \"hall-1\"");
}

TEST(ScreenConfig, TwentyMistakesAreEnough) {
  ScratchFolder folder;
  std::string text;
  for (int i = 0; i < 25; ++i) text += "wrong_" + std::to_string(i) + " = 1\n";
  auto path = folder.write("a", text);
  EXPECT_THAT(read_screen_config(path).error().text,
              ::testing::EndsWith("\n" + path + ": và 5 lỗi nữa\n  and 5 more"));
}

TEST(ScreenConfig, WhereItLies) {
  ::setenv("SHEAF_CONFIG", "/x/y.toml", 1);
  EXPECT_EQ(default_config_path(), "/x/y.toml");
  ::unsetenv("SHEAF_CONFIG");
}
