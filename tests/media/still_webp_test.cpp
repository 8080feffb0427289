#include "tests/support/still_fixture.h"

#include <string_view>

using namespace sheaf;
using namespace sheaf::media;

namespace {

void put(FileBytes &out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }
void put_le(FileBytes &out, std::size_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

/// The extended container (VP8X) around a simple 64 x 48 file, with EXIF.
FileBytes turned_webp(const std::string &name, int orientation) {
  auto simple = made_picture(name);
  if (simple.size() < 12) return {};
  FileBytes body;
  put(body, "WEBPVP8X");
  put_le(body, 10, 4);
  put_le(body, 8, 4); // has EXIF
  put_le(body, 63, 3);
  put_le(body, 47, 3);
  body.insert(body.end(), simple.begin() + 12, simple.end());
  auto exif = exif_with(orientation);
  put(body, "EXIF");
  put_le(body, exif.size(), 4);
  body.insert(body.end(), exif.begin(), exif.end());
  FileBytes out;
  put(out, "RIFF");
  put_le(out, body.size(), 4);
  out.insert(out.end(), body.begin(), body.end());
  return out;
}

/// A lossless header of any size up to 16384, with no picture behind it.
FileBytes header_only(std::size_t width, std::size_t height) {
  FileBytes out;
  put(out, "RIFF");
  put_le(out, 100, 4);
  put(out, "WEBPVP8L");
  put_le(out, 88, 4);
  out.push_back(0x2F);
  put_le(out, (width - 1) | (height - 1) << 14, 4);
  out.resize(108);
  return out;
}

}

TEST(StillWebp, ShowsLosslessAndLossy) {
  auto exact = shown(StillType::webp, made_picture("quadrants.webp"));
  EXPECT_EQ(exact.shape.size, (Size{64, 48}));
  EXPECT_TRUE(exact.shape.opaque);
  EXPECT_STREQ(exact.shape.codec, "webp");
  expect_quadrants(exact, in_order, 0);
  expect_quadrants(shown(StillType::webp, made_picture("lossy.webp")), in_order, 6);
}

TEST(StillWebp, MultipliesAlphaIn) {
  for (const auto *name : {"veiled.webp", "veiled_lossy.webp"}) {
    SCOPED_TRACE(name);
    auto out = shown(StillType::webp, made_picture(name));
    EXPECT_FALSE(out.shape.opaque);
    expect_quadrants(out, {clear, veil, clear, veil}, 4);
  }
}

TEST(StillWebp, IsScaledAndCutWhileItIsDecoded) {
  auto large = made_picture("large.webp");
  auto small = shown(StillType::webp, large, {{200, 200}, Fit::contain, 2_MiB});
  EXPECT_EQ(small.shape.size, (Size{200, 150}));
  expect_quadrants(small, in_order, 8);
  auto covered = shown(StillType::webp, large, {{100, 1000}, Fit::cover, 2_MiB});
  EXPECT_EQ(covered.shape.size, (Size{100, 1000}));
  expect_quadrants(covered, in_order, 8);
  auto stretched = shown(StillType::webp, large, {{2000, 100}, Fit::stretch, 2_MiB});
  EXPECT_EQ(stretched.shape.size, (Size{1600, 100}));
  expect_quadrants(stretched, in_order, 8);
}

TEST(StillWebp, FollowsItsOrientation) {
  for (int o = 1; o <= 8; ++o) {
    SCOPED_TRACE(o);
    expect_quadrants(shown(StillType::webp, turned_webp("quadrants.webp", o)), quadrants_turned(o), 0);
  }
}

TEST(StillWebp, ShowsTheFirstFrameOfAnAnimation) {
  auto out = shown(StillType::webp, made_picture("moving.webp"));
  EXPECT_EQ(out.shape.size, (Size{64, 48}));
  expect_quadrants(out, in_order, 12); // the tool took it through YUV
  auto small = shown(StillType::webp, made_picture("moving.webp"), {{32, 24}, Fit::contain, 1_MiB});
  EXPECT_EQ(small.shape.size, (Size{32, 24}));
}

TEST(StillWebp, RefusesByName) {
  auto heavy = refusal(StillType::webp, header_only(16000, 10000));
  EXPECT_EQ(heavy.kind, ErrorKind::refused);
  EXPECT_EQ(heavy.text.find("16000 x 10000 pixels need 643 MB to decode"), 0U) << heavy.text;
  auto large = refusal(StillType::webp, FileBytes(3000), {{10, 10}, Fit::contain, 4_KiB});
  EXPECT_EQ(large.kind, ErrorKind::refused);
  EXPECT_EQ(refusal(StillType::webp, header_only(100, 100)).kind, ErrorKind::corrupt);
  EXPECT_EQ(refusal(StillType::webp, made_picture("quadrants.png")).kind, ErrorKind::corrupt);
}

TEST(StillWebp, SurvivesDamage) {
  for (const auto *name : {"quadrants.webp", "lossy.webp", "veiled_lossy.webp", "moving.webp"})
    survive_damage(StillType::webp, made_picture(name), 200);
  survive_damage(StillType::webp, turned_webp("lossy.webp", 6), 200);
}
