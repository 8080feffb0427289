// The commands of publisher/KEYS.md and publisher/README.md, read from the pages and run, with a screen that
// looks on.
#include "tests/publisher/office.h"

#include "assets/current.h"
#include "assets/keys.h"
#include "assets/sha256.h"
#include "assets/trust.h"
#include "playlist/head.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <sstream>

using namespace sheaf;
using namespace sheaf::testing;
using ::testing::HasSubstr;

namespace {

namespace fs = std::filesystem;

std::string page(const std::string &name) {
  return board::read_whole(SHEAF_SOURCE_DIR "/publisher/" + name, 1_MiB).value_or("");
}

// What stands between ``` lines under a title; `kind`: "sh", "toml".
std::vector<std::string> blocks(const std::string &text, const std::string &title, const std::string &kind) {
  std::vector<std::string> out;
  std::string under;
  bool inside = false, wanted = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!inside && line.starts_with("#")) under = line.substr(line.find(' ') + 1);
    if (line.starts_with("```")) {
      inside = !inside;
      wanted = inside && line == "```" + kind && under == title;
      if (wanted) out.emplace_back();
    } else if (wanted) {
      out.back() += line + "\n";
    }
  }
  return out;
}

void replace(std::string &text, const std::string &word, const std::string &by) {
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += by.size())
    text.replace(at, word.size(), by);
}

// Each line by a shell, in the keys' folder; this machine's clock is said to be right.
Said run_block(const Office &o, const std::string &block, const std::string &in = "keys") {
  Said all{0, ""};
  std::istringstream lines(block);
  for (std::string line; std::getline(lines, line) && all.code == 0;) {
    line = line.substr(0, line.find("  #"));
    if (line.empty()) continue;
    if (line.starts_with("sheaf keys new")) line += " --yes"; // nobody is there to be asked for a password
    replace(line, "~/.config/sheaf/keys", o.folder / "keys");
    replace(line, "FOLDER", o.folder / "src");
    replace(line, "DEST", o.folder / "web");
    replace(line, "/srv/www", o.folder / "web");
    auto said = o.run({"sh", "-c", "cd '" + o.folder / in + "' && " + line}, [&] {
      ::setenv("SHEAF_KEYS", (o.folder / in).c_str(), 1); // another keeper has another folder
      ::setenv("PATH", (SHEAF_BIN_DIR ":" + std::string(std::getenv("PATH"))).c_str(), 1);
      ::setenv("LD_PRELOAD", SHEAF_CUT, 1);
      ::setenv("CUT_CLOCK", "good", 1);
    });
    all.code = said.code;
    all.text += "$ " + line + "\n" + said.text;
  }
  return all;
}

// A screen of the channel "main", installed with the office's first root.
struct Board {
  explicit Board(const Office &office) : o(office) {
    o.folder.write("screen.toml", "id = \"hall-1\"\nchannels = [\"main\"]\nstore = \"" + o.folder / "store" +
                                      "\"\nroot = \"" + o.folder / "installed" + "\"\nreserve = 0\n");
    auto root = assets::first_root(o.read("keys/root/1"));
    auto said = o.run({SHEAF_BIN_DIR "/sheaf", "trust", "init", o.folder / "keys/root/1", "--fingerprint",
                       root ? assets::fingerprint(root->digest) : "", "--config", o.folder / "screen.toml"});
    EXPECT_EQ(said.code, 0) << said.text;
  }
  Said fetch(const std::string &from = "web") const {
    return o.run({SHEAF_BIN_DIR "/sheaf", "fetch", "--once", "--from", o.folder / from, "--config",
                  o.folder / "screen.toml"});
  }
  /// Digest of the head that is shown.
  [[nodiscard]] std::string shown() const {
    auto current = assets::parse_current(o.read("store/current"));
    if (!current || current->channels.empty() || current->channels[0].editions.empty()) return "";
    return current->channels[0].editions[0].head.hex();
  }
  const Office &o;
};

std::string digest_of(const std::string &head) { return assets::sha256(signed_part(head)).hex(); }

void from_paper(const Office &o) { // the two lines, typed
  std::istringstream printed(o.read("keys/paper.txt"));
  std::string typed;
  for (std::string line; std::getline(printed, line);)
    if (line.starts_with("untrusted comment:")) {
      typed = line + "\n";
      std::getline(printed, line);
      typed += line + "\n";
    }
  o.folder.write("keys/paper.key", typed);
}

// As somebody who has stick.key and can write on the web server.
void steal(const Office &o, const std::string &file, std::uint64_t serial) {
  auto key = assets::SecretKey::read(o.read("keys/stick.key"), std::nullopt);
  auto head = playlist::parse_head(signed_part(o.head()));
  ASSERT_TRUE(key && head);
  head->serial = serial;
  auto bytes = playlist::write_head(*head);
  o.folder.write(file, assets::put_together({{key->sign(bytes, "good")}, bytes}));
}

}

