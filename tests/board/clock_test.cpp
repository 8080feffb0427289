#include "board/clock.h"

#include <gtest/gtest.h>

using namespace sheaf;

TEST(Clock, SteadyTimeNeverGoesBack) {
  auto before = board::steady_now();
  for (int i = 0; i < 1000; ++i) {
    auto now = board::now();
    ASSERT_GE(now.steady, before);
    before = now.steady;
  }
}

TEST(Clock, WallTimeIsOfThisCentury) {
  EXPECT_GT(board::now().wall, Wall(std::chrono::seconds(1'600'000'000)));
}
