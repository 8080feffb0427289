#include "assets/seal.h"

#include "assets/sha256.h"
#include "tests/support/office.h"

#include <gmock/gmock.h>

namespace sheaf::assets {
namespace {

using sheaf::testing::Office;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string words = "{\"sheaf\": 1}\n";

std::map<playlist::KeyId, playlist::Key> known(const std::vector<Office::Signer> &keys) {
  std::map<playlist::KeyId, playlist::Key> all;
  for (const auto &key : keys) all[key->id()] = key->public_key("");
  return all;
}

Result<std::set<playlist::KeyId>> signers(const std::string &document,
                                          const std::vector<Office::Signer> &keys) {
  auto apart = take_apart(document);
  if (!apart) return fail(apart.error());
  return verify(*apart, known(keys));
}

ErrorKind kind_of(const std::string &document) {
  auto apart = take_apart(document);
  EXPECT_FALSE(apart) << document;
  return apart ? ErrorKind::full : apart.error().kind;
}

/// The n-th line, from 0, replaced.
std::string with_line(const std::string &document, int n, const std::string &line) {
  std::size_t at = 0;
  for (int i = 0; i < n; ++i) at = document.find('\n', at) + 1;
  return document.substr(0, at) + line + document.substr(document.find('\n', at));
}

TEST(Seal, WhatIsPutTogetherIsTakenApart) {
  auto a = Office::make_key(), b = Office::make_key();
  auto document = Office::sign_bytes(words, {a, b});
  auto apart = take_apart(document);
  ASSERT_TRUE(apart) << apart.error().text;
  EXPECT_EQ(apart->bytes, words);
  ASSERT_EQ(apart->signatures.size(), 2u);
  EXPECT_EQ(apart->signatures[0].key, a->id());
  EXPECT_EQ(put_together(*apart), document);
}

TEST(Seal, WhoHasSignedCountsWhereItIsKnown) {
  auto a = Office::make_key(), b = Office::make_key(), stranger = Office::make_key();
  auto document = Office::sign_bytes(words, {a, stranger});
  EXPECT_THAT(*signers(document, {a, b}), ElementsAre(a->id()));
  EXPECT_THAT(*signers(document, {b}), IsEmpty());
  EXPECT_THAT(*signers(Office::sign_bytes(words, {a, a}), {a}), ElementsAre(a->id()));
}

TEST(Seal, AnotherKeyUnderAKnownIdIsRefused) {
  auto a = Office::make_key(), b = Office::make_key();
  auto apart = *take_apart(Office::sign_bytes(words, {a}));
  std::map<playlist::KeyId, playlist::Key> keys{{a->id(), b->public_key("")}};
  auto verified = verify(apart, keys);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().kind, ErrorKind::refused);
}

TEST(Seal, AWrongSignatureIsRefusedThoughAnotherIsRight) {
  auto a = Office::make_key(), b = Office::make_key();
  auto other = *take_apart(Office::sign_bytes("other", {b}));
  auto apart = *take_apart(Office::sign_bytes(words, {a}));
  apart.signatures.push_back(other.signatures[0]);
  auto verified = verify(apart, known({a, b}));
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().kind, ErrorKind::refused);
}

TEST(Seal, CommentsOfTwoSignaturesCannotBeSwapped) {
  auto a = Office::make_key();
  SignedDocument one{{a->sign(words, "one")}, words}, two{{a->sign(words, "two")}, words};
  auto swapped = with_line(put_together(one), 2, "trusted comment: two");
  EXPECT_TRUE(signers(put_together(one), {a}));
  EXPECT_FALSE(signers(swapped, {a}));
}

/// Every byte, flipped in several ways: refused, or (where nobody signs for it) the same bytes by the same
/// signer.
TEST(Seal, NoByteCanBeChanged) {
  auto a = Office::make_key();
  auto document = Office::sign_bytes(words, {a});
  auto first_line = document.find('\n');
  std::size_t prefix = std::string("untrusted comment: ").size();
  for (std::size_t i = 0; i < document.size(); ++i)
    for (int flip = 1; flip < 256; flip += flip < 128 ? flip : 127) { // each bit, and all of them
      auto changed = document;
      changed[i] = static_cast<char>(changed[i] ^ flip);
      auto found = signers(changed, {a});
      bool holds = found && !found->empty(), untrusted = i >= prefix && i < first_line;
      EXPECT_TRUE(!holds || untrusted) << "byte " << i << " ^ " << flip;
      EXPECT_TRUE(!holds || take_apart(changed)->bytes == words) << "byte " << i << " ^ " << flip;
    }
}

