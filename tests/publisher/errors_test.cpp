// What goes wrong is told in one sentence, in Vietnamese and in English: what, where, and what to do. The
// exit code is 2 for the words of a command, 1 for everything else.
#include "publisher/words.h"
#include "tests/publisher/office.h"
#include "tests/support/help.h"

#include <algorithm>
#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::testing;
using ::testing::HasSubstr;

namespace {

// One line in each; what "refused_" has in words.txt is said of what nobody has translated.
bool is_vietnamese_over_english(const std::string &said) {
  auto end = said.find('\n');
  auto first = said.substr(0, end), second = end == std::string::npos ? "" : said.substr(end + 1);
  auto marked = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  for (const char *kind : {"transient", "absent", "corrupt", "refused", "full", "unsupported"})
    if (first.find(publisher::saying(std::string("refused_") + kind).vi) != std::string::npos) return false;
  return std::any_of(first.begin(), first.end(), marked) && second.starts_with("  ") &&
         second.find('\n') == second.size() - 1;
}

struct Wrong {
  std::vector<std::string> words;
  int code;
  std::string said;
};

}

TEST(Errors, OneSentenceEach) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  std::filesystem::create_directory(o.folder / "empty");
  o.folder.write("letter.txt", "a letter");
  o.folder.write("cut.key", o.read("keys/stick.key").substr(0, 100));
  ASSERT_EQ(o.sheaf({"keys", "new", "stranger", "--yes", "--dir", o.folder / "strange"}).code, 0);
  auto src = o.folder / "src", web = o.folder / "web", root = o.folder / "keys/root/1";
  auto nowhere = o.folder / "nowhere";
  const std::vector<Wrong> all{
      {{"publish"}, 2, "say what: a folder, or a sheaf.toml"},
      {{"publish", src, src, "--to", web}, 2, "one folder at a time"},
      {{"publish", src}, 2, "say where to: --to FOLDER"},
      {{"publish", src, "--to="}, 2, "--to has an empty value"},
      {{"publish", src, "--to", web, "--poll", "often"}, 2, "--poll 'often': it must be a whole number"},
      {{"publish", src, "--too", web}, 2, "did you mean --to?"},
      {{"publish", nowhere, "--to", web}, 1, "there is no '" + nowhere + "'"},
      {{"publish", o.folder / "letter.txt", "--to", web}, 1, "name the folder that it is in"},
      {{"publish", o.folder / "empty", "--to", web}, 1, "there is no film and no picture in it yet"},
      {{"publish", nowhere + "/sheaf.toml", "--to", web}, 1, "cannot open"},
      {{"publish", src, "--to", src + "/web"}, 1, "is in the folder '" + src + "' that is published"},
      {{"prepare", src, "--to", src}, 1, "is in the folder"},
      {{"publish", "https://youtu.be/x", "--to", web}, 1, "ask its owner for the file"},
      {{"publish", src, "--to", "/proc/web"}, 1, "cannot make the folder '/proc/web'"},
      {{"publish", src, "--to", o.folder / "letter.txt"}, 1, "is a file, not a folder"},
      {{"publish", src, "--to", nowhere + "/a.sheaf"}, 1, "cannot open '" + nowhere + "'"},
      {{"publish", src, "--to", "/proc/a.sheaf"}, 1, "cannot write '/proc/.a.sheaf.new'"},
      {{"publish", src, "--to", web, "--key", nowhere}, 1, "cannot open '" + nowhere + "'"},
      {{"publish", src, "--to", web, "--key", o.folder / "letter.txt"}, 1, "letter.txt' is no "},
      {{"publish", src, "--to", web, "--key", o.folder / "cut.key"}, 1, "cut.key' is no secret key"},
      {{"publish", src, "--to", web, "--key", o.folder / "keys/stick.pub"}, 1, "stick.pub' is no secret key"},
      {{"publish", src, "--to", web, "--key", o.folder / "strange/stranger.key"},
       1,
       "cannot be signed with these keys; it takes 1 of"},
      {{"publish", src, "--to", o.folder / "new", "--keys", o.folder / "empty"},
       1,
       "there is no root document in '" + o.folder / "empty" + "'; 'sheaf keys init' makes one"},
      {{"publish", src, "--to", web, "--channel", "Huế"}, 2, "cannot be a channel; write lower-case"},
      {{"publish", src, "--to", web, "--serial-from", nowhere}, 1, "--serial-from: không mở được"},
      {{"publish", src, "--to", web, "--serial-from", o.folder / "empty"},
       1,
       "--serial-from: channel 'main' is not at"},
      {{"withdraw", "--reason", "x", "--to", web}, 2, "say which: an item's id"},
      {{"withdraw", "red", "blue", "--reason", "x", "--to", web}, 2, "it takes exactly one item"},
      {{"withdraw", "red", "--to", web}, 2, "say why"},
      {{"withdraw", "red", "--reason", "x", "--to", o.folder / "empty"}, 1, "has not been published at"},
      {{"stop", "--until", "+2h", "--reason", "x", "--to", web}, 2, "say which channel"},
      {{"stop", "main", "--reason", "x", "--to", web}, 2, "say until when"},
      {{"verify"}, 2, "say what: a folder, or a .sheaf file"},
      {{"verify", web}, 2, "say whose signatures hold: --root FILE"},
      {{"verify", nowhere, "--root", root}, 1, "cannot open '" + nowhere + "'"},
      {{"verify", web, "--root", nowhere}, 1, "cannot open '" + nowhere + "'"},
      {{"verify", web, "--root", o.folder / "letter.txt"}, 1, "letter.txt' is no "},
      {{"keys"}, 2, "say what to do with keys"},
      {{"keys", "frobnicate"}, 2, "say what to do with keys"},
      {{"keys", "new"}, 2, "say how the key is called"},
      {{"keys", "new", "../x", "--yes"}, 2, "'../x' is no name for a key"},
      {{"keys", "add"}, 2, "say which public key"},
      {{"keys", "add", o.folder / "keys/paper.pub"}, 2, "say what it may sign"},
      {{"keys", "add", nowhere, "--role", "root"}, 1, "cannot open"},
      {{"keys", "add", o.folder / "letter.txt", "--role", "root"}, 1, "letter.txt' is no "},
      {{"keys", "add", o.folder / "keys/paper.pub", "--role", "daily"},
       2,
       "there is no role 'daily'; to make it"},
      {{"keys", "add", o.folder / "keys/paper.pub", "--role", "local"}, 2, "say for which channels"},
      {{"keys", "add", o.folder / "keys/paper.pub", "--role", "root", "--needed", "9"}, 1, "takes 9 signers"},
      {{"keys", "revoke"}, 2, "say which key"},
      {{"keys", "revoke", "nobody"}, 1, "there is no key 'nobody'; 'sheaf keys show' lists all"},
      {{"keys", "sign"}, 2, "say which root document"},
      {{"keys", "sign", o.folder / "letter.txt"}, 1, "letter.txt' is no "},
      {{"keys", "show", "--dir", nowhere},
       1,
       "there are no keys in '" + nowhere + "'; 'sheaf keys init' makes"},
      {{"sign", o.folder / "empty"}, 1, "is no folder that 'sheaf prepare' has made"},
      {{"keys", "show", "--dir", o.folder / "empty"}, 1, "there is no root document in"},
      {{"keys", "init", "--yes", "--people", "two", "--dir", nowhere}, 2, "it must be one or three"},
  };
  auto before = o.files();
  for (const auto &wrong : all) {
    auto said = o.sheaf(wrong.words);
    auto what = ::testing::PrintToString(wrong.words);
    EXPECT_EQ(said.code, wrong.code) << what << said.text;
    auto sentence =
        said.text.substr(std::min(said.text.find("sheaf " + wrong.words[0] + ": "), said.text.size()));
    EXPECT_THAT(said.text, HasSubstr(wrong.said)) << what;
    if (wrong.words[0] == "verify" && wrong.code == 1) continue; // it lists what it finds
    EXPECT_TRUE(is_vietnamese_over_english(sentence)) << what << said.text;
  }
  EXPECT_EQ(o.files(), before);
  EXPECT_FALSE(std::filesystem::exists(nowhere));
}

