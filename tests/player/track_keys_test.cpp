// Pause, next and previous.
#include "tests/support/simulated_stage.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::player;
using namespace sheaf::testing;
using ::testing::ElementsAre;

namespace {

struct TrackKeys : ::testing::Test {
  SimulatedStage stage{{.still = 10s}};
  void SetUp() override {
    for (auto *name : {"a", "b", "c", "d", "e"}) stage.world[name] = still();
    stage.world["film"] = film(10s);
  }
  void next() { stage.track.next(stage.now); }
  void previous() { stage.track.previous(stage.now); }
  void pause() { stage.track.pause(!stage.track.paused(), stage.now); }
};

}

TEST_F(TrackKeys, APausedFilmStandsAndGoesOn) {
  stage.play({"film", "a"});
  auto begin = stage.run_until_seen("film");
  stage.run_to(begin + 2s);
  pause();
  auto number = stage.seen.back().number;
  stage.run(100s);
  EXPECT_LE(stage.seen.back().number, number + 1); // one may have been on its way
  for (auto *r : *stage.renderings) EXPECT_TRUE(r->paused);
  pause();
  EXPECT_EQ(stage.run_until_seen("a"), begin + 110s);
  EXPECT_EQ(stage.lines[0].presented, 250);
  EXPECT_EQ(stage.lines[0].dropped, 0);
}

TEST_F(TrackKeys, APausedStillKeepsTheRestOfItsTime) {
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  stage.run_to(begin + 9s); // the next is open already
  pause();
  stage.turns = 0;
  stage.run(1000s);
  EXPECT_LE(stage.turns, 5u);
  pause();
  EXPECT_EQ(stage.run_until_seen("b"), begin + 1010s);
}

TEST_F(TrackKeys, PausedWhileTheNextIsOnItsWay) {
  stage.play({"a", "film", "b"});
  stage.run_until_seen("a");
  stage.run_until([&] { return stage.pending(); });
  pause();
  stage.run(50s);
  EXPECT_EQ(stage.on_glass(), "film");
  EXPECT_EQ(stage.seen.back().number, 0);
  for (auto *r : *stage.renderings) EXPECT_TRUE(r->paused || !r->begun);
  pause();
  stage.run_until_seen("b");
  EXPECT_EQ(stage.lines[1].presented, 250);
  EXPECT_EQ(stage.lines[1].dropped, 0);
}

TEST_F(TrackKeys, PausedWhileTheNextIsWaitedFor) {
  stage.world["b"].opens_after = 7s; // of which three are after its time
  stage.play({"a", "b", "c"});
  auto begin = stage.run_until_seen("a");
  stage.run_to(begin + 11s);
  pause();
  stage.run(500s);
  pause();
  stage.run(500ms);
  EXPECT_EQ(stage.on_glass(), "b"); // it has had its time, and is not blamed for the pause
}

TEST_F(TrackKeys, NextAndPrevious) {
  stage.play({"a", "b", "c"});
  stage.run(1s);
  next();
  stage.run(1s);
  next();
  stage.run(1s);
  previous();
  stage.run(1s);
  EXPECT_THAT(stage.order(), ElementsAre("a", "b", "c", "b"));
  for (auto &line : stage.lines) EXPECT_EQ(line.ended, Ended::skipped);
  stage.run(20s);
  EXPECT_EQ(stage.order().back(), "a"); // after b and c in their full time
}

TEST_F(TrackKeys, AroundTheEndsOfTheList) {
  stage.play({"a", "b", "c"});
  stage.run(1s);
  previous();
  stage.run(1s);
  EXPECT_EQ(stage.on_glass(), "c");
  next();
  stage.run(1s);
  EXPECT_EQ(stage.on_glass(), "a");
}

TEST_F(TrackKeys, ManyPressesInARowMoveThatFar) {
  stage.play({"a", "b", "c", "d", "e"});
  stage.run(1s);
  for (auto &s : stage.world) s.second.opens_after = 500ms;
  for (int i = 0; i < 3; ++i) {
    next();
    stage.run(100ms);
  }
  stage.run(1s);
  EXPECT_EQ(stage.on_glass(), "d");
  for (int i = 0; i < 3; ++i) {
    previous();
    stage.run(100ms);
  }
  stage.run(1s);
  EXPECT_EQ(stage.on_glass(), "a");
  next();
  stage.run(100ms);
  previous();
  stage.run(1s);
  EXPECT_EQ(stage.on_glass(), "a");
}

TEST_F(TrackKeys, PressesWithinOneTurn) {
  stage.play({"a", "b", "c", "d", "e"});
  stage.run(1s);
  for (int i = 0; i < 50; ++i) {
    next();
    previous();
    next();
  }
  stage.run(1s);
  EXPECT_EQ(stage.starts().size(), 2u);
}

TEST_F(TrackKeys, NextWhileTheCutIsOnItsWayKeepsTheTimeline) {
  stage.play({"a", "b", "c"});
  auto begin = stage.run_until_seen("a");
  stage.run_until([&] { return stage.pending(); });
  next();
  previous();
  stage.run(200ms);
  EXPECT_EQ(stage.on_glass(), "b");
  EXPECT_EQ(stage.seen.back().at, begin + 10s);
  EXPECT_EQ(stage.lines.at(0).ended, Ended::ok);
}

TEST_F(TrackKeys, PreviousPassesOverWhatIsLeftOut) {
  stage.world["b"] = broken();
  stage.play({"a", "b", "c"});
  stage.run(100s);
  ASSERT_EQ(stage.lines_of("b").size(), 3u);
  stage.run_until_seen("c");
  previous();
  stage.run(1s);
  EXPECT_EQ(stage.on_glass(), "a");
}