TEST(Seal, NoPartOfItHolds) {
  auto a = Office::make_key();
  auto document = Office::sign_bytes(words, {a});
  for (std::size_t size = 0; size < document.size(); ++size) {
    auto found = signers(document.substr(0, size), {a});
    EXPECT_FALSE(found && !found->empty()) << size;
  }
  EXPECT_FALSE(signers(document + "\n", {a}));
  EXPECT_FALSE(signers("\n" + document, {a}));
}

TEST(Seal, LinesAreExactlyMinisigns) {
  auto a = Office::make_key();
  auto document = Office::sign_bytes(words, {a});
  auto line = [&](int n) {
    std::size_t at = 0;
    for (int i = 0; i < n; ++i) at = document.find('\n', at) + 1;
    return document.substr(at, document.find('\n', at) - at);
  };
  EXPECT_EQ(kind_of(with_line(document, 0, "untrusted comment:x")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 0, "Untrusted comment: x")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 0, line(0) + "\r")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 0, line(0) + "\x1b[2J")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 0, line(0) + std::string(1024, 'x'))), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 1, line(1) + "\r")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 1, line(1) + " ")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 1, line(1) + "A")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 1, line(1).substr(0, 99))), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 2, "trusted comment:")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 2, line(2) + "\r")), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 2, line(2) + std::string(8192, 'x'))), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 3, line(3).substr(1))), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(with_line(document, 4, "something")), ErrorKind::corrupt);
}

TEST(Seal, BitsThatBase64LeavesOverAreZero) {
  auto a = Office::make_key();
  auto document = Office::sign_bytes(words, {a});
  auto last = document.find("=\n") - 1; // of the second line: 74 bytes leave two bits over
  for (char other : std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")) {
    auto changed = document;
    changed[last] = other;
    auto found = signers(changed, {a});
    EXPECT_EQ(found && !found->empty(), other == document[last]) << other;
  }
}

TEST(Seal, WhatIsNoDocumentIsCorrupt) {
  auto a = Office::make_key();
  for (const auto &text :
       {std::string(), std::string("\n"), std::string("\n{}"), words, std::string("\0\0", 2),
        std::string(5000, '\n'), a->sign(words, "x").block, a->sign(words, "x").block + "\n"})
    EXPECT_EQ(kind_of(text), ErrorKind::corrupt) << text;
}

TEST(Seal, NotMoreSignaturesThanSixteen) {
  auto a = Office::make_key();
  EXPECT_TRUE(take_apart(Office::sign_bytes(words, std::vector(16, a))));
  EXPECT_EQ(kind_of(Office::sign_bytes(words, std::vector(17, a))), ErrorKind::refused);
}

TEST(Seal, ACommentIsOneLineWhateverIsAskedFor) {
  auto a = Office::make_key();
  SignedDocument document{{a->sign(words, "one\ntwo\r\x1b three")}, words};
  auto text = put_together(document);
  EXPECT_NE(text.find("\ntrusted comment: one two   three\n"), std::string::npos) << text;
  EXPECT_THAT(*signers(text, {a}), ElementsAre(a->id()));
  SignedDocument long_one{{a->sign(words, std::string(20'000, 'x'))}, words};
  EXPECT_THAT(*signers(put_together(long_one), {a}), ElementsAre(a->id()));
}

TEST(Seal, OpenSealGivesWhatIsToBeDecidedOn) {
  Office office;
  auto open = open_seal(Office::sign_bytes(words, {office.publisher}), office.root);
  ASSERT_TRUE(open);
  EXPECT_EQ(open->bytes, words);
  EXPECT_EQ(open->digest, sha256(words));
  EXPECT_THAT(open->signers, ElementsAre(office.publisher->id()));
}

}
}