TEST(Errors, HelpIsHelpForEveryVerbInBothLanguages) {
  Office o;
  for (const char *verb : {"new", "check", "keys", "publish", "prepare", "sign", "release", "withdraw",
                           "stop", "verify", "screens"})
    for (const char *word : {"--help", "-h"}) {
      auto said = o.run({SHEAF_BIN_DIR "/sheaf", verb, word});
      EXPECT_EQ(said.code, 0);
      auto [vietnamese, english] = languages_of(said.text, verb);
      EXPECT_EQ(options_in(vietnamese), options_in(english));
    }
}

TEST(Errors, WhatCannotBeToldIsNoSuccess) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  for (std::string verb :
       {"check --json '" + (o.folder / "src") + "'", "screens '" + (o.folder / "src") + "'",
        "verify '" + (o.folder / "web") + "' --root '" + (o.folder / "keys/root/1") + "'",
        std::string("keys show"), std::string("publish --help")}) {
    auto said = o.run({"sh", "-c", "exec " SHEAF_BIN_DIR "/sheaf " + verb + " >/dev/full"});
    EXPECT_EQ(said.code, 1) << verb;
    EXPECT_THAT(said.text, HasSubstr("standard output cannot be written")) << verb;
  }
}

TEST(Errors, WithoutExiftoolNothingIsPublished) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  std::filesystem::create_directory(o.folder / "bin");
  auto said = o.run(
      {SHEAF_BIN_DIR "/sheaf", "publish", o.folder / "src", "--to", o.folder / "web", "--clock-is-right"},
      [&] { ::setenv("PATH", (o.folder / "bin").c_str(), 1); });
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("apt install libimage-exiftool-perl"));
  EXPECT_EQ(o.head(), "");
}
