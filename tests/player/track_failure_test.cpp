#include "tests/support/simulated_stage.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::player;
using namespace sheaf::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

const Error damaged{ErrorKind::corrupt, "it is damaged"};

Script with_failure(Script script, std::int64_t after) {
  script.fails = damaged;
  script.fails_after = after;
  return script;
}
Script with_hang(Script script, std::int64_t after) {
  script.hangs_after = after;
  return script;
}

struct Case {
  const char *what;
  Script script;
  Duration moved_on_within; // of the moment at which its next picture was due
};

}

// Between two films stands one that goes wrong. Whatever it is, the screen goes on within two seconds, and
// what was seen last stays until then.
TEST(TrackFailure, TheScreenGoesOnWithinTwoSeconds) {
  for (auto &[what, script, within] :
       {Case{"cannot be opened", broken(), 1ms}, Case{"fails at once", with_failure(film(5s), 0), 1ms},
        Case{"fails in the middle", with_failure(film(5s), 50), 2s},
        Case{"fails after one picture", with_failure(film(5s), 1), 200ms},
        Case{"hangs while it is opened", with_hang(film(5s), 0), 2s},
        Case{"hangs in the middle", with_hang(film(5s), 50), 2s},
        Case{"hangs after one picture", with_hang(film(5s), 1), 2s}}) {
    SCOPED_TRACE(what);
    SimulatedStage stage({});
    stage.world["a"] = stage.world["c"] = film(6s);
    stage.world["b"] = script;
    stage.play({"a", "b", "c"});
    auto due = stage.run_until_seen("a") + 6s;
    auto shown = script.refused            ? 0
                 : script.fails            ? script.fails_after
                 : script.hangs_after >= 0 ? script.hangs_after
                                           : 0;
    auto next = stage.run_until_seen("c");
    EXPECT_LE(next - (due + script.interval * shown), within);
    auto lines = stage.lines_of("b");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].ended, Ended::error);
    EXPECT_EQ(lines[0].presented, shown);
    EXPECT_FALSE(lines[0].why.empty());
    for (auto &sight : stage.seen) ASSERT_NE(sight.path, stage.card);
  }
}

TEST(TrackFailure, AHungItemIsLeftForOneThatIsReady) {
  SimulatedStage stage({});
  stage.world["a"] = stage.world["c"] = film(6s);
  stage.world["b"] = with_hang(film(5s), 0);
  stage.play({"a", "b", "c"});
  auto due = stage.run_until_seen("a") + 6s;
  auto next = stage.run_until_seen("c");
  EXPECT_LE(next - due, Track::patience + 100ms);
}

TEST(TrackFailure, TwoHungItemsInARow) {
  SimulatedStage stage({});
  stage.world["a"] = stage.world["d"] = film(6s);
  stage.world["b"] = stage.world["c"] = with_hang(film(5s), 0);
  stage.play({"a", "b", "c", "d"});
  auto due = stage.run_until_seen("a") + 6s;
  auto next = stage.run_until_seen("d");
  EXPECT_LE(next - due, 2500ms);
  EXPECT_EQ(stage.lines.size(), 3u);
  EXPECT_THAT(stage.lines_of("c")[0].why, HasSubstr("not ready in time"));
}

TEST(TrackFailure, ADecoderThatHangsIsEnded) {
  SimulatedStage stage({});
  stage.world["a"] = with_hang(film(60s), 50);
  stage.play({"a"});
  auto begin = stage.run_until_seen("a");
  stage.run(3700ms);
  for (auto *r : *stage.renderings) EXPECT_TRUE(!r->begun || *r->begun > begin) << "it runs on";
}

TEST(TrackFailure, PicturesThatCameBeforeAFailureAreSeen) {
  SimulatedStage stage({});
  stage.world["a"] = with_failure(film(5s), 50);
  stage.world["b"] = still();
  stage.play({"a", "b"});
  stage.run_until([&] { return !stage.lines.empty(); });
  EXPECT_EQ(stage.lines[0].presented, 50);
}

