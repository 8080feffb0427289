#include "tests/support/still_fixture.h"

#include <algorithm>

using namespace sheaf;
using namespace sheaf::media;

namespace {

FileBytes turned_tiff(const std::string &name, int orientation) {
  auto file = made_picture(name);
  const FileBytes entry{0x12, 1, 3, 0, 1, 0, 0, 0, 1, 0};
  auto at = std::search(file.begin(), file.end(), entry.begin(), entry.end());
  EXPECT_NE(at, file.end());
  if (at != file.end()) at[8] = static_cast<std::uint8_t>(orientation);
  return file;
}

}

TEST(StillTiff, ShowsEveryKindOfPicture) {
  for (const auto *name : {"quadrants.tif", "lzw.tif", "zip.tif", "deep.tif", "tiled.tif", "palette.tif",
                           "planes.tif", "one_strip.tif", "pages.tif"}) {
    SCOPED_TRACE(name);
    auto out = shown(StillType::tiff, made_picture(name));
    EXPECT_EQ(out.shape.size, (Size{64, 48}));
    EXPECT_TRUE(out.shape.opaque);
    EXPECT_STREQ(out.shape.codec, "tiff");
    expect_quadrants(out, in_order, 0);
  }
  expect_quadrants(shown(StillType::tiff, made_picture("jpeg.tif")), in_order, 8);
  expect_quadrants(shown(StillType::tiff, made_picture("bits.tif")), {black, white, black, white}, 0);
}

TEST(StillTiff, ShowsInksAsColours) {
  expect_quadrants(shown(StillType::tiff, made_picture("cmyk.tif")), in_order, 8);
}

TEST(StillTiff, MultipliesAlphaIn) {
  auto out = shown(StillType::tiff, made_picture("veiled.tif"));
  EXPECT_FALSE(out.shape.opaque);
  expect_quadrants(out, {clear, veil, clear, veil}, 1);
}

TEST(StillTiff, FollowsItsOrientation) {
  for (int o = 1; o <= 8; ++o) {
    SCOPED_TRACE(o);
    for (const auto *name : {"quadrants.tif", "tiled.tif"}) {
      auto out = shown(StillType::tiff, turned_tiff(name, o));
      EXPECT_EQ(out.shape.size, (o < 5 ? Size{64, 48} : Size{48, 64}));
      expect_quadrants(out, quadrants_turned(o), 0);
    }
  }
}

TEST(StillTiff, IsMadeSmallerAndCut) {
  auto out = shown(StillType::tiff, made_picture("lzw.tif"), {{8, 24}, Fit::cover, 1_MiB});
  EXPECT_EQ(out.shape.size, (Size{8, 24}));
  expect_quadrants(out, in_order, 0);
}

TEST(StillTiff, RefusesByName) {
  auto heavy = refusal(StillType::tiff, made_picture("one_strip.tif"), {{9, 9}, Fit::contain, 32_KiB});
  EXPECT_EQ(heavy.kind, ErrorKind::refused);
  EXPECT_EQ(heavy.text.find("64 x 48 pixels need "), 0U) << heavy.text;
  EXPECT_EQ(refusal(StillType::tiff, {}).kind, ErrorKind::corrupt);
  EXPECT_EQ(refusal(StillType::tiff, made_picture("quadrants.png")).kind, ErrorKind::corrupt);
  auto torn = made_picture("pages.tif");
  torn.resize(torn.size() / 4);
  EXPECT_EQ(refusal(StillType::tiff, torn).kind, ErrorKind::corrupt);
}

TEST(StillTiff, AFailedReadIsNoDamage) {
  BytesSource source(made_picture("quadrants.tif"), 16);
  Shown out;
  EXPECT_EQ(decode_still(StillType::tiff, source, roomy, out).error().kind, ErrorKind::transient);
}

TEST(StillTiff, SurvivesDamage) {
  for (const auto *name : {"quadrants.tif", "lzw.tif", "zip.tif", "jpeg.tif", "tiled.tif", "palette.tif",
                           "planes.tif", "bits.tif", "cmyk.tif", "veiled.tif"})
    survive_damage(StillType::tiff, made_picture(name), 100);
}
