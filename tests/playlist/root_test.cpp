#include "playlist/root.h"

#include "tests/playlist/documents.h"

#include <gmock/gmock.h>

namespace sheaf::playlist {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::string whole = write_root(a_root());
KeyId id(unsigned n) { return made_up_key(n).first; }

std::string error(const std::string &text) {
  auto root = parse_root(text);
  return root ? "none" : root.error().text;
}

TEST(Roots, WhatIsWrittenIsRead) {
  EXPECT_EQ(parse_root(whole).value(), a_root());
  EXPECT_EQ(write_root(a_root()), whole);
}

TEST(Roots, AKeysIdIsTheOneThatMinisignPrints) {
  // From `minisign -G`, whose comment says: minisign public key 2DB7F92C61D20120.
  auto text = with(without(whole, "/keys/" + id(5)), "/keys/2DB7F92C61D20120",
                   {{"public_key", "RWQgAdJhLPm3Lf8d9MPAWRzfjIer92hTAoQ9AvMeLEwn6g00C9ZTz10i"}});
  text = with(text, "/roles/1/keys/0", "2DB7F92C61D20120");
  EXPECT_EQ(error(text), "none");
}

TEST(Roots, EveryFieldThatMustBeThereIsMissed) {
  for (const char *field :
       {"sheaf", "kind", "version", "epoch", "issued", "keys", "root", "roles", "root/keys", "root/threshold",
        "roles/0/kind", "roles/0/keys", "roles/0/threshold", "roles/0/channels"})
    EXPECT_THAT(error(without(whole, std::string("/") + field)), HasSubstr("is missing")) << field;
  EXPECT_THAT(error(without(whole, "/keys/" + id(1) + "/public_key")), HasSubstr("is missing"));
}

struct Case {
  std::string pointer; // without its first slash
  json value;
  std::string path;
};
void PrintTo(const Case &c, std::ostream *out) { *out << c.pointer << " = " << c.value.dump().substr(0, 80); }
class RootOut : public testing::TestWithParam<Case> {};
TEST_P(RootOut, IsRefusedWithItsPath) {
  EXPECT_THAT(error(with(whole, "/" + GetParam().pointer, GetParam().value)),
              HasSubstr("root: " + GetParam().path));
}
INSTANTIATE_TEST_SUITE_P(
    Bounds, RootOut,
    testing::Values(
        Case{"kind", "head", "\"kind\""}, Case{"version", 0, "version"}, Case{"version", 1.5, "version"},
        Case{"epoch", 0, "epoch"}, Case{"epoch", UINT64_MAX, "epoch"}, Case{"issued", 0, "issued"},
        Case{"keys", json::array(), "keys"}, Case{"keys/abc", 1, "keys.abc"},
        Case{"keys/" + id(1) + "/public_key", made_up_key(2).second.public_key, "keys." + id(1)},
        Case{"keys/" + id(1) + "/public_key", std::string(56, 'A'), "keys." + id(1)},
        Case{"keys/" + id(1) + "/public_key", std::string(56, '='), "keys." + id(1)},
        Case{"keys/" + id(1) + "/public_key", "", "keys." + id(1)},
        Case{"keys/" + id(1) + "/name", std::string(201, 'x'), "keys." + id(1) + ".name"},
        Case{"root/keys", json::array(), "root.keys"}, Case{"root/keys/0", "x", "root.keys[0]"},
        Case{"root/keys/0", id(2), "root.keys"}, Case{"root/keys/0", id(99), "the key " + id(99)},
        Case{"root/keys", std::vector<std::string>(17, id(1)), "root.keys"},
        Case{"root/threshold", 0, "root.threshold"},
        Case{"root/threshold", 4, "root: \"threshold\" is 4, of 3"}, Case{"roles", json::object(), "roles"},
        Case{"roles/0/kind", "owner", "roles[0].kind"}, Case{"roles/0/keys/0", id(98), "the key " + id(98)},
        Case{"roles/0/threshold", 3, "roles[0]"},
        Case{"roles/0/channels", json::array(), "roles[0].channels"},
        Case{"roles/0/channels/0", "Hue", "roles[0]"}, Case{"roles/0/channels/0", "a*b", "roles[0]"},
        Case{"roles/0/channels/0", "a**", "roles[0]"}, Case{"roles/1/channels/0", "*", "roles[1]"},
        Case{"roles/1/channels/0", "hall-*", "roles[1]"},
        Case{"roles/0/most_items", 0, "roles[0].most_items"},
        Case{"roles/0/most_bytes", -5, "roles[0].most_bytes"}));

TEST(Roots, OneKeyUnderTwoIdsIsRefused) {
  // The same 32 bytes with another number in front: it would count for two signers.
  auto line = made_up_key(1).second.public_key;
  auto other =
      made_up_key(2).second.public_key.substr(0, 13); // "Ed" and seven bytes and a half of the number
  std::string mixed = other + line.substr(13);
  auto root = a_root();
  root.keys.clear();
  root.roles.clear();
  root.keys[id(1)] = {line, ""};
  root.keys["01" + id(2).substr(2)] = {mixed, ""};
  root.root_keys = {id(1)};
  root.root_threshold = 1;
  EXPECT_THAT(error(write_root(root)), HasSubstr("another id too"));
}

TEST(Roles, TheRightKeysMaySignTheRightChannels) {
  auto root = a_root();
  auto name = [&](std::string_view channel, const std::set<KeyId> &signers) {
    const auto *role = role_for(root, channel, signers);
    return role ? role->name : std::string();
  };
  EXPECT_EQ(name("hue", {id(2)}), "office");
  EXPECT_EQ(name("hue", {id(4), id(1)}), "office");
  EXPECT_EQ(name("hue", {id(1)}), "") << "a root key is no publisher's";
  EXPECT_EQ(name("hue", {id(5)}), "");
  EXPECT_EQ(name("hue", {}), "");
  EXPECT_EQ(name("da-nang-north", {id(2)}), "office");
  EXPECT_EQ(name("da-nang-", {id(2)}), "office");
  EXPECT_EQ(name("da-nang", {id(2)}), "");
  EXPECT_EQ(name("hue-2", {id(2)}), "");
  EXPECT_EQ(name("hall-1", {id(5)}), "hall");
  EXPECT_EQ(name("hall-1", {id(2)}), "");
  root.roles[0].channels = {"*"};
  EXPECT_EQ(name("hall-1", {id(2)}), "office");
  EXPECT_EQ(name("hall-1", {id(2), id(5)}), "office") << "the wider word";
  root.roles[0].threshold = 2;
  EXPECT_EQ(name("hue", {id(2)}), "");
  EXPECT_EQ(name("hue", {id(2), id(1), id(3)}), "");
  EXPECT_EQ(name("hue", {id(2), id(4)}), "office");
}

class Following : public testing::Test {
protected:
  Following() { next_.version = now_.version + 1; }
  std::string follow(const std::set<KeyId> &signers) {
    auto may = may_follow(now_, next_, signers);
    return may ? "yes" : may.error().text;
  }
  Root now_ = a_root(), next_ = a_root();
};

TEST_F(Following, EnoughOfOldAndNewSign) {
  EXPECT_EQ(follow({id(1), id(2)}), "yes");
  EXPECT_EQ(follow({id(1), id(2), id(3), id(4)}), "yes");
  EXPECT_THAT(follow({id(1)}), HasSubstr("1 of the 2 old"));
  EXPECT_THAT(follow({id(4), id(5)}), HasSubstr("0 of the 2 old"));
}

TEST_F(Following, AKeyIsRotated) {
  next_.root_keys = {id(2), id(3), id(4)}; // 1 goes, 4 comes
  EXPECT_EQ(follow({id(2), id(3)}), "yes");
  EXPECT_EQ(follow({id(1), id(2), id(4)}), "yes");
  EXPECT_THAT(follow({id(1), id(2)}), HasSubstr("1 of the 2 new"));
  EXPECT_THAT(follow({id(2), id(4)}), HasSubstr("1 of the 2 old"));
}

TEST_F(Following, AllKeysAreReplacedWhereBothSign) {
  next_.root_keys = {id(4), id(5)};
  EXPECT_EQ(follow({id(1), id(2), id(4), id(5)}), "yes");
  EXPECT_THAT(follow({id(4), id(5)}), HasSubstr("old"));
  EXPECT_THAT(follow({id(1), id(2), id(3), id(4)}), HasSubstr("new"));
}

TEST_F(Following, ARevokedKeyIsGoneFromThenOn) {
  next_.roles[0].keys = {id(4)};
  next_.keys.erase(id(2));
  next_.root_keys = {id(1), id(3)};
  EXPECT_EQ(follow({id(1), id(3)}), "yes");
  EXPECT_EQ(role_for(next_, "hue", {id(2)}), nullptr);
}

TEST_F(Following, AHigherThresholdBindsAtOnce) {
  next_.root_threshold = 3;
  EXPECT_THAT(follow({id(1), id(2)}), HasSubstr("2 of the 3 new"));
  EXPECT_EQ(follow({id(1), id(2), id(3)}), "yes");
  now_.root_threshold = 3;
  next_.root_threshold = 1;
  EXPECT_THAT(follow({id(1), id(2)}), HasSubstr("2 of the 3 old"));
}

TEST_F(Following, VersionsHaveNoGaps) {
  for (std::uint64_t version : {1, 2, 3, 5, 400}) {
    next_.version = version;
    EXPECT_THAT(follow({id(1), id(2), id(3)}), HasSubstr("version")) << version;
  }
}

TEST_F(Following, AnEpochMayRiseAndNeverFalls) {
  next_.epoch = 9;
  EXPECT_EQ(follow({id(1), id(2)}), "yes");
  next_.epoch = 1;
  EXPECT_THAT(follow({id(1), id(2)}), HasSubstr("epoch"));
}

TEST_F(Following, ANumberCannotBecomeAnotherKey) {
  next_.keys[id(2)].public_key = made_up_key(7).second.public_key;
  EXPECT_THAT(follow({id(1), id(2)}), HasSubstr("another one"));
}

}
}