TEST(TrackFailure, AStillWhoseDecoderDiesStays) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = still();
  stage.world["a"].count = 2; // the second never comes: it dies instead of saying that this was all
  stage.world["a"].fails = damaged;
  stage.world["a"].fails_after = 1;
  stage.world["b"] = still();
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  auto next = stage.run_until_seen("b");
  EXPECT_EQ(next - begin, 5s);
  EXPECT_EQ(stage.lines[0].ended, Ended::ok);
}

TEST(TrackFailure, NothingButRubbishShowsTheCardAfterASecond) {
  SimulatedStage stage({});
  for (auto *name : {"a", "b", "c"}) stage.world[name] = broken();
  auto begin = stage.now;
  stage.play({"a", "b", "c"});
  auto next = stage.run_until_seen(stage.card);
  EXPECT_EQ(next - begin, Track::idle_after);
  EXPECT_EQ(stage.lines.size(), 3u);
  stage.run_to(begin + 9s);
  EXPECT_EQ(stage.opened.size(), 3u);
  stage.run_to(begin + 11s);
  EXPECT_EQ(stage.opened.size(), 6u); // a whole round again
  stage.world["b"] = still();
  stage.run_to(begin + 21s);
  EXPECT_EQ(stage.on_glass(), "b");
}

TEST(TrackFailure, RubbishAfterAPictureShowsTheCardToo) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = still();
  stage.play({"a"});
  stage.run(2s);
  stage.world["a"] = broken();
  stage.play({"a"});
  stage.run(10s);
  EXPECT_EQ(stage.on_glass(), stage.card);
  EXPECT_EQ(stage.renderings->size(), 0u); // nothing is kept for what is not seen
  stage.world["a"] = still();
  stage.run(10s);
  EXPECT_EQ(stage.on_glass(), "a");
}

TEST(TrackFailure, ThreeFailuresInARowLeaveItOutForAnHour) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = stage.world["b"] = still();
  stage.world["x"] = broken();
  stage.play({"a", "x", "b"});
  stage.run(std::chrono::minutes(55));
  auto lines = stage.lines_of("x");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_THAT(lines[1].why, ::testing::Not(HasSubstr("left out")));
  EXPECT_THAT(lines[2].why, HasSubstr("left out for an hour"));
  stage.run(std::chrono::minutes(10));
  EXPECT_EQ(stage.lines_of("x").size(), 4u); // tried again, and out again
  stage.world["x"] = still();
  stage.run(std::chrono::minutes(60));
  EXPECT_EQ(stage.lines_of("x").back().ended, Ended::ok);
}

// Its folder's next listing says the same; nobody need hear of it.
TEST(TrackFailure, WhatIsGoneBeforeItIsOpenedIsNoFailure) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = still();
  stage.world["x"] = broken();
  stage.world["x"].refused = Error{ErrorKind::absent, "it is not there"};
  stage.play({"a", "x"});
  stage.run(60s);
  auto lines = stage.lines_of("x");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].ended, Ended::skipped);
  EXPECT_THAT(lines[0].why, ::testing::Not(HasSubstr("left out")));
}

TEST(TrackFailure, WhereTheLastItemIsGoneTheCardComes) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = still();
  stage.play({"a"});
  stage.run_until_seen("a");
  stage.world["a"] = broken();
  stage.world["a"].refused = Error{ErrorKind::absent, "it is not there"};
  stage.run(8s);
  EXPECT_EQ(stage.on_glass(), "a") << "the list that says so is on its way";
  stage.play({});
  stage.run(5s);
  EXPECT_EQ(stage.on_glass(), stage.card);
}

TEST(TrackFailure, ASuccessInBetweenForgivesFailures) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = still();
  for (int round = 0; round < 6; ++round) {
    stage.world["x"] = round % 3 == 2 ? still() : broken();
    stage.play({"a", "x"});
    stage.run_until([&] { return stage.lines_of("x").size() == std::size_t(round) + 1; });
  }
  for (auto &line : stage.lines_of("x")) EXPECT_THAT(line.why, ::testing::Not(HasSubstr("left out")));
}

