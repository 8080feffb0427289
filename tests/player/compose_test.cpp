#include "player/inner/compose.h"
#include "player/inner/damage.h"
#include "tests/media/reference.h"

#include <gtest/gtest.h>
#include <limits>
#include <map>

using namespace sheaf;
using namespace sheaf::player;
using media::PictureView;
using media::PixelFormat;
using namespace sheaf::media::reference;

namespace {

constexpr QuarterTurns every_turn[] = {QuarterTurns::none, QuarterTurns::one, QuarterTurns::two,
                                       QuarterTurns::three};

/// Pictures by surface.
struct Pictures {
  std::map<Surface, Picture> held;
  PictureOf find = [this](Surface s) -> const PictureView * {
    auto it = held.find(s);
    return it == held.end() ? nullptr : &it->second.view;
  };
};

Layer layer(Surface surface, Rect target, Rect clip = {}) {
  Layer l;
  l.surface = surface;
  l.target = target;
  l.clip = clip;
  return l;
}

void compose(const Scene &scene, QuarterTurns turns, Rect damage, const Pictures &pictures, Glass &glass) {
  Composer composer;
  composer.compose(scene, turns, damage, pictures.find, glass.canvas());
}

constexpr Rect everything{0, 0, 10000, 10000};

/// The logical pixel that is seen at a pixel of the glass: the whole screen is turned clockwise.
std::pair<int, int> logical(int x, int y, Size glass, QuarterTurns turns) {
  switch (turns) {
  case QuarterTurns::one:
    return {y, glass.width - 1 - x};
  case QuarterTurns::two:
    return {glass.width - 1 - x, glass.height - 1 - y};
  case QuarterTurns::three:
    return {glass.height - 1 - y, x};
  default:
    return {x, y};
  }
}

/// Every layer on every logical pixel, from back to front.
Bgra naive(const Scene &scene, const Pictures &pictures, int x, int y) {
  Bgra pixel{double(scene.background.blue), double(scene.background.green), double(scene.background.red),
             255};
  for (const Layer &l : scene.layers)
    if (const auto *picture = pictures.find(l.surface)) {
      media::Drawing how{l.source, l.target, l.clip.empty() ? everything : l.clip, l.turns, l.opacity};
      over(pixel, *picture, how, x, y);
    }
  return pixel;
}

/// The largest difference from the reference over the glass; outside of `damage` from the untouched grey.
double worst(const Scene &scene, QuarterTurns turns, Rect damage, const Pictures &pictures, Size size) {
  Glass glass(size);
  compose(scene, turns, damage, pictures, glass);
  double most = 0;
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      auto [lx, ly] = logical(x, y, size, turns);
      bool touched = !intersect(damage, {lx, ly, 1, 1}).empty();
      double here =
          distance(glass.at(x, y), touched ? naive(scene, pictures, lx, ly) : Bgra{77, 77, 77, 255});
      most = std::max(most, touched ? here : here * 1000);
    }
  return most;
}

Picture numbered(Size size) {
  Picture p(PixelFormat::bgra, size);
  for (int i = 0; i < size.width * size.height; ++i)
    p.planes[0][i * 4] = std::uint8_t(i + 1), p.planes[0][i * 4 + 3] = 255;
  return p;
}

}

TEST(Compose, StoredAndWholeScreenTurnsAddUp) {
  for (auto stored : every_turn)
    for (auto whole : every_turn) {
      Pictures pictures;
      pictures.held.emplace(1, numbered({3, 2}));
      auto both = stored + whole;
      Size glass_size = sideways(both) ? Size{2, 3} : Size{3, 2};
      Size screen = sideways(whole) ? glass_size.turned() : glass_size;
      Layer l = layer(1, {0, 0, screen.width, screen.height});
      l.turns = stored;
      Glass glass(glass_size);
      compose({{}, {l}}, whole, everything, pictures, glass);
      const int shown[4][6] = {
          {1, 2, 3, 4, 5, 6}, {4, 1, 5, 2, 6, 3}, {6, 5, 4, 3, 2, 1}, {3, 6, 2, 5, 1, 4}};
      for (int i = 0; i < 6; ++i)
        EXPECT_EQ(glass.at(i % glass_size.width, i / glass_size.width)[0], shown[int(both)][i])
            << int(stored) << int(whole);
    }
}

