// 'sheaf keys': who may sign, and how that changes.
#include "tests/publisher/office.h"

#include "assets/keys.h"
#include "assets/trust.h"
#include "publisher/words.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

using namespace sheaf;
using namespace sheaf::testing;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

namespace fs = std::filesystem;
const std::string sheaf_program = SHEAF_BIN_DIR "/sheaf";

playlist::Root root_of(const Office &o, int version) {
  auto parts = assets::take_apart(o.read("keys/root/" + std::to_string(version)));
  auto root = parts ? playlist::parse_root(parts->bytes) : Result<playlist::Root>(fail(parts.error()));
  EXPECT_TRUE(root) << root.error().text;
  return root.value_or(playlist::Root());
}

std::string id_of(const Office &o, const std::string &public_file) {
  auto key = assets::read_public_key(o.read(public_file), "");
  return key ? key->first : "?";
}

unsigned mode_of(const std::string &path) {
  struct stat s {};
  return ::stat(path.c_str(), &s) == 0 ? s.st_mode & 0777 : 0;
}

void minisign_signs_with(const Office &o, const std::string &key, const std::string &password) {
  o.folder.write("letter", "a letter");
  auto typed = password.empty() ? "true" : "printf '%s\\n' '" + password + "'";
  auto said = o.run({"sh", "-c",
                     typed + " | minisign -S -s '" + o.folder / ("keys/" + key + ".key") + "' -m '" +
                         o.folder / "letter" + "'"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_EQ(
      o.run({"minisign", "-V", "-m", o.folder / "letter", "-p", o.folder / ("keys/" + key + ".pub")}).code,
      0);
}

}

TEST(Keys, InitForOnePersonMakesAStickAndAPaperCopyEitherOfWhichSuffices) {
  Office o;
  auto said = o.init("one");
  ASSERT_EQ(said.code, 0) << said.text;
  for (const char *name : {"stick", "paper"}) {
    EXPECT_EQ(mode_of(o.folder / ("keys/" + std::string(name) + ".key")), 0600u);
    EXPECT_EQ(mode_of(o.folder / ("keys/" + std::string(name) + ".pub")), 0644u);
  }
  EXPECT_EQ(mode_of(o.folder / "keys/paper.txt"), 0600u);
  auto root = root_of(o, 1);
  EXPECT_EQ(root.root_keys.size(), 2u);
  EXPECT_EQ(root.root_threshold, 1u);
  ASSERT_EQ(root.roles.size(), 1u);
  EXPECT_EQ(root.roles[0].threshold, 1u);
  for (const char *key : {"stick", "paper"}) {
    auto published = o.publish({"--key", o.folder / ("keys/" + std::string(key) + ".key"), "--channel", key});
    EXPECT_EQ(published.code, 0) << published.text;
  }
  EXPECT_EQ(o.verify().code, 0);
}

TEST(Keys, TheFingerprintIsOnThePaperAndInShow) {
  Office o;
  auto said = o.init("one");
  auto root = assets::first_root(o.read("keys/root/1"));
  ASSERT_TRUE(root) << root.error().text;
  auto fingerprint = assets::fingerprint(root->digest);
  EXPECT_THAT(o.read("keys/paper.txt"), HasSubstr(fingerprint));
  EXPECT_THAT(o.read("keys/paper.txt"), HasSubstr(o.read("keys/paper.key")));
  for (const auto &text : {said.text, o.sheaf({"keys", "show"}).text})
    for (std::size_t at = 0; at < fingerprint.size(); at += 20)
      EXPECT_THAT(text, HasSubstr("\n    " + fingerprint.substr(at, 19)));
}

TEST(Keys, InitForThreePeopleTakesTwo) {
  Office o;
  ASSERT_EQ(o.init("three").code, 0);
  auto key = [&](const char *name) { return o.folder / ("keys/" + std::string(name) + ".key"); };
  auto alone = o.publish({"--key", key("one")});
  EXPECT_EQ(alone.code, 1);
  EXPECT_THAT(alone.text, HasSubstr("cannot be signed with these keys; it takes 2 of"));
  EXPECT_FALSE(fs::exists(o.folder / "web/sheaf/main/head"));
  EXPECT_EQ(o.publish({"--key", key("one"), "--key", key("one")}).code, 1); // the same twice is one
  EXPECT_EQ(o.publish({"--key", key("three"), "--key", key("one")}).code, 0);
  EXPECT_EQ(o.verify().code, 0);
}

TEST(Keys, InitAsksAtATerminal) {
  Office o;
  std::vector<std::string> words{sheaf_program, "keys", "init", "--clock-is-right"};
  auto said = o.at_terminal(words, {{"two needed).", "2"},
                                    {"Please type 1 or 3.", "1"},
                                    {"'stick' (empty: none):", "thìa khóa"},
                                    {"The same password again:", "thìa khoá"}, // not the same
                                    {"'stick' (empty: none):", "secret 1"},
                                    {"The same password again:", "secret 1"},
                                    {"'paper' (empty: none):", ""}});
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("The two are not the same; type both again."));
  EXPECT_THAT(said.text, Not(HasSubstr("secret 1"))); // what is typed is not seen
  EXPECT_TRUE(assets::SecretKey::is_protected(o.read("keys/stick.key")));
  EXPECT_FALSE(assets::SecretKey::is_protected(o.read("keys/paper.key")));
  minisign_signs_with(o, "stick", "secret 1");
  minisign_signs_with(o, "paper", "");
  std::vector<std::string> publish{sheaf_program,
                                   "publish",
                                   o.folder / "src",
                                   "--to",
                                   o.folder / "web",
                                   "--key",
                                   o.folder / "keys/stick.key",
                                   "--clock-is-right"};
  auto published = o.at_terminal(publish, {{"Password of", "wrong"}, {"Password of", "secret 1"}});
  EXPECT_EQ(published.code, 0) << published.text;
  EXPECT_EQ(o.verify().code, 0);
}

