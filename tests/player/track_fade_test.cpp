#include "tests/support/simulated_stage.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::player;
using namespace sheaf::testing;

namespace {

struct TrackFade : ::testing::Test {
  SimulatedStage stage{{.still = 3s, .fade = 500ms}};
  void SetUp() override {
    stage.world["a"] = stage.world["b"] = still();
    stage.world["film"] = film(3s);
    stage.world["film 2"] = film(3s, Duration(33'366'700));
  }

  /// Within each showing the opacity of the top only grows, from little to all; below lies the item before,
  /// and always the same picture.
  void expect_smooth() {
    const Sight *before = nullptr;
    for (auto &s : stage.seen) {
      if (before && !s.begins) {
        ASSERT_GE(s.layers.back().opacity, before->layers.back().opacity);
        ASSERT_LE(s.layers.size(), before->layers.size()) << "a fade comes back";
      }
      if (s.begins && before) {
        ASSERT_EQ(before->layers.size(), 1u) << "a fade that is not over";
        ASSERT_LE(s.layers.back().opacity, 0.2);
        ASSERT_EQ(s.paths.front(), before->path);
        ASSERT_EQ(s.layers.front().surface, before->layers.back().surface);
      }
      before = &s;
    }
  }
};

}

TEST_F(TrackFade, StillsAndFilmsInAllOrders) {
  stage.play({"a", "b", "film", "film 2", "a", "film"});
  stage.run(60s);
  expect_smooth();
  auto starts = stage.starts();
  for (std::size_t k = 1; k < starts.size(); ++k) {
    ASSERT_EQ(starts[k].at - starts[k - 1].at, 3s); // a fade takes nothing from the timeline
    auto whole = std::find_if(stage.seen.begin(), stage.seen.end(),
                              [&](auto &s) { return s.at > starts[k].at && s.layers.size() == 1; });
    if (whole == stage.seen.end()) break;
    EXPECT_LE(whole->at - starts[k].at, 550ms);
    EXPECT_GE(whole->at - starts[k].at, 500ms);
    EXPECT_EQ(whole->layers[0].opacity, 1);
  }
}

TEST_F(TrackFade, AFilmRunsWhileItFadesIn) {
  stage.play({"a", "film"});
  auto begin = stage.run_until_seen("film");
  stage.run(1s);
  EXPECT_EQ(stage.seen_at(begin + 400ms)->number, 10);
}

TEST_F(TrackFade, LateStepsGoOnFromWhatWasSeen) {
  stage.play({"a", "film"});
  int count = 0;
  double most = 0, before = 0;
  stage.delay = [&](auto &) { return ++count % 7 == 0 ? 250ms : 5ms; };
  stage.run(120s);
  for (auto &s : stage.seen) {
    if (s.layers.size() == 2 && !s.begins) most = std::max(most, s.layers.back().opacity - before);
    before = s.layers.back().opacity;
  }
  EXPECT_LE(most, 0.25);
  expect_smooth();
}

// The last step may come as late as it likes: the fade is ended all the same.
TEST_F(TrackFade, IsAlwaysEnded) {
  for (auto late = 0ms; late < 120ms; late += 1ms) {
    SimulatedStage other({.still = 3s, .fade = 200ms});
    other.world = stage.world;
    other.delay = [&](auto &) { return late; };
    other.play({"a", "b"});
    other.run(5s);
    ASSERT_EQ(other.seen.back().path, "b");
    ASSERT_EQ(other.seen.back().layers.size(), 1u) << milliseconds(late);
    ASSERT_EQ(other.seen.back().layers.back().opacity, 1);
  }
}

TEST_F(TrackFade, LongerThanTheItemIsCutShort) {
  for (auto fade : {2900ms, 3000ms, 5000ms, 10000ms}) {
    SimulatedStage other({.still = 3s, .fade = fade});
    other.world = stage.world;
    other.play({"a", "b", "film"});
    other.run(30s);
    std::swap(other.seen, stage.seen);
    expect_smooth();
    std::swap(other.seen, stage.seen);
    EXPECT_GE(other.starts().size(), 10u);
  }
}

TEST_F(TrackFade, ThePausedPictureStandsInTheMiddle) {
  stage.play({"a", "film"});
  auto begin = stage.run_until_seen("film");
  stage.run_to(begin + 250ms);
  stage.track.pause(true, stage.now);
  stage.run(100ms);
  auto opacity = stage.seen.back().layers.back().opacity;
  EXPECT_NEAR(opacity, 0.5, 0.15);
  auto changes = stage.seen.size();
  stage.run(60s);
  EXPECT_EQ(stage.seen.size(), changes);
  stage.track.pause(false, stage.now);
  stage.run(1s);
  EXPECT_NEAR(stage.seen[changes].layers.back().opacity, opacity, 0.15);
  expect_smooth();
}

TEST_F(TrackFade, TheOldPictureIsLetGo) {
  stage.play({"film", "a"});
  stage.run_until_seen("a");
  stage.run(1s); // the simulated stage checks that nothing is held that nobody sees
  EXPECT_EQ(stage.seen.back().layers.size(), 1u);
}

TEST_F(TrackFade, FromAndToTheCard) {
  stage.world.clear();
  stage.play({"a"});
  stage.run_until_seen(stage.card);
  stage.world["a"] = still();
  stage.play({"a"});
  stage.run_until_seen("a");
  EXPECT_EQ(stage.seen.back().paths.front(), stage.card);
  stage.run(1s);
  stage.play({});
  stage.run(10s);
  EXPECT_EQ(stage.on_glass(), stage.card);
  EXPECT_EQ(stage.seen.back().layers.size(), 1u);
}

TEST_F(TrackFade, SkippedInTheMiddleOfAFade) {
  stage.play({"a", "b", "film", "film 2"});
  for (int i = 0; i < 40; ++i) {
    stage.run(Duration(i * 30ms));
    stage.track.next(stage.now);
  }
  stage.run(2900ms);
  EXPECT_EQ(stage.seen.back().layers.size(), 1u);
}