TEST(TrackFailure, AnotherFileUnderTheSameNameIsTriedAtOnce) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = still();
  stage.world["x"] = broken();
  stage.play({"a", "x"});
  stage.run(60s);
  ASSERT_EQ(stage.lines_of("x").size(), 3u);
  stage.world["x"] = still();
  stage.track.renewed("x");
  stage.play({"a", "x"});
  stage.run(11s);
  EXPECT_EQ(stage.lines_of("x").back().ended, Ended::ok);
}

// Where everything is left out, one after the other is tried again: a screen with nothing to show for an hour
// would be worse.
TEST(TrackFailure, WhereAllAreLeftOutOneAfterTheOtherIsTried) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = stage.world["b"] = broken();
  stage.play({"a", "b"});
  stage.run(std::chrono::minutes(5));
  EXPECT_LE(stage.opened.size(), 60u);
  stage.world["a"] = still();
  stage.run(25s);
  EXPECT_EQ(stage.on_glass(), "a");
}

// A film that shows one picture and dies, and there is nothing else: no flicker.
TEST(TrackFailure, FilmsThatBreakAtOnceAreNotTriedWithoutRest) {
  SimulatedStage stage({});
  stage.world["a"] = stage.world["b"] = with_failure(film(5s), 1);
  stage.play({"a", "b"});
  stage.run(60s);
  EXPECT_LE(stage.opened.size(), 20u);
  EXPECT_GE(stage.opened.size(), 8u);
}

TEST(TrackFailure, AFileThatIsBeingWrittenIsSaidOnceAndNotBlamed) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = still();
  stage.world["x"] = broken(ErrorKind::transient);
  stage.play({"a", "x"});
  stage.run(60s);
  EXPECT_EQ(stage.lines_of("x").size(), 1u);
  stage.world["x"] = still();
  stage.run(10s);
  EXPECT_EQ(stage.on_glass(), "x");
}

TEST(TrackFailure, ALoneFileThatIsWrittenAnewLeavesTheLastPicture) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = still();
  stage.play({"a"});
  stage.run(2s);
  stage.world["a"] = broken(ErrorKind::transient);
  stage.play({"a"});
  stage.run(30s);
  EXPECT_EQ(stage.on_glass(), "a");
  stage.world["a"] = still();
  auto before = stage.seen.size();
  stage.run(1500ms);
  EXPECT_EQ(stage.seen.size(), before + 1);
}

TEST(TrackFailure, DecodersThatAreRestartedCostASecond) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = stage.world["b"] = film(60s);
  stage.play({"a", "b"});
  stage.run_until_seen("a");
  for (auto *r : *stage.renderings) r->failure = Error{ErrorKind::corrupt, "its decoder died"};
  stage.world["a"] = stage.world["b"] = broken(ErrorKind::transient);
  stage.run(500ms);
  stage.world["a"] = stage.world["b"] = film(60s);
  stage.run(1100ms);
  EXPECT_EQ(stage.starts().size(), 2u);
  EXPECT_EQ(stage.on_glass(), "b");
}

TEST(TrackFailure, ASlowFirstItemIsWaitedForBehindTheCard) {
  SimulatedStage stage({});
  stage.world["a"] = film(5s);
  stage.world["a"].opens_after = 7s;
  stage.play({"a"});
  stage.run(5s);
  EXPECT_EQ(stage.on_glass(), stage.card);
  stage.run(3s);
  EXPECT_EQ(stage.on_glass(), "a");
}

// Late, but it comes: the picture is wanted more than the order of things.
TEST(TrackFailure, AnItemThatBecomesReadyAtTheLastMomentIsShown) {
  for (auto late = 950ms; late < 1900ms; late += 1ms) {
    SimulatedStage stage({.still = 1s});
    stage.world["a"] = stage.world["b"] = still();
    stage.world["b"].opens_after = 1000ms + late;
    stage.play({"a", "b"});
    stage.run(6s);
    ASSERT_GE(stage.seen.size(), 2u) << milliseconds(late);
  }
}
