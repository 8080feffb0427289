#include "tests/support/still_fixture.h"

#include <avif/avif.h>
#include <memory>
#include <string_view>

using namespace sheaf;
using namespace sheaf::media;

namespace {

struct Destroy {
  void operator()(avifImage *i) const { avifImageDestroy(i); }
  void operator()(avifEncoder *e) const { avifEncoderDestroy(e); }
};

/// The quadrants in 4:4:4, turned and mirrored by boxes.
struct Turns {
  int rotation = -1, mirror = -1; // irot's angle and imir's mode; -1: no box
};

FileBytes encoded(Turns turns, bool veiled = false) {
  std::unique_ptr<avifImage, Destroy> image(avifImageCreate(64, 48, 8, AVIF_PIXEL_FORMAT_YUV444));
  avifRGBImage rgb{};
  avifRGBImageSetDefaults(&rgb, image.get());
  std::vector<std::uint8_t> pixels(64 * 48 * 4);
  for (int i = 0; i < 64 * 48; ++i) {
    auto c = in_order[(i / 64 >= 24 ? 2 : 0) + (i % 64 >= 32 ? 1 : 0)];
    if (veiled) c = {255, 0, 0, i % 64 >= 32 ? 128 : 0};
    auto *out = pixels.data() + std::ptrdiff_t{4} * i;
    for (int value : {c.red, c.green, c.blue, c.alpha}) *out++ = static_cast<std::uint8_t>(value);
  }
  rgb.pixels = pixels.data();
  rgb.rowBytes = 64 * 4;
  EXPECT_EQ(avifImageRGBToYUV(image.get(), &rgb), AVIF_RESULT_OK);
  if (turns.rotation >= 0) image->transformFlags |= AVIF_TRANSFORM_IROT;
  if (turns.mirror >= 0) image->transformFlags |= AVIF_TRANSFORM_IMIR;
  image->irot.angle = static_cast<std::uint8_t>(std::max(turns.rotation, 0));
  image->imir.mode = static_cast<std::uint8_t>(std::max(turns.mirror, 0));
  std::unique_ptr<avifEncoder, Destroy> encoder(avifEncoderCreate());
  encoder->speed = AVIF_SPEED_FASTEST;
  encoder->maxQuantizer = 10;
  avifRWData out = AVIF_DATA_EMPTY;
  EXPECT_EQ(avifEncoderWrite(encoder.get(), image.get(), &out), AVIF_RESULT_OK);
  FileBytes bytes(out.data, out.data + out.size);
  avifRWDataFree(&out);
  return bytes;
}

/// A file with another size promised in its container.
FileBytes promising(std::uint32_t width, std::uint32_t height, const char *picture = "quadrants.avif") {
  auto file = made_picture(picture);
  const std::string_view name = "ispe";
  auto at = std::search(file.begin(), file.end(), name.begin(), name.end());
  if (file.end() - at < 16) return {};
  at += 8;
  for (auto value : {width, height})
    for (int shift = 24; shift >= 0; shift -= 8) *at++ = static_cast<std::uint8_t>(value >> shift);
  return file;
}

}

TEST(StillAvif, ShowsEveryDepth) {
  for (const auto *name : {"quadrants.avif", "avif10.avif", "avif12.avif"}) {
    SCOPED_TRACE(name);
    auto out = shown(StillType::avif, made_picture(name));
    EXPECT_EQ(out.shape.size, (Size{64, 48}));
    EXPECT_TRUE(out.shape.opaque);
    EXPECT_STREQ(out.shape.codec, "avif");
    expect_quadrants(out, in_order, 8);
  }
}

TEST(StillAvif, MultipliesAlphaIn) {
  auto out = shown(StillType::avif, encoded({}, true));
  EXPECT_FALSE(out.shape.opaque);
  expect_quadrants(out, {clear, veil, clear, veil}, 6);
}

TEST(StillAvif, IsMadeSmallerAndCut) {
  auto out = shown(StillType::avif, made_picture("quadrants.avif"), {{16, 40}, Fit::cover, 1_MiB});
  EXPECT_EQ(out.shape.size, (Size{16, 40}));
  expect_quadrants(out, in_order, 8);
}

TEST(StillAvif, TurnsAgainstTheClockAndThenMirrors) {
  EXPECT_EQ(shown(StillType::avif, encoded({1, -1})).shape.size, (Size{48, 64}));
  // The same as EXIF's: 8 is a quarter against the clock, 6 three; 4 swaps top and bottom, 2 left and right.
  struct Case {
    Turns turns;
    int exif;
  };
  for (auto [turns, exif] : {Case{{0, -1}, 1},
                             {{1, -1}, 8},
                             {{2, -1}, 3},
                             {{3, -1}, 6},
                             {{-1, 0}, 4},
                             {{-1, 1}, 2},
                             {{1, 0}, 5},
                             {{1, 1}, 7},
                             {{3, 1}, 5},
                             {{3, 0}, 7}}) {
    SCOPED_TRACE(exif);
    expect_quadrants(shown(StillType::avif, encoded(turns)), quadrants_turned(exif), 8);
  }
}

TEST(StillAvif, RefusesByName) {
  auto heavy = refusal(StillType::avif, promising(16000, 16000));
  EXPECT_EQ(heavy.kind, ErrorKind::refused);
  EXPECT_EQ(heavy.text.find("16000 x 16000 pixels need "), 0U) << heavy.text;
  auto huge = refusal(StillType::avif, promising(60000, 60000));
  EXPECT_EQ(huge.kind, ErrorKind::refused);
  EXPECT_NE(huge.text.find("60000x60000"), std::string::npos) << huge.text;
  EXPECT_EQ(refusal(StillType::avif, promising(64, 48, "large.avif")).kind, ErrorKind::corrupt);
  EXPECT_EQ(refusal(StillType::avif, made_picture("quadrants.png")).kind, ErrorKind::corrupt);
}

TEST(StillAvif, SurvivesDamage) {
  survive_damage(StillType::avif, encoded({1, 1}, true), 200);
  for (const auto *name : {"quadrants.avif", "avif10.avif"})
    survive_damage(StillType::avif, made_picture(name), 200);
}
