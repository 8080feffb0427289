#include "assets/trust.h"

#include "assets/sha256.h"
#include "tests/support/office.h"

#include <gmock/gmock.h>

namespace sheaf::assets {
namespace {

using sheaf::testing::Office;
using ::testing::HasSubstr;

TEST(Trust, AFingerprintIsReadAsPeopleWriteIt) {
  auto digest = sha256("abc");
  auto text = fingerprint(digest);
  EXPECT_EQ(text, "ba78 16bf 8f01 cfea 4141 40de 5dae 2223 b003 61a3 9617 7a9c b410 ff61 f200 15ad");
  EXPECT_EQ(*parse_fingerprint(text), digest);
  EXPECT_EQ(*parse_fingerprint(digest.hex()), digest);
  EXPECT_EQ(
      *parse_fingerprint("BA78-16BF-8F01-CFEA-4141-40DE-5DAE-2223:b003:61a3:9617:7a9c:b410:ff61:f200:15AD"),
      digest);
  for (auto wrong :
       {"", "ba78", "ba78 16bf 8f01 cfea 4141 40de 5dae 2223 b003 61a3 9617 7a9c b410 ff61 f200 15a",
        "ba78 16bf 8f01 cfea 4141 40de 5dae 2223 b003 61a3 9617 7a9c b410 ff61 f200 15ad 0",
        "ga78 16bf 8f01 cfea 4141 40de 5dae 2223 b003 61a3 9617 7a9c b410 ff61 f200 15ad"})
    EXPECT_EQ(parse_fingerprint(wrong).error().kind, ErrorKind::unsupported) << wrong;
}

TEST(Trust, AFirstRootIsSignedByItsOwn) {
  Office office;
  auto first = first_root(office.root_documents[0]);
  ASSERT_TRUE(first) << first.error().text;
  EXPECT_EQ(first->root, office.root);
  EXPECT_EQ(first->digest, sha256(playlist::write_root(office.root)));
  EXPECT_EQ(first->document, office.root_documents[0]);
  auto by_a_publisher = Office::sign_bytes(playlist::write_root(office.root), {office.publisher});
  EXPECT_EQ(first_root(by_a_publisher).error().kind, ErrorKind::refused);
  EXPECT_FALSE(first_root("").has_value());
  EXPECT_FALSE(first_root(office.root_documents[0] + std::string(70'000, ' ')).has_value());
}

TEST(Trust, AThresholdOfTheFirstRootHolds) {
  Office office;
  auto second = Office::make_key();
  office.know(second);
  office.root.root_keys.insert(second->id());
  office.root.root_threshold = 2;
  auto bytes = playlist::write_root(office.root);
  EXPECT_EQ(first_root(Office::sign_bytes(bytes, {second})).error().kind, ErrorKind::refused);
  EXPECT_EQ(first_root(Office::sign_bytes(bytes, {second, second})).error().kind, ErrorKind::refused);
  EXPECT_TRUE(first_root(Office::sign_bytes(bytes, {second, office.root_key})));
}

/// Root 2: another root key than in root 1.
struct Rotation {
  Office office;
  TrustedRoot first = office.installed();
  Office::Signer fresh = Office::make_key();
  Rotation() {
    office.root.keys.erase(office.root_key->id());
    office.root.root_keys = {fresh->id()};
    office.know(fresh, "fresh");
  }
};

TEST(Trust, ARotationIsSignedByTheOldAndTheNew) {
  Rotation r;
  auto document = r.office.sign_next_root({r.office.root_key, r.fresh});
  auto second = next_root(r.first, document);
  ASSERT_TRUE(second) << second.error().text;
  EXPECT_EQ(second->root.version, 2u);
  EXPECT_TRUE(second->root.root_keys.contains(r.fresh->id()));
}

TEST(Trust, ARotationWithoutTheOldOrTheNewIsRefused) {
  Rotation r;
  auto old_missing = r.office.sign_next_root({r.fresh});
  auto refused = next_root(r.first, old_missing);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::refused);
  EXPECT_THAT(refused.error().text, HasSubstr("old root keys"));
  auto bytes = playlist::write_root(r.office.root);
  EXPECT_EQ(next_root(r.first, Office::sign_bytes(bytes, {r.office.root_key})).error().kind,
            ErrorKind::refused);
  EXPECT_TRUE(next_root(r.first, Office::sign_bytes(bytes, {r.office.root_key, r.fresh})));
}

TEST(Trust, NothingOfARootIsParsedBeforeItsSignersAreKnown) {
  Office office;
  auto rubbish = Office::sign_bytes("[[[[[", {Office::make_key()});
  EXPECT_EQ(next_root(office.installed(), rubbish).error().kind, ErrorKind::refused);
  auto signed_rubbish = Office::sign_bytes("[[[[[", {office.root_key});
  EXPECT_EQ(next_root(office.installed(), signed_rubbish).error().kind, ErrorKind::corrupt);
}

TEST(Trust, RootsFollowOneAnotherWithoutAGap) {
  Office office;
  auto first = office.installed();
  auto second_document = office.sign_next_root(), third_document = office.sign_next_root();
  EXPECT_FALSE(next_root(first, third_document));
  EXPECT_FALSE(next_root(first, office.root_documents[0]));
  auto second = next_root(first, second_document);
  ASSERT_TRUE(second);
  EXPECT_FALSE(next_root(*second, second_document));
  EXPECT_TRUE(next_root(*second, third_document));
}

TEST(Trust, AnEpochDoesNotFall) {
  Office office;
  office.root.epoch = 3;
  auto second = next_root(office.installed(), office.sign_next_root());
  ASSERT_TRUE(second);
  office.root.epoch = 2;
  EXPECT_EQ(next_root(*second, office.sign_next_root()).error().kind, ErrorKind::refused);
}

TEST(Trust, ARevokedKeySignsNoMore) {
  Office office;
  auto fresh = Office::make_key();
  office.root.keys.erase(office.publisher->id());
  office.root.roles[0].keys = {fresh->id()};
  office.know(fresh);
  auto second = next_root(office.installed(), office.sign_next_root());
  ASSERT_TRUE(second);
  auto head = office.sign_head(office.head);
  auto before = open_seal(head, office.installed().root), after = open_seal(head, second->root);
  ASSERT_TRUE(before && after);
  EXPECT_NE(role_for(office.installed().root, "hall", before->signers), nullptr);
  EXPECT_EQ(role_for(second->root, "hall", after->signers), nullptr);
}

/// Another key under the id of an old one: a signature by it must not count as the old one's.
TEST(Trust, AnIdIsNotTakenOver) {
  Office office;
  auto thief = Office::make_key();
  auto &stolen = office.root.keys[office.root_key->id()];
  stolen.public_key = thief->public_key("").public_key; // parse_root would refuse it; so must the signatures
  auto document = office.sign_next_root({thief});
  EXPECT_FALSE(next_root(office.installed(), document));
}

}
}
