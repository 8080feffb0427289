#include "tests/support/simulated_stage.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::player;
using namespace sheaf::testing;
using ::testing::ElementsAre;

namespace {

Duration late_by(Duration by, const Change &change, Steady from, Steady to) {
  return change.due >= from && change.due < to ? by : Duration::zero();
}

}

TEST(TrackTimeline, EachItemStartsExactlyWhereTheOneBeforeEnds) {
  SimulatedStage stage({.still = 2s});
  // lengths that are no multiple of a picture, of a millisecond, of anything
  std::vector<Duration> lengths{Duration(1'234'567'891), Duration(333'333'333), 700ms,
                                Duration(2'001'000'001)};
  std::vector<std::string> items;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    items.push_back("film " + std::to_string(i));
    stage.world[items.back()] = film(lengths[i], Duration(16'683'350));
  }
  items.emplace_back("still");
  stage.world["still"] = still();
  lengths.push_back(2s);
  stage.play(items);
  stage.run_until([&] { return stage.lines.size() == 500; }, std::chrono::hours(1));
  auto starts = stage.starts();
  ASSERT_GE(starts.size(), 500u);
  for (std::size_t k = 1; k < starts.size(); ++k)
    ASSERT_EQ(starts[k].at - starts[k - 1].at, lengths[(k - 1) % lengths.size()]) << "item " << k;
  for (auto &line : stage.lines) {
    ASSERT_EQ(line.ended, Ended::ok);
    ASSERT_EQ(line.dropped, 0);
    ASSERT_EQ(line.late, 0);
    ASSERT_TRUE(!line.gap_ms || *line.gap_ms == 0);
  }
}

TEST(TrackTimeline, PicturesAreSeenAtTheirTimes) {
  SimulatedStage stage({});
  stage.world["a"] = film(1s, 40ms);
  stage.world["b"] = film(1s, Duration(33'366'700));
  stage.play({"a", "b"});
  stage.run(10s);
  Steady origin;
  for (auto &sight : stage.seen) {
    if (sight.begins) origin = sight.at;
    auto interval = stage.world[sight.path].interval;
    ASSERT_EQ(sight.at, origin + interval * sight.number);
  }
  for (auto &line : stage.lines) EXPECT_EQ(line.presented, stage.world[line.path].count);
}

TEST(TrackTimeline, PicturesThatCameTooLateAreLeftOutAndCounted) {
  SimulatedStage stage({});
  stage.world["a"] = film(2s);
  stage.play({"a"});
  auto begin = stage.run_until_seen("a");
  stage.delay = [&](auto &c) { return late_by(205ms, c, begin + 500ms, begin + 530ms); };
  stage.run_until([&] { return !stage.lines.empty(); });
  auto &line = stage.lines.at(0);
  EXPECT_EQ(line.late, 2); // the one that was held up, and the newest that had come meanwhile
  EXPECT_GT(line.dropped, 0);
  EXPECT_EQ(line.presented + line.dropped, 50);
  EXPECT_EQ(stage.seen_at(begin + 1s)->number, 25); // and it has caught up
}

TEST(TrackTimeline, AShortDelayOfACutIsCaughtUp) {
  SimulatedStage stage({});
  stage.world["a"] = stage.world["b"] = film(1s);
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  stage.delay = [&](auto &c) { return late_by(45ms, c, begin + 1s, begin + 1001ms); };
  stage.run_until([&] { return stage.lines.size() >= 2; });
  auto starts = stage.starts();
  EXPECT_EQ(starts[1].at, begin + 1045ms);
  EXPECT_EQ(starts[2].at, begin + 2s);
  EXPECT_EQ(stage.lines[1].late, 1);
  EXPECT_EQ(stage.lines[1].gap_ms, 45);
}

TEST(TrackTimeline, ALongDelayOfACutBeginsTheItemAnew) {
  SimulatedStage stage({});
  stage.world["a"] = stage.world["b"] = film(1s);
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  stage.delay = [&](auto &c) { return late_by(55ms, c, begin + 1s, begin + 1001ms); };
  stage.run_until([&] { return stage.lines.size() >= 2; });
  EXPECT_EQ(stage.starts()[2].at, begin + 2055ms);
  EXPECT_EQ(stage.lines[1].presented, 25);
  EXPECT_EQ(stage.lines[1].gap_ms, 55);
}

// A decoder that is always behind must not hold the next item up.
TEST(TrackTimeline, ACutIsNotHeldUpByLatePictures) {
  SimulatedStage stage({});
  stage.world["a"] = film(2s, 16ms);
  stage.world["b"] = still();
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  stage.delay = [&](auto &) { return 30ms; };
  auto next = stage.run_until_seen("b");
  EXPECT_LE(next - begin, 2s + 100ms);
}

TEST(TrackTimeline, AFilmWhoseContainerLiesEndsAtItsExactEnd) {
  for (auto said :
       {std::optional<Duration>(), std::optional<Duration>(500ms), std::optional<Duration>(30s)}) {
    SimulatedStage stage({});
    stage.world["a"] = film(2s);
    stage.world["a"].said = said;
    stage.world["a"].says_length = false;
    stage.world["b"] = film(1s);
    stage.play({"a", "b"});
    auto begin = stage.run_until_seen("a");
    auto gap = stage.run_until_seen("b") - begin - 2s;
    // where it says more, the next is opened only when the end is seen to come: a moment late
    EXPECT_LE(gap, said == 30s ? 60ms : 1ms) << (said ? seconds(*said) : -1);
  }
}

TEST(TrackTimeline, SoundThatGoesOnLongerHoldsTheLastPicture) {
  SimulatedStage stage({});
  stage.world["a"] = film(1s);
  stage.world["a"].length = 3s;
  stage.world["b"] = still();
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  EXPECT_EQ(stage.run_until_seen("b"), begin + 3s);
  EXPECT_EQ(stage.lines[0].ended, Ended::ok);
}

TEST(TrackTimeline, TheNextIsOpenedAheadAndNotTooEarly) {
  SimulatedStage stage({.still = 20s});
  stage.world["a"] = film(10s);
  stage.world["b"] = still();
  stage.play({"a", "b"});
  stage.run(40s);
  auto starts = stage.starts();
  ASSERT_GE(stage.opened.size(), 3u);
  EXPECT_EQ(stage.opened[1].at, starts[0].at + 10s - Track::open_ahead);
  EXPECT_EQ(stage.opened[2].at, starts[1].at + 20s - Track::open_ahead);
}

TEST(TrackTimeline, AShortStillHasTheNextFilmOpenWhileItIsOn) {
  SimulatedStage stage({.still = 2s});
  stage.world["a"] = stage.world["c"] = film(10s);
  stage.world["a"].opens_after = stage.world["c"].opens_after = 1500ms; // a slow card
  stage.world["b"] = still();
  stage.play({"a", "b", "c"});
  stage.run(60s);
  for (auto &line : stage.lines) EXPECT_TRUE(!line.gap_ms || *line.gap_ms == 0) << line.json;
}

TEST(TrackTimeline, ALoneFilmLoopsWithoutASeam) {
  SimulatedStage stage({});
  stage.world["a"] = film(Duration(1'300'000'007));
  stage.play({"a"});
  stage.run(60s);
  auto starts = stage.starts();
  ASSERT_GE(starts.size(), 40u);
  for (std::size_t k = 1; k < starts.size(); ++k)
    ASSERT_EQ(starts[k].at - starts[k - 1].at, Duration(1'300'000'007));
  EXPECT_LE(stage.renderings->size(), 2u);
}

TEST(TrackTimeline, ALoneStillIsDecodedOnce) {
  SimulatedStage stage({.still = 3s});
  stage.world["a"] = still();
  stage.play({"a"});
  stage.run(60s);
  EXPECT_EQ(stage.opened.size(), 1u);
  EXPECT_EQ(stage.seen.size(), 1u);
  EXPECT_EQ(stage.lines.size(), 19u); // each round has its line
  for (auto &line : stage.lines) EXPECT_EQ(line.presented, 1);
}

TEST(TrackTimeline, ALoneStillIsDecodedAgainWhenSomethingHasChanged) {
  SimulatedStage stage({.still = 3s});
  stage.world["a"] = still();
  stage.play({"a"});
  stage.run(20s);
  stage.play({"a"}); // another file under the same name, perhaps
  stage.run(20s);
  EXPECT_EQ(stage.opened.size(), 2u);
  EXPECT_EQ(stage.lines.size(), 13u);
}

TEST(TrackTimeline, AChangeWhileTheNewOneIsBeingOpenedIsSeenToo) {
  SimulatedStage stage({.still = 10s});
  stage.world["a"] = still();
  stage.play({"a"});
  stage.run(12s);
  stage.play({"a"});
  stage.run(6s); // it has been opened anew, and is not on yet
  ASSERT_EQ(stage.opened.size(), 2u);
  stage.play({"a"});
  stage.run(30s);
  EXPECT_EQ(stage.opened.size(), 3u);
}

TEST(TrackTimeline, AStillCostsNearlyNoTurns) {
  SimulatedStage stage({.still = 10s});
  stage.world["a"] = stage.world["b"] = still();
  stage.play({"a", "b"});
  stage.run_until_seen("a");
  stage.turns = 0;
  stage.run_until_seen("b");
  EXPECT_LE(stage.turns, 15u);
}

TEST(TrackTimeline, AnIdleScreenCostsNearlyNoTurns) {
  SimulatedStage stage({});
  stage.play({});
  stage.run(5s);
  stage.turns = 0;
  stage.run(100s);
  EXPECT_LE(stage.turns, 20u);
  EXPECT_EQ(stage.on_glass(), stage.card);
}

TEST(TrackTimeline, AFilmCostsAFewTurnsAPicture) {
  SimulatedStage stage({});
  stage.world["a"] = film(10s);
  stage.play({"a"});
  stage.run_until_seen("a");
  stage.turns = 0;
  stage.run(10s);
  EXPECT_LE(stage.turns, 250u * 5);
}

TEST(TrackTimeline, AnAnimationFillsTheTimeOfAStill) {
  SimulatedStage stage({.still = 4s});
  stage.world["a"] = film(Duration(4'200ms), 100ms);
  stage.world["a"].kind = media::ItemKind::animation;
  stage.world["b"] = still();
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  EXPECT_EQ(stage.run_until_seen("b") - begin, 4200ms);
  EXPECT_NE(stage.lines[0].json.find("\"kind\":\"animation\""), std::string::npos);
}

TEST(TrackTimeline, AWindowOfAnotherSizeIsFilledAnew) {
  SimulatedStage stage({.still = 10s});
  stage.world["a"] = still();
  stage.play({"a"});
  stage.run(1s);
  stage.screen = {0, 0, 320, 180};
  stage.track.turn(stage.now, stage.screen); // the window's event wakes the loop
  stage.run(1s);
  EXPECT_EQ(stage.seen.back().layers.back().target, (Rect{0, 0, 320, 180}));
  EXPECT_EQ(stage.seen.size(), 2u);
}

TEST(TrackTimeline, ANextThatDoesNotFitBesideWaitsForTheEnd) {
  SimulatedStage stage({.still = 5s});
  stage.world["a"] = still();
  stage.world["b"] = broken(ErrorKind::full);
  stage.world["c"] = still();
  stage.play({"a", "b", "c"});
  stage.run_until_seen("c");
  EXPECT_EQ(stage.times_opened("b"), 2u);
  EXPECT_EQ(stage.opened[2].in_use.count, 0u);
  EXPECT_EQ(stage.lines_of("b").size(), 1u);
}

TEST(TrackTimeline, StatisticsTellWhatHappened) {
  SimulatedStage stage({.still = 2s});
  stage.world["a"] = film(1s);
  stage.world["b"] = still();
  stage.play({"a", "b"});
  stage.run_until([&] { return stage.lines.size() == 2; });
  stage.run(500ms);
  stage.track.stop(stage.now);
  ASSERT_EQ(stage.lines.size(), 3u);
  auto has = [&](std::size_t line, const char *text) {
    return stage.lines[line].json.find(text) != std::string::npos;
  };
  EXPECT_TRUE(has(0, "\"kind\":\"film\"") && has(0, "\"expected\":25") && has(0, "\"presented\":25"));
  EXPECT_TRUE(has(0, "\"gap_ms\":null") && has(1, "\"gap_ms\":0.0")) << stage.lines[1].json;
  EXPECT_TRUE(has(1, "\"kind\":\"still\"") && has(1, "\"expected\":1") && has(1, "\"presented\":1"));
  EXPECT_EQ(stage.lines[2].ended, Ended::cut);
  EXPECT_LT(stage.lines[2].presented, 25);
}

TEST(TrackTimeline, StoppingAtTheEndIsNotACut) {
  SimulatedStage stage({.once = true, .still = 1s});
  stage.world["a"] = still();
  stage.play({"a"});
  stage.run(5s);
  EXPECT_TRUE(stage.ended);
  stage.track.stop(stage.now);
  ASSERT_EQ(stage.lines.size(), 1u);
  EXPECT_EQ(stage.lines[0].ended, Ended::ok);
}