TEST(Drill, AStolenKeyThatRacedTheSerialAheadIsRecoveredFrom) {
  Office o;
  ASSERT_EQ(o.init("one").code, 0);
  fs::remove(o.folder / "keys/paper.key"); // as the page says
  ASSERT_EQ(o.publish().code, 0);
  auto good = o.head();
  Board board(o);
  ASSERT_EQ(board.fetch().code, 0) << board.fetch().text;
  ASSERT_EQ(board.shown(), digest_of(good));

  steal(o, "web/sheaf/main/head", (1ull << 53) - 1);
  auto thiefs = o.head();
  ASSERT_EQ(board.fetch().code, 0);
  ASSERT_EQ(board.shown(), digest_of(thiefs)); // it is a key of the office's, as far as anybody knows
  auto stuck = o.publish({"--poll", "60"});
  EXPECT_EQ(stuck.code, 1);
  EXPECT_THAT(stuck.text, HasSubstr("sheaf keys revoke KEYID --new-epoch"));

  from_paper(o);
  auto drill = blocks(page("KEYS.md"), "A key was stolen", "sh");
  ASSERT_EQ(drill.size(), 2u);
  auto said = run_block(o, drill[0]);
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("New epoch 2"));
  EXPECT_THAT(said.text, HasSubstr("serial 1:"));
  EXPECT_THAT(said.text, HasSubstr("its list of what is withdrawn is not kept"));
  auto recovered = o.head();
  auto fetched = board.fetch();
  EXPECT_EQ(fetched.code, 0) << fetched.text;
  EXPECT_EQ(board.shown(), digest_of(recovered));

  steal(o, "again", (1ull << 53) - 2); // in the new epoch, by the old key; and what he had signed before
  for (const auto &head : {o.read("again"), thiefs, good}) {
    o.folder.write("web/sheaf/main/head", head);
    EXPECT_NE(board.fetch().code, 0);
    EXPECT_EQ(board.shown(), digest_of(recovered));
    EXPECT_EQ(o.verify().code, 1);
  }
  o.folder.write("web/sheaf/main/head", recovered);

  said = run_block(o, drill[1]);
  ASSERT_EQ(said.code, 0) << said.text;
  fetched = board.fetch();
  EXPECT_EQ(fetched.code, 0) << fetched.text;
  EXPECT_EQ(o.verify().code, 0);
  o.jpeg("red.jpg", "orange");
  fs::remove(o.folder / "keys/paper.key");
  fs::remove(o.folder / "keys/stick.key");
  EXPECT_EQ(o.publish().code, 0); // the new key does the daily work
  EXPECT_EQ(board.fetch().code, 0);
  EXPECT_EQ(board.shown(), digest_of(o.head()));
}

TEST(Drill, AGoodCopyBringsTheListOfWhatIsWithdrawnIntoTheNewEpoch) {
  Office o;
  ASSERT_EQ(o.init("one").code, 0);
  ASSERT_EQ(o.publish().code, 0);
  ASSERT_EQ(o.sheaf({"withdraw", "red", "--reason", "wrong date", "--to", o.folder / "web"}).code, 0);
  fs::copy(o.folder / "web", o.folder / "copy", fs::copy_options::recursive);
  steal(o, "web/sheaf/main/head", (1ull << 53) - 1);
  auto paper = std::vector<std::string>{"--key", o.folder / "keys/paper.key"};
  ASSERT_EQ(o.sheaf({"keys", "revoke", "stick", "--new-epoch", paper[0], paper[1]}).code, 0);
  auto said = o.publish({paper[0], paper[1], "--serial-from", o.folder / "copy"});
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("'red.jpg' has been withdrawn and is not published"));
  EXPECT_THAT(said.text, HasSubstr("serial 1: 2 items"));
  EXPECT_EQ(o.verify().code, 0);
}

TEST(Drill, ALostKeyIsReplaced) {
  Office o;
  ASSERT_EQ(o.init("one").code, 0);
  ASSERT_EQ(o.publish().code, 0);
  Board board(o);
  ASSERT_EQ(board.fetch().code, 0);
  fs::remove(o.folder / "keys/stick.key");
  from_paper(o);
  o.jpeg("red.jpg", "orange");
  auto lost = blocks(page("KEYS.md"), "A key was lost", "sh");
  ASSERT_EQ(lost.size(), 1u);
  auto said = run_block(o, lost[0]);
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("serial 2:"));
  EXPECT_EQ(board.fetch().code, 0); // root 1 to root 4
  EXPECT_EQ(board.shown(), digest_of(o.head()));
}