TEST(Keys, WhoGivesUpAtTheTerminalLeavesNothing) {
  Office o;
  std::vector<std::string> words{sheaf_program, "keys", "init", "--clock-is-right"};
  std::vector<std::pair<std::string, std::string>> talk{{"two needed).", "1"},
                                                        {"'stick' (empty: none):", ""}};
  for (int i = 0; i < 3; ++i) {
    talk.emplace_back("'paper' (empty: none):", "a");
    talk.emplace_back("The same password again:", "b");
  }
  auto said = o.at_terminal(words, talk);
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("the two passwords were not the same; no key was made"));
  EXPECT_FALSE(fs::exists(o.folder / "keys"));
  EXPECT_EQ(o.init().code, 0); // and nothing is in the way
}

TEST(Keys, WithoutATerminalItSaysWhatToDo) {
  Office o;
  auto said = o.run({"setsid", "-w", sheaf_program, "keys", "init", "--clock-is-right"});
  EXPECT_EQ(said.code, 1);
  EXPECT_EQ(said.text, "sheaf keys: " + publisher::saying("no_terminal").vi +
                           "\n  there is no terminal to ask at; say --yes\n");
}

TEST(Keys, InitNeverOverwrites) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  auto root = o.read("keys/root/1"), key = o.read("keys/stick.key");
  auto again = o.init();
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.text, HasSubstr("has keys already"));
  EXPECT_EQ(o.read("keys/root/1") + o.read("keys/stick.key"), root + key);
  EXPECT_EQ(o.sheaf({"keys", "new", "stick", "--yes"}).code, 1);
  EXPECT_EQ(o.read("keys/stick.key"), key);
}

TEST(Keys, WhatAnInitLeftThatWasCutOffIsTold) {
  Office o;
  std::filesystem::create_directories(o.folder / "keys");
  o.write("keys/paper.key", "half");
  auto said = o.init();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("move the .key and .pub files away and begin again"));
  EXPECT_FALSE(std::filesystem::exists(o.folder / "keys/stick.key"));
  std::filesystem::rename(o.folder / "keys/paper.key", o.folder / "old");
  EXPECT_EQ(o.init().code, 0);
}

