#include "base/geometry.h"

#include <gtest/gtest.h>

using namespace sheaf;

TEST(Geometry, ContainCentresTheWholePicture) {
  auto p = place({1280, 720}, {0, 0, 1080, 1920}, Fit::contain);
  EXPECT_EQ(p.target, (Rect{0, 656, 1080, 608}));
  EXPECT_EQ(p.source, Part{});
}

TEST(Geometry, CoverFillsTheBoxAndCutsEvenly) {
  auto p = place({4, 3}, {0, 0, 1920, 1080}, Fit::cover);
  EXPECT_EQ(p.target, (Rect{0, 0, 1920, 1080}));
  EXPECT_DOUBLE_EQ(p.source.width, 1);
  EXPECT_DOUBLE_EQ(p.source.height, 0.75);
  EXPECT_DOUBLE_EQ(p.source.y, 0.125);
}

TEST(Geometry, AThinLineIsNeverThinnerThanAPixel) {
  EXPECT_EQ(place({100000, 1}, {0, 0, 1920, 1080}, Fit::contain).target.height, 1);
}

TEST(Geometry, NothingFitsNowhere) {
  EXPECT_TRUE(place({0, 5}, {0, 0, 10, 10}, Fit::contain).target.empty());
  EXPECT_TRUE(place({5, 5}, {0, 0, 0, 10}, Fit::stretch).target.empty());
}

TEST(Geometry, FourTurnsComeBack) {
  Rect r{10, 20, 30, 40};
  Size screen{1920, 1080};
  EXPECT_EQ(turned(r, screen, QuarterTurns::one), (Rect{1080 - 60, 10, 40, 30}));
  for (auto t : {QuarterTurns::one, QuarterTurns::two, QuarterTurns::three}) {
    auto there = turned(r, screen, t);
    auto back =
        turned(there, sideways(t) ? screen.turned() : screen, static_cast<QuarterTurns>((4 - int(t)) & 3));
    EXPECT_EQ(back, r) << int(t);
  }
}

TEST(Geometry, IntersectAndUnite) {
  EXPECT_EQ(intersect({0, 0, 10, 10}, {5, 5, 10, 10}), (Rect{5, 5, 5, 5}));
  EXPECT_TRUE(intersect({0, 0, 5, 5}, {5, 0, 5, 5}).empty());
  EXPECT_EQ(unite({0, 0, 2, 2}, {8, 8, 2, 2}), (Rect{0, 0, 10, 10}));
  EXPECT_EQ(unite({}, {8, 8, 2, 2}), (Rect{8, 8, 2, 2}));
}
