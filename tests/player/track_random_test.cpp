// Thousands of random evenings: whatever happens, some things always hold. The simulated stage checks each
// change by itself: never black, nothing dropped that is seen, nothing kept that is not.
#include "tests/support/at_length.h"
#include "tests/support/simulated_stage.h"

#include <gtest/gtest.h>
#include <random>

using namespace sheaf;
using namespace sheaf::player;
using namespace sheaf::testing;

namespace {

unsigned evenings(unsigned all) { return at_length() ? all : all / 5 / one_of(); }

class Evening {
public:
  Evening(unsigned seed, bool once)
      : random_(seed), stage_({.once = once,
                               .still = std::chrono::milliseconds(number(50, 6000)),
                               .fade = std::chrono::milliseconds(number(0, 1) * number(1, 2000))}) {
    for (int i = 0; i < 12; ++i) stage_.world["item " + std::to_string(i)] = any_script();
    stage_.delay = [this](auto &) {
      return std::chrono::milliseconds(number(0, 30) == 0 ? number(0, 400) : number(0, 5));
    };
    stage_.play(any_list());
  }

  void live(int steps) {
    for (int i = 0; i < steps && !stage_.ended; ++i) {
      stage_.run(std::chrono::milliseconds(number(0, 10) == 0 ? number(0, 20000) : number(0, 800)));
      happen();
      ASSERT_LE(stage_.renderings->size(), 3u);
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
  SimulatedStage &stage() { return stage_; }

  void settle() {
    if (stage_.track.paused()) stage_.track.pause(false, stage_.now);
    stage_.delay = [](auto &) { return 0ms; };
  }

private:
  int number(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  bool chance(int percent) { return number(1, 100) <= percent; }

  Script any_script() {
    auto script = chance(40) ? still()
                             : film(std::chrono::milliseconds(number(30, 8000)),
                                    std::chrono::microseconds(number(8000, 120'000)));
    script.opens_after = std::chrono::milliseconds(chance(20) ? number(0, 6000) : number(0, 300));
    if (chance(20)) script.said = std::chrono::milliseconds(number(0, 20'000));
    script.says_length = chance(80);
    if (chance(10)) script.refused = Error{static_cast<ErrorKind>(number(0, 5)), "refused"};
    if (chance(10)) script.fails = Error{static_cast<ErrorKind>(number(0, 5)), "failed"};
    script.fails_after = number(0, 60);
    if (chance(10)) script.hangs_after = number(0, 60);
    if (chance(10)) script.late_after_first = std::chrono::milliseconds(number(0, 3000));
    return script;
  }
  std::vector<std::string> any_list() {
    std::vector<std::string> list;
    for (auto &[name, script] : stage_.world)
      if (chance(60)) list.push_back(name);
    if (chance(10)) list.clear();
    if (chance(10)) list.insert(list.end(), list.begin(), list.end()); // twice
    if (chance(20)) std::shuffle(list.begin(), list.end(), random_);
    return list;
  }
  void happen() {
    auto &track = stage_.track;
    switch (number(0, 11)) {
    case 0:
      return stage_.play(any_list());
    case 1:
      return track.pause(!track.paused(), stage_.now);
    case 2:
      return track.next(stage_.now);
    case 3:
      return track.previous(stage_.now);
    case 4:
      stage_.world["item " + std::to_string(number(0, 11))] = any_script();
      return;
    case 5:
      stage_.screen.width = number(1, 2) * 160;
      return;
    default:
      return;
    }
  }

  std::mt19937 random_;
  SimulatedStage stage_;
};

}

TEST(TrackRandom, NothingEverBreaks) {
  for (unsigned seed = 1; seed <= evenings(300) && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Evening evening(seed, false);
    evening.live(150);
    auto &stage = evening.stage();
    ASSERT_FALSE(stage.ended);
    // and it still works: with good items it plays on as if nothing had been
    evening.settle();
    stage.world = {{"good", film(3s)}, {"other", still()}};
    stage.play({"good", "other"});
    stage.run(30s);
    stage.lines.clear();
    stage.run(60s);
    ASSERT_GE(stage.lines.size(), 10u);
    for (auto &line : stage.lines) {
      ASSERT_EQ(line.ended, Ended::ok);
      ASSERT_EQ(line.gap_ms, 0) << line.json;
      ASSERT_EQ(line.dropped, 0);
    }
  }
}

TEST(TrackRandom, OnceAlwaysEnds) {
  for (unsigned seed = 1; seed <= evenings(300) && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Evening evening(seed, true);
    evening.live(60);
    evening.settle();
    evening.stage().run(std::chrono::minutes(10));
    ASSERT_TRUE(evening.stage().ended);
  }
}

// A screen shows something: from the first second on, a picture or the card, and it never stands still for
// long where there is something good to show.
TEST(TrackRandom, AGoodItemIsSeenAgainAndAgain) {
  for (unsigned seed = 1; seed <= evenings(100) && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    SimulatedStage stage({.still = 1s});
    std::vector<std::string> list;
    for (int i = 0; i < 5; ++i) {
      list.push_back("bad " + std::to_string(i));
      auto script = film(5s);
      if (random() % 2)
        script.hangs_after = static_cast<int>(random() % 30);
      else
        script.fails = Error{ErrorKind::corrupt, "bad"};
      script.fails_after = static_cast<int>(random() % 30);
      stage.world[list.back()] = script;
    }
    list.insert(list.begin() + static_cast<int>(random() % 6), "good");
    stage.world["good"] = still();
    stage.play(list);
    Steady last = stage.now;
    stage.run(200s);
    for (auto &start : stage.starts()) {
      if (start.path != "good") continue;
      ASSERT_LE(start.at - last, 20s);
      last = start.at;
    }
    ASSERT_LE(stage.now - last, 20s);
  }
}