TEST(Drill, AKeyTypedWithAWrongLetterIsRefused) {
  Office o;
  ASSERT_EQ(o.init("one").code, 0);
  from_paper(o);
  auto typed = o.read("keys/paper.key");
  auto line = typed.find('\n') + 1;
  for (std::size_t back : {60, 100, 140}) { // the end holds the key itself
    auto wrong = typed;
    auto &letter = wrong[wrong.size() - back];
    letter = letter == 'A' ? 'B' : 'A';
    o.folder.write("keys/paper.key", wrong);
    auto said = o.publish({"--key", o.folder / "keys/paper.key"});
    EXPECT_EQ(said.code, 1) << back;
    EXPECT_THAT(said.text, HasSubstr("paper.key' is no secret key")) << back;
  }
  o.folder.write("keys/paper.key", typed.substr(0, line) + "\n");
  EXPECT_EQ(o.publish({"--key", o.folder / "keys/paper.key"}).code, 1);
}

TEST(Drill, AnotherKeyAndItsRoles) {
  Office o;
  ASSERT_EQ(o.init("one").code, 0);
  auto another = blocks(page("KEYS.md"), "Another key", "sh");
  ASSERT_EQ(another.size(), 2u);
  for (const auto &block : another) {
    auto said = run_block(o, block);
    ASSERT_EQ(said.code, 0) << said.text;
  }
  auto shown = o.sheaf({"keys", "show"}).text;
  for (const char *role : {"Role publisher: 1 of 3", "Role daily: 1 of 1 key needed; channels: hue, hue-*",
                           "Role ward-3: 1 of 1 key needed; channels: ward-3"})
    EXPECT_THAT(shown, HasSubstr(role));
}

TEST(Drill, KeepersWhoAreApart) {
  Office o;
  ASSERT_EQ(o.init("three").code, 0);
  for (const char *name : {"two", "three"}) {
    fs::create_directory(o.folder / name);
    fs::rename(o.folder / ("keys/" + std::string(name) + ".key"),
               o.folder / (std::string(name) + "/mine.key"));
  }
  ASSERT_EQ(o.sheaf({"keys", "new", "lan", "--yes"}).code, 0);
  ASSERT_EQ(o.sheaf({"keys", "add", o.folder / "keys/lan.pub", "--role", "publisher"}).code, 0);
  auto apart = blocks(page("KEYS.md"), "Keepers who are apart", "sh");
  ASSERT_EQ(apart.size(), 1u);
  auto cut = apart[0].find('\n') + 1;
  fs::rename(o.folder / "keys/root-2.waiting", o.folder / "two/root-2.waiting");
  auto there = run_block(o, apart[0].substr(0, cut), "two");
  ASSERT_EQ(there.code, 0) << there.text;
  fs::rename(o.folder / "two/root-2.waiting", o.folder / "keys/root-2.waiting");
  auto here = run_block(o, apart[0].substr(cut));
  ASSERT_EQ(here.code, 0) << here.text;
  EXPECT_THAT(here.text, HasSubstr("Wrote root document 2"));
}

// Every block of the page is run somewhere above.
TEST(Drill, NoCommandOfThePageIsLeftOut) {
  auto text = page("KEYS.md");
  std::size_t all = 0;
  for (std::size_t at = 0; (at = text.find("```sh", at)) != std::string::npos; ++at) ++all;
  EXPECT_EQ(all, 7u);
  Office o;
  auto beginning = blocks(text, "At the beginning", "sh");
  ASSERT_EQ(beginning.size(), 1u);
  auto init =
      o.at_terminal({SHEAF_BIN_DIR "/sheaf", "keys", "init", "--clock-is-right"},
                    {{"two needed).", "1"}, {"'stick' (empty: none):", ""}, {"'paper' (empty: none):", ""}});
  ASSERT_EQ(init.code, 0) << init.text;
  EXPECT_THAT(beginning[0], ::testing::StartsWith("sheaf keys init "));
  auto shown = run_block(o, beginning[0].substr(beginning[0].find('\n') + 1));
  EXPECT_EQ(shown.code, 0) << shown.text;
}

TEST(Drill, TheReadmesCommandsAndItsToml) {
  Office o;
  ASSERT_EQ(o.init("one").code, 0);
  auto toml = blocks(page("README.md"), "sheaf.toml", "toml");
  ASSERT_EQ(toml.size(), 1u);
  o.folder.write("src/sheaf.toml", toml[0]);
  o.film("boats.vi.mp4");
  o.film("boats.en.mp4", {"-t", "0.8"});
  auto commands = blocks(page("README.md"), "publisher", "sh");
  ASSERT_EQ(commands.size(), 1u);
  ASSERT_THAT(commands[0], ::testing::StartsWith("sheaf keys init"));
  auto said = run_block(o, commands[0].substr(commands[0].find('\n') + 1));
  EXPECT_EQ(said.code, 0) << said.text;
}

TEST(Drill, TheReadmesThreeSteps) {
  Office o;
  ASSERT_EQ(o.init("one").code, 0);
  auto commands = blocks(page("README.md"), "In three steps", "sh");
  ASSERT_EQ(commands.size(), 1u);
  auto said = run_block(o, commands[0]);
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_EQ(o.verify().code, 0);
}