TEST(Compose, BackgroundShowsWhereNothingCovers) {
  Pictures pictures;
  pictures.held.emplace(1, noisy(PixelFormat::i420, {8, 4}, 1));
  Scene letterbox{{10, 20, 30}, {layer(1, {0, 2, 8, 4})}};
  EXPECT_LE(worst(letterbox, QuarterTurns::none, everything, pictures, {8, 8}), 2);
  Scene empty{{10, 20, 30}, {}};
  EXPECT_EQ(worst(empty, QuarterTurns::one, everything, pictures, {8, 8}), 0);
}

TEST(Compose, ALayerWithoutPictureIsLeftOut) {
  Pictures pictures;
  pictures.held.emplace(1, noisy(PixelFormat::i420, {8, 8}, 1));
  Scene scene{{1, 2, 3}, {layer(1, {0, 0, 8, 8}), layer(9, {0, 0, 8, 8})}};
  EXPECT_LE(worst(scene, QuarterTurns::none, everything, pictures, {8, 8}), 2);
}

TEST(Compose, WhatIsHiddenIsNotRead) {
  Pictures pictures;
  pictures.held.emplace(1, noisy(PixelFormat::i420, {8, 8}, 1));
  pictures.held.emplace(2, noisy(PixelFormat::i420, {8, 8}, 2));
  Layer upper = layer(2, {0, 0, 8, 5}), lower = layer(2, {0, 5, 8, 3});
  Glass with({8, 8}), without({8, 8});
  compose({{}, {upper, lower}}, QuarterTurns::none, everything, pictures, without);
  pictures.held.at(1).view.plane = {}; // reading it would crash
  compose({{}, {layer(1, {0, 0, 8, 8}), upper, lower}}, QuarterTurns::none, everything, pictures, with);
  EXPECT_EQ(with.bytes, without.bytes);
}

TEST(Compose, DamageKeepsTheRest) {
  Pictures pictures;
  pictures.held.emplace(1, noisy(PixelFormat::i420, {20, 20}, 1));
  Scene scene{{}, {layer(1, {-5, -5, 50, 41})}};
  for (auto turns : every_turn)
    for (Rect damage : {Rect{0, 0, 1, 1}, Rect{3, 5, 11, 7}, Rect{-9, 10, 90, 5}, Rect{0, 0, 0, 9}})
      EXPECT_LE(worst(scene, turns, damage, pictures, {31, 23}), 4) << int(turns);
}

TEST(Compose, AbsurdRectanglesAreEmpty) {
  Pictures pictures;
  pictures.held.emplace(1, noisy(PixelFormat::i420, {8, 8}, 1));
  constexpr int most = std::numeric_limits<int>::max();
  Scene scene{{1, 2, 3}, {layer(1, {5, 5, most, most}), layer(1, {0, 0, 8, 8}, {-most, 0, most, most})}};
  Glass glass({8, 8});
  compose(scene, QuarterTurns::one, {0, 0, most, most}, pictures, glass);
  EXPECT_EQ(glass.at(7, 7)[2], 1);
}