TEST(Keys, AddAndRevokeAPublisher) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.sheaf({"keys", "new", "lan", "--yes", "--dir", o.folder / "lan"}).code, 0);
  auto lan = std::vector<std::string>{"--key", o.folder / "lan/lan.key"};
  ASSERT_EQ(o.publish().code, 0);
  o.jpeg("red.jpg", "orange");
  auto stranger = o.publish(lan); // the roots are the destination's
  EXPECT_EQ(stranger.code, 1);
  EXPECT_THAT(stranger.text, HasSubstr("cannot be signed with these keys; it takes 1 of"));
  auto added = o.sheaf({"keys", "add", o.folder / "lan/lan.pub", "--role", "publisher"});
  ASSERT_EQ(added.code, 0) << added.text;
  EXPECT_THAT(added.text, HasSubstr("Wrote root document 2"));
  EXPECT_THAT(o.sheaf({"keys", "show"}).text, ContainsRegex(id_of(o, "lan/lan.pub") + "  lan"));
  ASSERT_EQ(o.publish().code, 0); // brings the root to the screens, and to Lan
  o.jpeg("red.jpg", "pink");
  auto hers = o.publish(lan);
  EXPECT_EQ(hers.code, 0) << hers.text;
  ASSERT_EQ(o.sheaf({"keys", "revoke", "lan"}).code, 0);
  ASSERT_EQ(o.publish().code, 0);
  o.jpeg("red.jpg", "brown");
  auto refused = o.publish(lan);
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.text, HasSubstr("cannot be signed with these keys"));
  EXPECT_EQ(o.verify().code, 0);
  EXPECT_THAT(o.sheaf({"keys", "show"}).text, Not(HasSubstr("lan")));
}

TEST(Keys, ARevokedKeyInTheFolderIsNotTaken) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  ASSERT_EQ(o.sheaf({"keys", "revoke", "stick"}).code, 0);
  ASSERT_TRUE(fs::exists(o.folder / "keys/stick.key"));
  auto said = o.publish();
  ASSERT_EQ(said.code, 0) << said.text;
  auto head = assets::take_apart(o.head());
  ASSERT_TRUE(head);
  ASSERT_EQ(head->signatures.size(), 1u);
  EXPECT_EQ(head->signatures[0].key, id_of(o, "keys/paper.pub"));
  EXPECT_EQ(o.verify().code, 0);
}

TEST(Keys, ARoleOfItsOwnSignsItsChannelsOnly) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.sheaf({"keys", "new", "ward", "--yes", "--dir", o.folder / "ward"}).code, 0);
  ASSERT_EQ(o.sheaf({"keys", "add", o.folder / "ward/ward.pub", "--role", "local", "--name", "ward-3",
                     "--channel", "ward-3"})
                .code,
            0);
  ASSERT_EQ(o.publish({"--channel", "main"}).code, 0);
  auto ward = [&](const std::string &channel) {
    return o.publish({"--key", o.folder / "ward/ward.key", "--channel", channel});
  };
  EXPECT_EQ(ward("ward-3").code, 0) << ward("ward-3").text;
  EXPECT_EQ(ward("main").code, 1);
  EXPECT_EQ(ward("ward-33").code, 1);
  EXPECT_EQ(o.verify().code, 0);
}

