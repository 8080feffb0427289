// What must not be seen any longer is not seen for another instant.
#include "tests/support/at_length.h"
#include "tests/support/simulated_stage.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::player;
using namespace sheaf::testing;
using ::testing::Contains;
using ::testing::Not;

namespace {

struct TrackBan : ::testing::Test {
  SimulatedStage stage{{.still = 10s, .fade = {}}};

  void SetUp() override { know(stage); }
  static void know(SimulatedStage &s) {
    for (auto *name : {"a", "b", "c"}) {
      s.world[name] = film(10s);
      auto item = std::make_shared<Item>();
      item->id = name;
      s.items[name] = item;
    }
    s.track.allow_idle({1920, 1080}); // a store's card is always there
  }
  static void ban(SimulatedStage &s, const std::string &id) {
    s.ban([id](const Item &item) { return item.id == id; });
  }
  void ban(const std::string &id) { ban(stage, id); }
  /// Nothing of `name` from `since` on.
  static void gone(const SimulatedStage &s, const std::string &name, Steady since) {
    for (auto &sight : s.seen)
      if (sight.at > since) {
        ASSERT_THAT(sight.paths, Not(Contains(name)));
      }
  }
};

TEST_F(TrackBan, WhatIsOnGivesWayToWhatIsReady) {
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  stage.run_to(begin + 8s);
  auto at = stage.now;
  stage.play({"b"});
  ban("a");
  EXPECT_FALSE(stage.track.on_air()) << "nor is it heard";
  EXPECT_LE(stage.run_until_seen("b") - at, 50ms);
  stage.run(30s);
  gone(stage, "a", at);
  ASSERT_EQ(stage.lines_of("a").size(), 1u);
  EXPECT_EQ(stage.lines_of("a")[0].ended, Ended::cut);
  EXPECT_EQ(stage.lines_of("a")[0].why, "it was withdrawn");
}

TEST_F(TrackBan, WhereNothingIsReadyTheCardComesAtOnce) {
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  stage.run_to(begin + 2s); // the next is not open yet
  stage.world["b"].opens_after = 3s;
  auto at = stage.now;
  stage.play({"b"});
  ban("a");
  EXPECT_LE(stage.run_until_seen(stage.card) - at, 50ms);
  EXPECT_LE(stage.run_until_seen("b") - at, 3100ms);
  gone(stage, "a", at);
}

TEST_F(TrackBan, NothingLeftIsTheCardForGood) {
  stage.play({"a"});
  auto begin = stage.run_until_seen("a");
  stage.run_to(begin + 2s);
  auto at = stage.now;
  stage.play({});
  ban("a");
  stage.run(60s);
  EXPECT_EQ(stage.on_glass(), stage.card);
  EXPECT_TRUE(stage.track.idle());
  EXPECT_TRUE(stage.renderings->empty());
  gone(stage, "a", at);
}

TEST_F(TrackBan, WhatIsOpenAndBannedIsNotShown) {
  stage.play({"a", "b", "c"});
  auto begin = stage.run_until_seen("a");
  stage.run_to(begin + 8s); // b is open
  stage.play({"a", "c"});
  ban("b");
  EXPECT_EQ(stage.run_until_seen("c"), begin + 10s);
  gone(stage, "b", begin);
}

TEST_F(TrackBan, ACutThatIsPlannedIsGivenUp) {
  stage.play({"a", "b", "c"});
  auto begin = stage.run_until_seen("a");
  stage.run_until([&] { return stage.cut_pending(); });
  stage.play({"a", "c"});
  ban("b");
  stage.run_until_seen("c");
  gone(stage, "b", begin);
}

TEST_F(TrackBan, APictureThatIsPlannedIsGivenUp) {
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  stage.run_until([&] { return stage.pending() && stage.now > begin + 2s; });
  auto at = stage.now;
  stage.play({"b"});
  ban("a");
  stage.run(20s);
  gone(stage, "a", at);
  EXPECT_EQ(stage.on_glass(), "b");
}

TEST_F(TrackBan, ItIsNotSeenBelowAFadeEither) {
  SimulatedStage fading({.still = 10s, .fade = 2s});
  know(fading);
  fading.play({"a", "b"});
  fading.run_until_seen("a");
  auto begin = fading.run_until_seen("b");
  fading.run_to(begin + 500ms);
  ASSERT_THAT(fading.seen.back().paths, Contains("a"));
  auto at = fading.now;
  fading.play({"b"});
  ban(fading, "a");
  fading.run(5s);
  EXPECT_EQ(fading.on_glass(), "b");
  gone(fading, "a", at + 100ms); // a step may have been on its way
  auto alone = std::find_if(fading.seen.begin(), fading.seen.end(), [&](auto &s) { return s.at > at; });
  ASSERT_NE(alone, fading.seen.end());
  EXPECT_LE(alone->at - at, 100ms);
}

TEST_F(TrackBan, APauseEnds) {
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  stage.run_to(begin + 2s);
  stage.track.pause(true, stage.now);
  stage.run(1s);
  auto at = stage.now;
  stage.play({"b"});
  ban("a");
  stage.run(1s);
  EXPECT_EQ(stage.on_glass(), "b");
  gone(stage, "a", at);
}

TEST_F(TrackBan, WhatIsNotBannedIsNotTouched) {
  stage.play({"a", "b"});
  auto begin = stage.run_until_seen("a");
  for (int i = 1; i < 9; ++i) {
    stage.run_to(begin + std::chrono::seconds(i));
    ban("c");
  }
  EXPECT_EQ(stage.run_until_seen("b"), begin + 10s);
  EXPECT_EQ(stage.lines_of("a")[0].presented, 250);
  EXPECT_EQ(stage.lines_of("a")[0].dropped, 0);
}

// At whatever instant it comes.
TEST_F(TrackBan, AtAnyInstant) {
  const auto step = at_length() ? 17ms : 517ms;
  for (auto when = 0ms; when < 12s; when += step) {
    SCOPED_TRACE(when.count());
    SimulatedStage s({.still = 10s, .fade = when.count() % 2 ? Duration(500ms) : Duration::zero()});
    know(s);
    s.play({"a", "b", "c"});
    auto begin = s.run_until_seen("a");
    s.run_to(begin + when);
    auto at = s.now;
    s.play({"b", "c"});
    ban(s, "a");
    s.run(15s);
    gone(s, "a", at + 100ms);
    ASSERT_NE(s.on_glass(), "a");
    s.play({"c"});
    at = s.now;
    ban(s, "b");
    s.run(15s);
    gone(s, "b", at + 100ms);
    ASSERT_EQ(s.on_glass(), "c");
  }
}

}
