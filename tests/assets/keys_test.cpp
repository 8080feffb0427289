// With the real minisign: it verifies what we sign, signs what we verify, and each reads the other's key
// files.
#include "assets/keys.h"

#include "assets/inner/minisign.h"
#include "assets/seal.h"
#include "tests/support/office.h"
#include "tests/support/scratch_folder.h"

#include <cstdlib>
#include <gmock/gmock.h>

namespace sheaf::assets {
namespace {

using sheaf::testing::read_file;
using sheaf::testing::ScratchFolder;
using sheaf::testing::write_file;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string words = "{\"sheaf\": 1, \"kind\": \"head\"}\n";

struct Keys : ::testing::Test {
  ScratchFolder folder;

  void SetUp() override { write_file(folder / "words", words); }
  /// minisign in the folder, what it asks for on its input; whether it went well.
  [[nodiscard]] bool minisign(const std::string &arguments, const std::string &input = "") const {
    write_file(folder / "input", input);
    auto command = "cd '" + folder.path() + "' && minisign " + arguments + " <input >out 2>&1";
    return std::system(command.c_str()) == 0;
  }
  [[nodiscard]] std::string out() const { return read_file(folder / "out"); }
  [[nodiscard]] std::string file(const std::string &name) const { return read_file(folder / name); }

  /// Who has signed `words` in the file words.minisig, as we see it.
  [[nodiscard]] Result<std::set<playlist::KeyId>> signers(const std::string &public_file) const {
    auto key = read_public_key(public_file, "");
    if (!key) return fail(key.error());
    auto document = take_apart(file("words.minisig") + "\n" + words);
    if (!document) return fail(document.error());
    return verify(*document, {*key});
  }
};

SecretKey make() { return std::move(*SecretKey::make()); }

TEST_F(Keys, MinisignVerifiesWhatWeSign) {
  auto key = make();
  write_file(folder / "ours.pub", key.public_file());
  write_file(folder / "words.minisig", key.sign(words, "what we say").block);
  ASSERT_TRUE(minisign("-V -p ours.pub -m words")) << out();
  EXPECT_THAT(out(), HasSubstr("what we say"));
  ASSERT_TRUE(minisign("-V -P " + key.public_key("").public_key + " -m words")) << out();
  write_file(folder / "words", words + " ");
  EXPECT_FALSE(minisign("-V -p ours.pub -m words"));
}

TEST_F(Keys, WeVerifyWhatMinisignSigns) {
  ASSERT_TRUE(minisign("-G -W -p theirs.pub -s theirs.key")) << out();
  ASSERT_TRUE(minisign("-S -s theirs.key -m words -c 'ch\xc3\xa0o' -t 'b\xe1\xba\xa1n'")) << out();
  auto found = signers(file("theirs.pub"));
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(found->size(), 1u);
}

/// minisign's own comment: when, which file, how.
TEST_F(Keys, WeVerifyWhatMinisignSignsUnlessItIsToldOtherwise) {
  ASSERT_TRUE(minisign("-G -W -p theirs.pub -s theirs.key")) << out();
  ASSERT_TRUE(minisign("-S -s theirs.key -m words")) << out();
  auto found = signers(file("theirs.pub"));
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(found->size(), 1u);
}

TEST_F(Keys, TheLegacyFormatIsRefused) {
  ASSERT_TRUE(minisign("-G -W -p theirs.pub -s theirs.key")) << out();
  ASSERT_TRUE(minisign("-S -l -s theirs.key -m words")) << out();
  auto found = signers(file("theirs.pub"));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::refused);
  EXPECT_THAT(found.error().text, HasSubstr("legacy"));
}

TEST_F(Keys, IdsAreAsMinisignPrintsThem) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(minisign("-G -f -W -p theirs.pub -s theirs.key")) << out();
    auto text = file("theirs.pub");
    auto printed = text.substr(0, text.find('\n'));
    auto id = read_public_key(text, "")->first;
    EXPECT_EQ(id.size(), 16u);
    id.erase(0, id.find_first_not_of('0')); // minisign's comment has no zeros in front
    EXPECT_TRUE(printed.ends_with(id)) << printed << " " << id;
    EXPECT_EQ(SecretKey::read(file("theirs.key"), std::nullopt)->id(), read_public_key(text, "")->first);
  }
}

TEST_F(Keys, TheirsWithoutAPasswordIsRead) {
  ASSERT_TRUE(minisign("-G -W -p theirs.pub -s theirs.key")) << out();
  auto text = file("theirs.key");
  EXPECT_FALSE(SecretKey::is_protected(text));
  auto key = SecretKey::read(text, std::nullopt);
  ASSERT_TRUE(key) << key.error().text;
  write_file(folder / "words.minisig", key->sign(words, "x").block);
  EXPECT_TRUE(minisign("-V -p theirs.pub -m words")) << out();
  EXPECT_EQ(key->public_key("").public_key + "\n",
            file("theirs.pub").substr(file("theirs.pub").find('\n') + 1));
}

TEST_F(Keys, TheirsWithAPasswordIsReadWithIt) {
  ASSERT_TRUE(minisign("-G -p theirs.pub -s theirs.key",
                       "m\xe1\xba\xadt kh\xe1\xba\xa9u\nm\xe1\xba\xadt kh\xe1\xba\xa9u\n"))
      << out();
  auto text = file("theirs.key");
  EXPECT_TRUE(SecretKey::is_protected(text));
  EXPECT_EQ(SecretKey::read(text, std::nullopt).error().kind, ErrorKind::refused);
  EXPECT_EQ(SecretKey::read(text, "m\xe1\xba\xadt").error().kind, ErrorKind::refused);
  auto key = SecretKey::read(text, "m\xe1\xba\xadt kh\xe1\xba\xa9u");
  ASSERT_TRUE(key) << key.error().text;
  write_file(folder / "words.minisig", key->sign(words, "x").block);
  EXPECT_TRUE(minisign("-V -p theirs.pub -m words")) << out();
}

