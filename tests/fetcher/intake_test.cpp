#include "tests/support/fetch_rig.h"

#include "assets/sha256.h"

#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::testing;
using fetcher::Found;

namespace {

struct IntakeTest : ::testing::Test, QuietScreen {
  Publication first =
      (office.add_item("a", noise(5000, 1)), office.add_item("b", noise(3 << 20, 2)), office.sign());
  Mirror mirror{first, office.root_documents};

  std::string refusal(const std::string &channel = "hall") {
    auto found = look(mirror, channel);
    return found ? "" : found.error().text;
  }
};

}

TEST_F(IntakeTest, AnEditionIsAcceptedAndBecomesWhole) {
  ASSERT_TRUE(look(mirror));
  EXPECT_EQ(shelf->accepted("hall").serial, 1u);
  EXPECT_FALSE(shelf->current().channels[0].editions[0].complete);
  auto whole = bring({&mirror});
  ASSERT_TRUE(whole) << whole.error().text;
  EXPECT_TRUE(*whole);
  for (const auto &[digest, bytes] : first.blobs)
    EXPECT_EQ(read_file(assets::StoreFiles{config.store}.blob(digest)), bytes);
  auto again = look(mirror);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, Found::nothing_new);
}

TEST_F(IntakeTest, AHeadIsVerifiedBeforeAnythingElseIsAskedFor) {
  auto &head = mirror.files["hall/head"];
  head[head.find("\"serial\"") + 9] ^= 2; // serial 3: a good head, but for its seal
  EXPECT_NE(refusal(), "");
  EXPECT_EQ(shelf->accepted("hall").serial, 0u);
  for (const auto &[path, n] : mirror.asked) EXPECT_EQ(path.find("manifests"), std::string::npos);
}

TEST_F(IntakeTest, AManifestIsNotParsedBeforeItsDigestIsRight) {
  auto &manifest = mirror.files["manifests/" + first.head.manifest.hex() + ".json"];
  manifest =
      "[" + manifest.substr(1); // as long, and no JSON any more: the complaint must not be the parser's
  EXPECT_NE(refusal().find("not those that were signed"), std::string::npos);
}

TEST_F(IntakeTest, AnUnmetNeedRefusesByName) {
  office.manifest.needs = {"holograms"};
  mirror.put(office.sign());
  EXPECT_NE(refusal().find("holograms"), std::string::npos);
  EXPECT_EQ(shelf->accepted("hall").serial, 0u);
}

TEST_F(IntakeTest, TwoHeadsUnderOneNumberAreAnAlarmUntilANewerComes) {
  ASSERT_TRUE(look(mirror));
  office.head.serial = 1;
  office.head.poll_s = 77;
  mirror.put(office.sign());
  EXPECT_NE(refusal(), "");
  EXPECT_NE(intake->alarm("hall"), "");
  EXPECT_EQ(shelf->accepted("hall").head, first.digest);
  mirror.put(office.sign());
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(intake->alarm("hall"), "");
}

TEST_F(IntakeTest, NewerRootsAreTakenOneAfterAnotherWhenTheSealDoesNotHold) {
  ASSERT_TRUE(look(mirror));
  auto fresh = Office::make_key();
  office.know(fresh);
  office.root.roles[0].keys = {fresh->id()};
  office.sign_next_root();
  office.root.epoch = 2;
  office.sign_next_root();
  office.signers = {fresh};
  office.head.epoch = 2;
  office.head.serial = 1;
  mirror.put(office.sign(), office.root_documents);
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(shelf->root().root.version, 3u);
  EXPECT_EQ(shelf->accepted("hall").epoch, 2u);
}

TEST_F(IntakeTest, RootsAreLookedForOnceADayAndNotWithEachPoll) {
  ASSERT_TRUE(look(mirror));
  auto asked = mirror.asked["root/2"];
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(look(mirror));
  EXPECT_EQ(mirror.asked["root/2"], asked);
  hours.now.steady += std::chrono::hours(25);
  ASSERT_TRUE(look(mirror));
  EXPECT_EQ(mirror.asked["root/2"], asked + 1);
}

TEST_F(IntakeTest, ARoleWithLimitsMayNotPublishMore) {
  office.root.roles[0].most_items = 1;
  mirror.put(first, (office.sign_next_root(), office.root_documents));
  EXPECT_NE(refusal().find("more items"), std::string::npos);
  office.root.roles[0].most_items.reset();
  office.root.roles[0].most_bytes = 1000;
  mirror.put(first, (office.sign_next_root(), office.root_documents));
  hours.now.steady += std::chrono::hours(25);
  EXPECT_NE(refusal().find("more bytes"), std::string::npos);
}

TEST_F(IntakeTest, AWithdrawalHoldsBeforeAnyBlobIsThere) {
  ASSERT_TRUE(look(mirror));
  ASSERT_TRUE(bring({&mirror}));
  office.add_item("c", noise(4000, 9));
  office.manifest.withdrawn.push_back({first.manifest.items[0].blobs.at("und"), "wrong", instant()});
  auto second = office.sign();
  mirror.put(second);
  std::erase_if(mirror.files, [](const auto &f) { return f.first.starts_with("blobs/"); });
  ASSERT_TRUE(look(mirror));
  EXPECT_EQ(shelf->current().channels[0].editions[0].head, second.digest);
  EXPECT_FALSE(bring({&mirror}));
}

TEST_F(IntakeTest, ABlobThatOneSourceLacksOrBendsComesFromAnother) {
  ASSERT_TRUE(look(mirror));
  Mirror empty, bent = mirror;
  for (auto &[path, bytes] : bent.files)
    if (path.starts_with("blobs/")) bytes[bytes.size() / 2] ^= 1;
  auto whole = bring({&empty, &bent, &mirror});
  ASSERT_TRUE(whole) << whole.error().text;
  EXPECT_TRUE(*whole);
}

TEST_F(IntakeTest, WhatNobodyHasRightIsGivenUpInTheEnd) {
  ASSERT_TRUE(look(mirror));
  for (auto &[path, bytes] : mirror.files)
    if (path.starts_with("blobs/")) bytes[bytes.size() / 2] ^= 1;
  auto whole = bring({&mirror});
  ASSERT_FALSE(whole);
  EXPECT_EQ(whole.error().kind, ErrorKind::corrupt);
  auto asked = 0;
  for (const auto &[path, n] : mirror.asked) asked += n;
  EXPECT_LT(asked, 60);
}

TEST_F(IntakeTest, ARottenChunkAloneIsFetchedAgain) {
  ASSERT_TRUE(look(mirror));
  ASSERT_TRUE(bring({&mirror}));
  auto big = first.manifest.items[1].blobs.at("und");
  auto path = assets::StoreFiles{config.store}.blob(big);
  auto bytes = read_file(path);
  bytes[(1 << 20) + 5] ^= 1;
  write_file(path, bytes);
  ASSERT_TRUE(shelf->report_bad({big, 1}));
  std::uint64_t fetched = 0;
  fetcher::Delivery delivery(hours, *shelf, *allowance, {&mirror}, chance);
  auto whole = run(delivery.bring("hall", 0));
  fetched = delivery.take_count();
  ASSERT_TRUE(whole) << whole.error().text;
  EXPECT_TRUE(*whole);
  EXPECT_LE(fetched, 1u << 20);
  EXPECT_EQ(assets::sha256(read_file(path)), big);
}
