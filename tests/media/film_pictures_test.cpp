// What films look like: colours, shapes, turns, sizes, fields, animations.
#include "tests/support/film_fixture.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace sheaf::media {
namespace {

constexpr std::array<Colour, 8> patches{Colour{255, 255, 255}, {0, 0, 0},     {255, 0, 0},
                                        {0, 255, 0},           {0, 0, 255},   {255, 255, 0},
                                        {127, 127, 127},       {200, 100, 50}};

void expect_patches(const Played &p, int tolerance = 3) {
  ASSERT_FALSE(p.frames.empty());
  for (const auto *f : {&p.frames.front(), &p.frames.back()})
    for (std::size_t i = 0; i < patches.size(); ++i)
      expect_pixel(f->picture, f->picture.size.width * static_cast<int>(2 * i + 1) / 16,
                   f->picture.size.height / 2, patches.at(i), tolerance);
}

class ColoursOf : public testing::TestWithParam<const char *> {};
TEST_P(ColoursOf, AreThoseThatWereDrawn) { expect_patches(played(GetParam())); }
INSTANTIATE_TEST_SUITE_P(Streams, ColoursOf,
                         testing::Values("bt601_tv.mp4", "bt601_pc.mp4", "bt709_tv.mp4", "bt709_pc.mp4",
                                         "bt2020_tv.mp4", "bt2020_pc.mp4", "vp9_tv.webm", "vp9_pc.webm",
                                         "unsaid_small.mp4", "unsaid_large.mp4", "colours_deep.mp4",
                                         "colours_prores.mov", "colours_444.mp4", "colours_rgb.mp4",
                                         "colours_mjpeg.avi"));

TEST(FilmColours, AreTheSameWhenTheChildScales) {
  for (const char *file :
       {"bt709_pc.mp4", "colours_deep.mp4", "colours_prores.mov", "colours_444.mp4", "colours_rgb.mp4"}) {
    SCOPED_TRACE(file);
    auto p = played(file, {.box = {200, 200}});
    EXPECT_EQ(p.frames.at(0).size, (Size{200, 40}));
    expect_patches(p);
  }
}

OwnedPicture trusted(const std::string &name) {
  std::ifstream file(made_film(name), std::ios::binary);
  std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
  auto p = decode_trusted_png({reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()});
  EXPECT_TRUE(p) << name;
  return p ? *p : OwnedPicture{};
}

// ffmpeg itself turned these upright.
TEST(FilmShape, TurnedFilmsStandUpright) {
  for (const char *turned : {"turned90", "turned180", "turned270"}) {
    SCOPED_TRACE(turned);
    auto p = played(turned + std::string(".mp4"));
    auto wanted = trusted(turned + std::string(".png"));
    ASSERT_FALSE(p.frames.empty());
    const auto &got = p.frames[0].picture;
    ASSERT_EQ(got.size, wanted.size);
    for (int i = 0; i < 4; ++i) {
      int x = wanted.size.width * (i % 2 * 2 + 1) / 4, y = wanted.size.height * (i / 2 * 2 + 1) / 4;
      const auto *w = wanted.pixels.data() + std::ptrdiff_t{4} * (y * wanted.size.width + x);
      expect_pixel(got, x, y, {w[2], w[1], w[0]}, 6);
    }
  }
}

TEST(FilmShape, ATurnedFilmIsFittedByItsUprightShape) {
  auto p = played("turned90.mp4", {.box = {60, 80}}); // upright it is 120 x 160
  EXPECT_EQ(p.frames.at(0).size, (Size{80, 60}));
}

void expect_shape(const char *file, Size shape) {
  auto p = played(file, {.pixels = false});
  auto got = p.frames.at(0).shape;
  EXPECT_NEAR(double(got.width) / got.height, double(shape.width) / shape.height, 0.01)
      << file << ": " << got.width << ':' << got.height; // Matroska tells it in whole pixels
}

TEST(FilmShape, PixelsHaveTheirOwnShape) {
  expect_shape("wide_h264.mp4", {64, 33}); // 160 x 120 of 16:11
  expect_shape("wide_vp9.webm", {64, 33});
  expect_shape("wide_mpeg2.mpg", {16, 9});
  expect_shape("wide_container.mkv", {2, 1}); // the container's word, against the stream's
}

TEST(FilmShape, ThePictureIsNeverLargerThanTheScreenNeeds) {
  auto p = played("large.mp4", {.box = {1280, 720}});
  EXPECT_EQ(p.frames.at(0).size, (Size{1280, 720}));
  EXPECT_EQ(numbers(p), numbers_up_to(4));
  EXPECT_EQ(played("large.mp4", {.box = {720, 720}, .fit = Fit::cover}).frames.at(0).size, (Size{1280, 720}));
  EXPECT_EQ(played("hd.mp4", {.box = {3840, 2160}}).frames.at(0).size, (Size{1920, 1080}));
}

TEST(FilmMemory, AFilmThatFitsIsNeverCopied) {
  for (bool hold : {false, true}) {
    auto p = played("hd.mp4", {.hold = hold});
    EXPECT_EQ(numbers(p), numbers_up_to(25));
    EXPECT_TRUE(std::all_of(p.frames.begin(), p.frames.end(), [](const Seen &f) { return f.as_decoded; }));
  }
}

// A narrow screen that a wide film covers: memory for eight pictures, of which decoders may hold three.
TEST(FilmMemory, PicturesAreCopiedWhereTheMemoryIsShort) {
  auto p = played("hd.mp4", {.box = {250, 1080}, .fit = Fit::cover, .hold = true});
  EXPECT_EQ(numbers(p), numbers_up_to(25));
  auto copied = std::count_if(p.frames.begin(), p.frames.end(), [](const Seen &f) { return !f.as_decoded; });
  EXPECT_GT(copied, 0);
  EXPECT_LT(copied, 25);
  EXPECT_LE(p.laid.size(), 8u);
}

TEST(FilmMemory, PlacesForFewerThanThePlayerTakesAreEnough) {
  auto p = played("hd.mp4", {.box = {64, 1080}, .fit = Fit::cover});
  EXPECT_EQ(numbers(p), numbers_up_to(25));
  EXPECT_LE(p.laid.size(), 4u);
}

int green(const OwnedPicture &p, int x, int y) {
  return p.pixels[(static_cast<std::size_t>(y) * static_cast<std::size_t>(p.size.width) +
                   static_cast<std::size_t>(x)) *
                      4 +
                  1];
}

// Pixels that stand out from both the row above and the row below.
int combed(const OwnedPicture &p) {
  int count = 0;
  for (int y = 1; y + 1 < p.size.height; ++y)
    for (int x = 0; x < p.size.width; ++x) {
      int above = green(p, x, y) - green(p, x, y - 1), below = green(p, x, y) - green(p, x, y + 1);
      count += (above > 40 && below > 40) || (above < -40 && below < -40);
    }
  return count;
}

class FieldsOf : public testing::TestWithParam<const char *> {};
TEST_P(FieldsOf, BecomeWholePictures) {
  auto p = played(GetParam());
  ASSERT_EQ(p.frames.size(), 20u);
  EXPECT_EQ(p.end->frames, 20);
  EXPECT_NEAR(milliseconds(p.end->duration), 800, 1);
  for (std::size_t n = 2; n < p.frames.size() - 1; ++n) {
    EXPECT_NEAR(milliseconds(p.frames[n].pts), static_cast<double>(n) * 40, 1);
    EXPECT_LT(combed(p.frames[n].picture), 100) << n; // as they are stored: some 2,000
    const auto &picture = p.frames[n].picture;
    int bar = static_cast<int>(n) * 10; // its left edge in the first field
    EXPECT_LT(green(picture, bar - 3, 120), 100) << n;
    EXPECT_GT(green(picture, bar + 3, 120), 150) << n;
  }
}
INSTANTIATE_TEST_SUITE_P(Interlaced, FieldsOf,
                         testing::Values("fields_tff.mp4", "fields_bff.mp4", "fields.mpg"));

constexpr Colour red{255, 0, 0}, blue{0, 0, 255}, black{}, white{255, 255, 255};

TEST(Animation, RepeatsToFillItsTime) {
  auto p = played("two.gif", {.still = 2500ms}); // a second long: three times
  EXPECT_EQ(p.facts->kind, ItemKind::animation);
  ASSERT_EQ(p.frames.size(), 30u);
  EXPECT_EQ(p.end->duration, 3s);
  for (std::size_t n = 0; n < p.frames.size(); ++n) {
    EXPECT_EQ(p.frames[n].pts, Duration(100ms) * n);
    expect_pixel(p.frames[n].picture, 32, 24, n % 10 < 4 ? red : blue, 8);
  }
  EXPECT_EQ(played("two.gif", {.still = 500ms}).frames.size(), 10u); // never cut
}

TEST(Animation, KeepsItsDelaysAndWhatCanBeSeenThrough) {
  auto p = played("veiled.gif", {.still = 700ms, .ground = {0, 255, 0}});
  ASSERT_EQ(p.frames.size(), 2u);
  EXPECT_EQ(p.frames[0].duration, 200ms);
  EXPECT_EQ(p.frames[1].pts, 200ms);
  EXPECT_EQ(p.frames[1].duration, 600ms);
  EXPECT_EQ(p.end->duration, 800ms);
  EXPECT_FALSE(p.frames[0].opaque);
  expect_pixel(p.frames[0].picture, 10, 10, red, 0);
  expect_pixel(p.frames[0].picture, 50, 10, {0, 255, 0}, 0);
  expect_pixel(p.frames[1].picture, 10, 10, {0, 255, 0}, 0);
  expect_pixel(p.frames[1].picture, 50, 10, blue, 0);
}

TEST(Animation, HalfTransparentPngIsMixedWithWhatIsBehind) {
  auto p = played("veiled.apng", {.still = 100ms, .ground = white});
  EXPECT_EQ(p.facts->kind, ItemKind::animation);
  ASSERT_EQ(p.frames.size(), 3u);
  expect_pixel(p.frames[0].picture, 32, 24, {255, 127, 127}, 2);
}

// Of 64 pixels 5 are made 64: the edge falls within one, and clear pixels have no colour to give to it.
TEST(Animation, ClearPixelsDoNotDarkenEdges) {
  auto p = played("veiled.gif", {.box = {21, 16}, .still = 100ms, .ground = white});
  ASSERT_FALSE(p.frames.empty());
  const auto &picture = p.frames[0].picture;
  for (int x = 0; x < picture.size.width; ++x)
    EXPECT_GE(picture.pixels[static_cast<std::size_t>((8 * picture.size.width + x) * 4) + 2], 250) << x;
}

TEST(Animation, OfOnePictureIsAStill) {
  for (const char *file : {"one.gif", "picture.bmp", "picture.ppm"}) {
    auto p = played(file, {.still = 5s});
    EXPECT_EQ(p.facts->kind, ItemKind::still) << file;
    EXPECT_EQ(p.frames.size(), 1u) << file;
    expect_pixel(p.frames.at(0).picture, 10, 10, red, 0);
  }
  auto p = played("picture.bmp");
  expect_pixel(p.frames.at(0).picture, 100, 10, blue, 0);
}

}
}