TEST(Compose, RandomScenesAgreeWithTheReference) {
  double most = 0;
  for (int round = 0; round < 400; ++round) {
    Dice dice(static_cast<unsigned>(round));
    Pictures pictures;
    for (Surface s = 1; s <= 3; ++s)
      pictures.held.emplace(s, noisy(dice(2) ? PixelFormat::i420 : PixelFormat::bgra,
                                     {1 + dice(30), 1 + dice(30)}, s + unsigned(round), dice(2), dice(5)));
    Size size{1 + dice(40), 1 + dice(40)};
    Scene scene{{std::uint8_t(dice(256)), 9, 200}, {}};
    for (int n = dice(6); n > 0; --n) {
      Layer l = layer(Surface(dice(4)), {dice(40) - 20, dice(40) - 20, dice(60), dice(60)});
      if (dice(3) == 0) l.target = {0, 0, 40, 40};
      if (dice(2)) l.clip = {dice(30), dice(30), 1 + dice(30), 1 + dice(30)};
      if (dice(3) == 0) l.source = {dice(9) / 20.0, dice(9) / 20.0, 0.05 + dice(9) / 20.0, 0.5};
      l.opacity = dice(3) ? 1 : dice(5) / 4.0;
      l.turns = every_turn[dice(4)];
      scene.layers.push_back(l);
    }
    Rect damage = dice(2) ? everything : Rect{dice(30), dice(30), 1 + dice(30), 1 + dice(30)};
    double here = worst(scene, every_turn[dice(4)], damage, pictures, size);
    most = std::max(most, here);
    // 5 for one drawing (see pixels_test), and up to one more for each time something is blended over it.
    ASSERT_LE(here, 7) << "round " << round;
  }
  RecordProperty("worst", std::to_string(most));
}

TEST(Damage, IsWhatChanged) {
  constexpr Size screen{100, 100};
  Layer film = layer(1, {0, 0, 100, 80}), clock = layer(2, {0, 80, 50, 20}), logo = layer(3, {90, 0, 10, 10});
  Scene a{{}, {film, clock}};
  EXPECT_TRUE(damage(a, a, {}, screen).empty());
  EXPECT_EQ(damage(a, {{}, {film, clock, logo}}, {}, screen), logo.target);
  EXPECT_EQ(damage(a, {{}, {logo, film, clock}}, {}, screen), logo.target);
  EXPECT_EQ(damage({{}, {film, logo, clock}}, a, {}, screen), logo.target);
  EXPECT_EQ(damage(a, {{}, {clock, film}}, {}, screen), (Rect{0, 0, 100, 100}));
  EXPECT_EQ(damage(a, {{1, 1, 1}, {film, clock}}, {}, screen), (Rect{0, 0, 100, 100}));
  const Surface changed[] = {2};
  EXPECT_EQ(damage(a, a, changed, screen), clock.target);
  Layer moved = clock;
  moved.target.x = 20;
  EXPECT_EQ(damage(a, {{}, {film, moved}}, {}, screen), (Rect{0, 80, 70, 20}));
  EXPECT_EQ(damage({{}, {film, film}}, {{}, {film}}, {}, screen), film.target);
}

TEST(Damage, DrawnOverTheOldPictureItGivesTheNewOne) {
  for (int round = 0; round < 200; ++round) {
    Dice dice(static_cast<unsigned>(round));
    Pictures pictures;
    for (Surface s = 1; s <= 3; ++s)
      pictures.held.emplace(s, noisy(dice(2) ? PixelFormat::i420 : PixelFormat::bgra, {9, 7}, s, dice(2)));
    Scene scenes[2];
    for (auto &scene : scenes)
      for (int n = dice(4); n > 0; --n)
        scene.layers.push_back(layer(Surface(1 + dice(3)), {dice(3) * 10, dice(3) * 10, 5 + dice(2) * 8, 9}));
    Glass stepwise({30, 30}), fresh({30, 30});
    compose(scenes[0], QuarterTurns::none, everything, pictures, stepwise);
    compose(scenes[1], QuarterTurns::none, damage(scenes[0], scenes[1], {}, {30, 30}), pictures, stepwise);
    compose(scenes[1], QuarterTurns::none, everything, pictures, fresh);
    ASSERT_EQ(stepwise.bytes, fresh.bytes) << round;
  }
}
