// What happens when the list changes while it is played, and when it is played once.
#include "tests/support/simulated_stage.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::player;
using namespace sheaf::testing;
using ::testing::ElementsAre;

namespace {

struct TrackList : ::testing::Test {
  SimulatedStage stage{{.still = 10s}};
  void SetUp() override {
    for (auto *name : {"a", "b", "c", "d", "e"}) stage.world[name] = still();
  }
};

struct TrackOnce : ::testing::Test {
  SimulatedStage stage{{.once = true, .still = 5s}};
  void SetUp() override {
    for (auto *name : {"a", "b", "c"}) stage.world[name] = still();
  }
};

}

TEST_F(TrackList, AnAddedItemComesInItsPlace) {
  stage.play({"a", "c"});
  stage.run(3s);
  stage.play({"a", "b", "c"});
  stage.run(25s);
  EXPECT_THAT(stage.order(), ElementsAre("a", "b", "c"));
}

TEST_F(TrackList, AnItemAddedAfterTheNextWasOpenedStillComesFirst) {
  stage.play({"a", "c"});
  stage.run(8s);
  ASSERT_EQ(stage.times_opened("c"), 1u);
  stage.play({"a", "b", "c"});
  stage.run(22s);
  EXPECT_THAT(stage.order(), ElementsAre("a", "b", "c"));
}

TEST_F(TrackList, ARemovedNextIsNotShown) {
  stage.play({"a", "b", "c"});
  stage.run(8s);
  stage.play({"a", "c"});
  stage.run(22s);
  EXPECT_THAT(stage.order(), ElementsAre("a", "c", "a"));
}

TEST_F(TrackList, ARemovedCurrentStaysToItsEnd) {
  stage.play({"a", "b", "c"});
  stage.run(12s);
  stage.play({"a", "c"});
  auto next = stage.run_until_seen("c");
  EXPECT_EQ(next - stage.starts()[1].at, 10s);
  stage.run(1s);
  EXPECT_EQ(stage.lines.back().path, "b");
  EXPECT_EQ(stage.lines.back().ended, Ended::ok);
}

TEST_F(TrackList, ARenamedCurrentComesAgainUnderItsNewName) {
  stage.play({"a", "b", "c"});
  stage.run(12s);
  stage.play({"a", "c", "e"}); // b is called e now
  stage.run(35s);
  EXPECT_THAT(stage.order(), ElementsAre("a", "b", "c", "e", "a"));
}

TEST_F(TrackList, TheLastOneReplacedByAnother) {
  stage.play({"a", "b"});
  stage.run(12s);
  stage.play({"a", "c"});
  stage.run(10s);
  EXPECT_THAT(stage.order(), ElementsAre("a", "b", "c"));
}

TEST_F(TrackList, EmptiedAndFilledAgain) {
  stage.play({"a", "b"});
  stage.run(3s);
  stage.play({});
  stage.run(12s);
  EXPECT_EQ(stage.on_glass(), stage.card);
  EXPECT_EQ(stage.lines.size(), 1u);
  stage.run(100s);
  stage.play({"c"});
  stage.run(1s);
  EXPECT_EQ(stage.on_glass(), "c");
}

TEST_F(TrackList, EmptyFromTheBeginning) {
  stage.play({});
  stage.run(1100ms);
  EXPECT_EQ(stage.on_glass(), stage.card);
  EXPECT_TRUE(stage.lines.empty());
}

// The list is cut down to nothing, or to something else, in the moment before a change of items: what is on
// its way is shown.
TEST_F(TrackList, AnyChangeWhileTheCutIsOnItsWay) {
  for (auto &list : {std::vector<std::string>{}, {"a"}, {"b"}, {"c"}, {"e", "d"}, {"d", "c", "b", "a"}}) {
    SimulatedStage other({.still = 10s});
    other.world = stage.world;
    other.play({"a", "b", "c", "d"});
    other.run_until_seen("b");
    other.run_until([&] { return other.pending(); });
    other.play(list);
    other.run(100ms);
    EXPECT_EQ(other.on_glass(), "c");
    other.run(60s);
    for (auto &line : other.lines) EXPECT_EQ(line.ended, Ended::ok);
    EXPECT_EQ(other.on_glass() == other.card, list.empty());
  }
}

TEST_F(TrackList, ALateItemOnItsWayIsNotGivenUp) {
  for (auto ready = 1700ms; ready < 1900ms; ready += 1ms) {
    SimulatedStage other({.still = 1s});
    other.world = stage.world;
    other.world["b"].opens_after = ready + 1s;
    other.delay = [](auto &) { return 100ms; }; // more than is left of the patience with it
    other.play({"a", "b"});
    other.run(10s);
    ASSERT_FALSE(other.seen.empty());
  }
}

TEST_F(TrackList, AShorterListDoesNotBlameTheWrongItem) {
  stage.world["d"] = film(60s);
  stage.world["d"].fails = Error{ErrorKind::corrupt, "it is damaged"};
  stage.world["d"].fails_after = 100;
  stage.play({"a", "b", "c", "d"});
  stage.run_until_seen("d");
  stage.play({"a"});
  stage.run(60s);
  EXPECT_EQ(stage.lines_of("d").size(), 1u);
  EXPECT_EQ(stage.on_glass(), "a");
}

TEST_F(TrackList, AChangeNeedsNoTurnOfItsOwnToBeSeen) {
  stage.play({});
  stage.run(5s);
  stage.play({"a"});
  stage.run(50ms);
  EXPECT_EQ(stage.on_glass(), "a");
}

