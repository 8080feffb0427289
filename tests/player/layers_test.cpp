#include "player/layers.h"

#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::player;

namespace {

constexpr QuarterTurns each_turn[] = {QuarterTurns::none, QuarterTurns::one, QuarterTurns::two,
                                      QuarterTurns::three};
constexpr Rect zone{10, 20, 200, 100};

Layer made(Size shape, QuarterTurns turns, Fit fit) { return layer_for(shape, turns, zone, fit, 7); }

/// Where a point of the upright picture (fractions) lies in the stored one, by turning it back.
std::pair<double, double> stored(double x, double y, QuarterTurns turns) {
  for (auto n = static_cast<unsigned>(turns); n > 0; --n) {
    auto old = x;
    x = y;
    y = 1 - old;
  }
  return {x, y};
}

}

TEST(LayerFor, ShowsAllOfAPictureThatIsContained) {
  auto wide = made({400, 100}, QuarterTurns::none, Fit::contain);
  EXPECT_EQ(wide.target, (Rect{10, 45, 200, 50}));
  EXPECT_EQ(wide.source, (Part{0, 0, 1, 1}));
  EXPECT_EQ(wide.clip, zone);
  EXPECT_EQ(wide.surface, 7u);
  EXPECT_EQ(wide.opacity, 1);
}

TEST(LayerFor, ATurnedPictureIsPlacedAsItStands) {
  for (auto turns : each_turn) {
    auto shape = sideways(turns) ? Size{100, 400} : Size{400, 100}; // upright it is 400 x 100
    auto layer = made(shape, turns, Fit::contain);
    EXPECT_EQ(layer.target, (Rect{10, 45, 200, 50}));
    EXPECT_EQ(layer.source, (Part{0, 0, 1, 1}));
    EXPECT_EQ(layer.turns, turns);
  }
}

TEST(LayerFor, StretchFillsTheZone) {
  for (auto turns : each_turn) {
    auto layer = made({50, 77}, turns, Fit::stretch);
    EXPECT_EQ(layer.target, zone);
    EXPECT_EQ(layer.source, (Part{0, 0, 1, 1}));
  }
}

// The source is a part of the stored picture: turned, it is the part that place() has chosen of the upright.
TEST(LayerFor, CoverCutsTheRightEdgesOfATurnedPicture) {
  for (Size upright : {Size{300, 300}, Size{1000, 100}, Size{100, 1000}, Size{200, 100}})
    for (auto turns : each_turn) {
      auto layer = made(sideways(turns) ? upright.turned() : upright, turns, Fit::cover);
      auto part = place(upright, zone, Fit::cover).source;
      EXPECT_EQ(layer.target, zone);
      auto [ax, ay] = stored(part.x, part.y, turns);
      auto [bx, by] = stored(part.x + part.width, part.y + part.height, turns);
      EXPECT_NEAR(layer.source.x, std::min(ax, bx), 1e-12);
      EXPECT_NEAR(layer.source.y, std::min(ay, by), 1e-12);
      EXPECT_NEAR(layer.source.width, std::abs(ax - bx), 1e-12);
      EXPECT_NEAR(layer.source.height, std::abs(ay - by), 1e-12);
    }
}

// A part that is not in the middle tells one quarter turn from three.
TEST(LayerFor, CoverTurnedOnceAndThriceDiffer) {
  auto once = made({100, 1000}, QuarterTurns::one, Fit::cover);
  auto part = place({1000, 100}, zone, Fit::cover).source;
  EXPECT_DOUBLE_EQ(once.source.height, part.width);
  EXPECT_DOUBLE_EQ(once.source.width, part.height);
}

TEST(LayerFor, APictureWithoutAreaIsNowhere) {
  EXPECT_TRUE(made({0, 100}, QuarterTurns::none, Fit::contain).target.empty());
  EXPECT_TRUE(layer_for({100, 100}, QuarterTurns::one, {}, Fit::cover, 1).target.empty());
}