TEST_F(Keys, OursWithoutAPasswordIsReadByMinisign) {
  auto key = make();
  write_file(folder / "ours.key", *key.write(std::nullopt));
  write_file(folder / "ours.pub", key.public_file());
  ASSERT_TRUE(minisign("-S -s ours.key -m words")) << out();
  EXPECT_TRUE(minisign("-V -p ours.pub -m words")) << out();
  auto found = signers(key.public_file());
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_THAT(*found, ElementsAre(key.id()));
  ASSERT_TRUE(minisign("-R -s ours.key -p again.pub")) << out(); // it makes the public key file anew
  EXPECT_EQ(read_public_key(file("again.pub"), "")->first, key.id());
}

TEST_F(Keys, OursWithAPasswordIsReadByMinisignWithIt) {
  auto key = make();
  auto text = *key.write("open sesame");
  write_file(folder / "ours.key", text);
  write_file(folder / "ours.pub", key.public_file());
  EXPECT_TRUE(SecretKey::is_protected(text));
  EXPECT_FALSE(minisign("-S -s ours.key -m words", "open says me\n"));
  ASSERT_TRUE(minisign("-S -s ours.key -m words", "open sesame\n")) << out();
  EXPECT_TRUE(minisign("-V -p ours.pub -m words")) << out();
  auto again = SecretKey::read(text, "open sesame");
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(again->public_file(), key.public_file());
}

TEST_F(Keys, TwoFilesOfOneKeyDiffer) {
  auto key = make();
  EXPECT_NE(make().id(), key.id());
  EXPECT_EQ(*key.write(std::nullopt), *key.write(std::nullopt));
  EXPECT_EQ(key.write("").error().kind, ErrorKind::unsupported);
}

TEST_F(Keys, AKeyFileThatAnEditorHasTouchedIsRead) {
  auto key = make();
  auto secret = *key.write(std::nullopt), shown = key.public_file();
  auto crlf = [](std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, "\r");
    return text;
  };
  EXPECT_EQ(SecretKey::read(crlf(secret), std::nullopt)->id(), key.id());
  EXPECT_EQ(read_public_key(crlf(shown), "")->first, key.id());
  EXPECT_EQ(read_public_key(key.public_key("").public_key, "")->first, key.id());
  EXPECT_EQ(read_public_key(shown.substr(0, shown.size() - 1), "")->first, key.id());
}

TEST_F(Keys, WhatIsNoKeyFileIsCorrupt) {
  auto key = make();
  auto secret = *key.write(std::nullopt), shown = key.public_file();
  for (const auto &text :
       {std::string(), std::string("\n"), std::string("untrusted comment: x"), words, secret + "x",
        std::string("untrusted comment: \n\n"), secret.substr(0, secret.size() - 9)})
    EXPECT_EQ(SecretKey::read(text, std::nullopt).error().kind, ErrorKind::corrupt) << text;
  EXPECT_EQ(SecretKey::read(shown, std::nullopt).error().kind, ErrorKind::corrupt);
  EXPECT_EQ(read_public_key(secret, "").error().kind, ErrorKind::corrupt);
  EXPECT_EQ(read_public_key("", "").error().kind, ErrorKind::corrupt);
}

/// A letter of a paper copy that was read wrongly.
TEST_F(Keys, ADamagedSecretKeyIsNotUsed) {
  auto key = make();
  auto text = *key.write(std::nullopt);
  auto begin = text.find('\n') + 1;
  for (std::size_t i = begin; i + 1 < text.size(); ++i) {
    auto changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    auto read = SecretKey::read(changed, std::nullopt);
    bool same = read && *read->write(std::nullopt) == text; // salt and limits mean nothing without a password
    EXPECT_TRUE(!read || same) << i - begin;
  }
}

/// A protected key file that asks for so many operations and so many bytes of memory.
std::string asking_for(std::uint64_t operations, std::uint64_t memory) {
  std::array<Byte, 158> bytes{'E', 'd', 'S', 'c', 'B', '2'};
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[38 + i] = static_cast<Byte>(operations >> 8 * i);
    bytes[46 + i] = static_cast<Byte>(memory >> 8 * i);
  }
  return "untrusted comment: x\n" + base64(bytes) + "\n";
}

/// The limits stand in the file before anything of it is known to be right.
TEST_F(Keys, AFileThatAsksForAbsurdWorkIsRefused) {
  constexpr unsigned long long operations = 33'554'432, memory = 1ull << 30; // what minisign asks for
  for (auto [o, m] : {std::pair(operations + 1, memory),
                      {operations, memory + 1},
                      {~0ull, memory},
                      {operations, ~0ull},
                      {0ull, memory},
                      {operations, 0ull}}) {
    auto read = SecretKey::read(asking_for(o, m), "pw1");
    ASSERT_FALSE(read) << o << " " << m;
    EXPECT_EQ(read.error().kind, ErrorKind::refused);
    EXPECT_THAT(read.error().text, HasSubstr("never does")) << o << " " << m;
  }
}

}
}