TEST_F(TrackOnce, EachItemOnceAndThenTheEnd) {
  stage.play({"a", "b", "c"});
  auto begin = stage.run_until_seen("a");
  stage.run(60s);
  EXPECT_TRUE(stage.ended);
  EXPECT_EQ(stage.now - begin, 15s);
  EXPECT_THAT(stage.order(), ElementsAre("a", "b", "c"));
  stage.track.stop(stage.now);
  EXPECT_EQ(stage.lines.size(), 3u);
  EXPECT_TRUE(stage.track.has_shown());
}

TEST_F(TrackOnce, FailuresArePassedOver) {
  stage.world["a"] = stage.world["c"] = broken();
  stage.play({"a", "b", "c"});
  stage.run(60s);
  EXPECT_TRUE(stage.ended);
  stage.track.stop(stage.now);
  EXPECT_EQ(stage.lines.size(), 3u);
  EXPECT_THAT(stage.order(), ElementsAre("b"));
}

TEST_F(TrackOnce, NothingButFailuresEndsAndHasShownNothing) {
  for (auto *name : {"a", "b", "c"}) stage.world[name] = broken();
  stage.world["b"] = film(5s);
  stage.world["b"].hangs_after = 0;
  stage.play({"a", "b", "c"});
  stage.run(60s);
  EXPECT_TRUE(stage.ended);
  EXPECT_FALSE(stage.track.has_shown());
  EXPECT_TRUE(stage.seen.empty());
  EXPECT_EQ(stage.lines.size(), 3u);
}

TEST_F(TrackOnce, TheLastFailsInTheMiddle) {
  stage.world["b"] = film(60s);
  stage.world["b"].hangs_after = 50;
  stage.play({"a", "b"});
  stage.run(60s);
  EXPECT_TRUE(stage.ended);
  stage.track.stop(stage.now);
  EXPECT_EQ(stage.lines.size(), 2u);
  EXPECT_EQ(stage.lines[1].ended, Ended::error);
}

TEST_F(TrackOnce, ALoneStillHasItsTimeOnce) {
  stage.play({"a"});
  auto begin = stage.run_until_seen("a");
  stage.run(60s);
  EXPECT_TRUE(stage.ended);
  EXPECT_EQ(stage.now - begin, 5s);
}

TEST_F(TrackOnce, AnEmptyListEnds) {
  stage.play({});
  stage.run(60s);
  EXPECT_TRUE(stage.ended);
}

TEST_F(TrackOnce, ARemovedLastDoesNotBeginAgain) {
  stage.play({"a", "b", "c"});
  stage.run_until_seen("c");
  stage.play({"a", "b"});
  stage.run(60s);
  EXPECT_TRUE(stage.ended);
  EXPECT_THAT(stage.order(), ElementsAre("a", "b", "c"));
}

TEST_F(TrackOnce, AnItemAddedAtTheEndIsShown) {
  stage.play({"a", "b"});
  stage.run_until_seen("b");
  stage.play({"a", "b", "c"});
  stage.run(60s);
  EXPECT_THAT(stage.order(), ElementsAre("a", "b", "c"));
}

// --- what an edition says of items

namespace {

struct TrackEdition : TrackList {
  static std::shared_ptr<const Item> item(std::uint64_t serial, ItemWish wish = {}) {
    auto it = std::make_shared<Item>();
    it->serial = serial;
    it->wish = wish;
    return it;
  }
  static std::shared_ptr<const Item> fitting(std::uint64_t serial, Fit fit) {
    ItemWish wish;
    wish.fit = fit;
    return item(serial, wish);
  }
  static std::shared_ptr<const Item> staying(std::uint64_t serial, Duration still) {
    ItemWish wish;
    wish.still = still;
    return item(serial, wish);
  }
  void list_as(std::shared_ptr<const Item> is) {
    stage.items["a"] = item(1);
    stage.items["b"] = std::move(is);
    stage.play({"a", "b"});
  }
};

}

TEST_F(TrackEdition, WhatIsOpenAlreadyIsShownAsTheNewEditionHasIt) {
  list_as(item(1));
  stage.run(8s);
  ASSERT_EQ(stage.times_opened("b"), 1u);
  list_as(staying(2, 3s));
  auto start = stage.run_until_seen("b");
  EXPECT_EQ(stage.track.on_air()->item->serial, 2u);
  EXPECT_EQ(stage.run_until_seen("a") - start, 3s);
  EXPECT_EQ(stage.times_opened("b"), 1u) << "the same picture need not be decoded again";
}

TEST_F(TrackEdition, ToldInTheLastInstantItIsStillTheNewEdition) {
  list_as(item(1));
  stage.run(9950ms);
  list_as(item(2));
  stage.run_until_seen("b");
  EXPECT_EQ(stage.track.on_air()->item->serial, 2u);
}

TEST_F(TrackEdition, AnotherFitIsAnotherPicture) {
  list_as(item(1));
  stage.run(7s);
  ASSERT_EQ(stage.times_opened("b"), 1u);
  list_as(fitting(2, Fit::cover));
  auto start = stage.run_until_seen("b");
  EXPECT_EQ(start - stage.starts()[0].at, 10s);
  EXPECT_EQ(stage.times_opened("b"), 2u);
}

TEST_F(TrackEdition, ButNotWhereItWouldComeTooLate) {
  list_as(item(1));
  stage.run(9s);
  list_as(fitting(2, Fit::cover));
  auto start = stage.run_until_seen("b");
  EXPECT_EQ(start - stage.starts()[0].at, 10s);
  EXPECT_EQ(stage.times_opened("b"), 1u);
}