TEST(Keys, ARoleIsLimited) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.sheaf({"keys", "new", "lan", "--yes"}).code, 0);
  auto added = o.sheaf({"keys", "add", o.folder / "keys/lan.pub", "--role", "publisher", "--name", "small",
                        "--channel", "small", "--most-items", "2", "--most-bytes", "1000000"});
  ASSERT_EQ(added.code, 0) << added.text;
  EXPECT_THAT(o.sheaf({"keys", "show"}).text, HasSubstr("small; at most 2 items; at most 1.0 MB"));
  auto many = o.publish({"--channel", "small", "--key", o.folder / "keys/lan.key"});
  EXPECT_EQ(many.code, 1) << many.text; // red, green and blue
  EXPECT_THAT(many.text, HasSubstr("publish less"));
  std::filesystem::remove(o.folder / "src/blue.png");
  EXPECT_EQ(o.publish({"--channel", "small", "--key", o.folder / "keys/lan.key"}).code, 0);
}

TEST(Keys, KeepersWhoAreApartSignOneAfterTheOther) {
  Office o;
  ASSERT_EQ(o.init("three").code, 0);
  fs::create_directories(o.folder / "away");
  for (const char *name : {"two", "three"}) // only one is in the office
    fs::rename(o.folder / ("keys/" + std::string(name) + ".key"),
               o.folder / ("away/" + std::string(name) + ".key"));
  ASSERT_EQ(o.sheaf({"keys", "new", "lan", "--yes", "--dir", o.folder / "lan"}).code, 0);
  auto waits = o.sheaf({"keys", "add", o.folder / "lan/lan.pub", "--role", "publisher"});
  EXPECT_EQ(waits.code, 0);
  EXPECT_THAT(waits.text, HasSubstr("Signatures are missing"));
  EXPECT_FALSE(fs::exists(o.folder / "keys/root/2"));
  fs::copy(o.folder / "keys/root-2.waiting", o.folder / "away/root-2.waiting");
  auto there = o.sheaf({"keys", "sign", o.folder / "away/root-2.waiting", "--key", o.folder / "away/two.key",
                        "--dir", o.folder / "away"});
  EXPECT_EQ(there.code, 0) << there.text;
  EXPECT_THAT(there.text, HasSubstr(id_of(o, "lan/lan.pub") + "  lan")); // seen before it is signed
  auto here = o.sheaf({"keys", "sign", o.folder / "away/root-2.waiting"});
  EXPECT_EQ(here.code, 0) << here.text;
  EXPECT_TRUE(fs::exists(o.folder / "keys/root/2"));
  EXPECT_FALSE(fs::exists(o.folder / "keys/root-2.waiting"));
  EXPECT_EQ(root_of(o, 2).roles[0].keys.size(), 4u);
}

TEST(Keys, TheLastOnesAreNotTakenAway) {
  Office o;
  ASSERT_EQ(o.init("three").code, 0);
  ASSERT_EQ(o.sheaf({"keys", "revoke", "one"}).code, 0);
  auto said = o.sheaf({"keys", "revoke", "two"});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("takes 2 signers, but would have 1 key; add a key first"));
}

TEST(Keys, ARootThatHasNotGrownOutOfOursIsRefused) {
  Office o, other;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(other.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  fs::copy_file(other.folder / "keys/root/1", o.folder / "web/sheaf/root/1",
                fs::copy_options::overwrite_existing);
  o.jpeg("red.jpg", "orange");
  auto said = o.publish();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("has another root 1"));
  EXPECT_EQ(o.verify().code, 1);
}

TEST(Keys, AnUnsynchronisedClockSignsNothing) {
  Office o;
  auto bad = [&](std::vector<std::string> words) {
    words.insert(words.begin(), sheaf_program);
    return o.run(std::move(words), [] {
      ::setenv("LD_PRELOAD", SHEAF_CUT, 1);
      ::setenv("CUT_CLOCK", "bad", 1);
    });
  };
  EXPECT_THAT(bad({"keys", "init", "--yes"}).text, HasSubstr("clock is not synchronised"));
  EXPECT_FALSE(fs::exists(o.folder / "keys"));
  ASSERT_EQ(bad({"keys", "init", "--yes", "--clock-is-right"}).code, 0);
  auto said = bad({"keys", "revoke", "stick"});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("say --clock-is-right where you know that it is"));
  EXPECT_FALSE(fs::exists(o.folder / "keys/root/2"));
}