TEST_F(TrackKeys, PreviousWhenTheNextHasFailedAlready) {
  stage.world["c"] = broken();
  stage.play({"a", "b", "c", "d"});
  auto begin = stage.run_until_seen("b");
  stage.run_to(begin + 8s); // c has been tried in vain, d is open
  previous();
  stage.run(1s);
  EXPECT_EQ(stage.on_glass(), "a");
}

TEST_F(TrackKeys, ALoneItemBeginsAnew) {
  stage.play({"film"});
  stage.run(3s);
  next();
  stage.run(1s);
  EXPECT_EQ(stage.starts().size(), 2u);
  EXPECT_LT(stage.seen.back().number, 26);
}

TEST_F(TrackKeys, AFilmGoesOnUntilTheNextIsReady) {
  stage.world["a"].opens_after = 500ms;
  stage.play({"film", "a"});
  stage.run(3s);
  next();
  auto before = stage.seen.size();
  stage.run(400ms);
  EXPECT_GE(stage.seen.size(), before + 9);
}

TEST_F(TrackKeys, KeysBeforeAnythingIsSeen) {
  next();
  previous();
  pause();
  stage.play({"a"});
  stage.run(10s);
  EXPECT_TRUE(stage.seen.empty());
  pause();
  next();
  previous();
  stage.run(1s);
  EXPECT_EQ(stage.on_glass(), "a");
}

TEST_F(TrackKeys, KeysOnTheCard) {
  stage.world["a"] = stage.world["b"] = broken();
  stage.play({"a", "b"});
  stage.run(3s);
  next();
  previous();
  pause();
  stage.run(1s);
  pause();
  stage.world["a"] = stage.world["b"] = still();
  stage.run(10s);
  EXPECT_NE(stage.on_glass(), stage.card);
}

TEST_F(TrackKeys, OnceWithPreviousAndNext) {
  SimulatedStage once({.once = true, .still = 5s});
  once.world = stage.world;
  once.play({"a", "b", "c"});
  once.run(1s);
  once.track.previous(once.now); // the first again
  once.run(1s);
  once.track.next(once.now);
  once.run(1s);
  once.track.previous(once.now);
  once.run(60s);
  EXPECT_THAT(once.order(), ElementsAre("a", "a", "b", "a", "b", "c"));
  EXPECT_TRUE(once.ended);
}

TEST_F(TrackKeys, OnceSkippedThroughEnds) {
  SimulatedStage once({.once = true, .still = 5s});
  once.world = stage.world;
  once.play({"a", "b", "c"});
  once.run(1s);
  for (int i = 0; i < 10; ++i) {
    once.track.next(once.now);
    once.run(100ms);
  }
  EXPECT_TRUE(once.ended);
}

// --- an edition's instant

TEST_F(TrackKeys, AtAnInstantTheFirstItemOfTheNewEditionComes) {
  stage.world["long"] = still();
  stage.play({"long", "a"});
  auto begin = stage.run_until_seen("long");
  stage.run_to(begin + 3s);
  auto at = stage.now;
  stage.play({"b", "long", "c"});
  stage.cut_to(0);
  EXPECT_LE(stage.run_until_seen("b") - at, 500ms);
  stage.run_until_seen("c");
  EXPECT_THAT(stage.order(), ElementsAre("long", "b", "long", "c"));
  ASSERT_FALSE(stage.lines.empty());
  EXPECT_EQ(stage.lines[0].ended, Ended::cut);
  EXPECT_EQ(stage.lines[0].why, "its time has come");
}

TEST_F(TrackKeys, UntilItIsReadyAFilmGoesOnAndNothingElseIsSeen) {
  stage.track.allow_idle({1920, 1080});
  stage.world["b"].opens_after = 400ms;
  stage.play({"film", "a"});
  auto begin = stage.run_until_seen("film");
  stage.run_to(begin + 8s); // the next is open
  auto number = stage.seen.back().number;
  auto at = stage.now;
  stage.play({"b"});
  stage.cut_to(0);
  EXPECT_LE(stage.run_until_seen("b") - at, 900ms);
  EXPECT_THAT(stage.order(), ElementsAre("film", "b"));
  EXPECT_GT(stage.lines_of("film")[0].presented, number + 5);
}

TEST_F(TrackKeys, ACutToAnotherThatIsOnItsWayIsGivenUp) {
  stage.play({"a", "b"});
  stage.run_until_seen("a");
  stage.run_until([&] { return stage.cut_pending(); });
  stage.play({"c", "b"});
  stage.cut_to(0);
  stage.run_until_seen("c");
  EXPECT_THAT(stage.order(), ElementsAre("a", "c"));
}

TEST_F(TrackKeys, ScreensThatAreInDifferentPlacesAgreeFromAnInstantOn) {
  SimulatedStage other{{.still = 10s}};
  other.world = stage.world;
  stage.play({"a", "b", "c"});
  other.play({"a", "b", "c"});
  other.track.go_on_after(1);
  std::vector<Steady> seen;
  for (auto *s : {&stage, &other}) {
    s->run_until_seen(s == &stage ? "a" : "c");
    s->run_to(Steady(1004s));
    s->play({"d", "b", "c"});
    s->cut_to(0);
    seen.push_back(s->run_until_seen("d"));
  }
  EXPECT_EQ(seen[0], seen[1]);
}
