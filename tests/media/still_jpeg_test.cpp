#include "tests/support/still_fixture.h"

using namespace sheaf;
using namespace sheaf::media;

namespace {

FileBytes turned_jpeg(const std::string &name, int orientation) {
  auto jpeg = made_picture(name);
  FileBytes app1{0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0};
  auto tiff = exif_with(orientation);
  app1.insert(app1.end(), tiff.begin(), tiff.end());
  if (jpeg.size() > 2) jpeg.insert(jpeg.begin() + 2, app1.begin(), app1.end());
  return jpeg;
}

FileBytes cut(FileBytes bytes, double part) {
  bytes.resize(static_cast<std::size_t>(static_cast<double>(bytes.size()) * part));
  return bytes;
}

}

TEST(StillJpeg, ShowsAPictureAsItIs) {
  auto out = shown(StillType::jpeg, made_picture("quadrants.jpg"));
  EXPECT_EQ(out.shape.size, (Size{64, 48}));
  EXPECT_EQ(out.shape.shape, (Size{64, 48}));
  EXPECT_TRUE(out.shape.opaque);
  EXPECT_STREQ(out.shape.codec, "jpeg");
  expect_quadrants(out, in_order);
}

TEST(StillJpeg, FollowsAllEightOrientations) {
  for (int o = 1; o <= 8; ++o) {
    SCOPED_TRACE(o);
    auto out = shown(StillType::jpeg, turned_jpeg("quadrants.jpg", o));
    EXPECT_EQ(out.shape.size, (o < 5 ? Size{64, 48} : Size{48, 64}));
    expect_quadrants(out, quadrants_turned(o));
    auto small = shown(StillType::jpeg, turned_jpeg("large.jpg", o), {{200, 200}, Fit::contain, 8_MiB});
    EXPECT_EQ(small.shape.size, (o < 5 ? Size{200, 150} : Size{150, 200}));
    expect_quadrants(small, quadrants_turned(o), 4);
  }
}

TEST(StillJpeg, IsScaledAtEverySizeInOneBudget) {
  auto large = made_picture("large.jpg");
  for (int width : {1, 3, 199, 200, 201, 350, 640, 999, 1599, 1600}) {
    SCOPED_TRACE(width);
    auto out = shown(StillType::jpeg, large, {{width, 5000}, Fit::contain, 2_MiB});
    EXPECT_EQ(out.shape.size.width, width);
    if (width > 3) expect_quadrants(out, in_order, 4);
  }
}

TEST(StillJpeg, CutsForCover) {
  auto out = shown(StillType::jpeg, made_picture("large.jpg"), {{100, 1000}, Fit::cover, 8_MiB});
  EXPECT_EQ(out.shape.size, (Size{100, 1000}));
  EXPECT_EQ(out.shape.shape, (Size{100, 1000}));
  expect_quadrants(out, in_order, 4);
  expect_colour(out, 2, 2, red, 4);
  expect_colour(out, 97, 997, white, 4);
}

TEST(StillJpeg, StretchesPerAxis) {
  auto out = shown(StillType::jpeg, made_picture("large.jpg"), {{2000, 100}, Fit::stretch, 8_MiB});
  EXPECT_EQ(out.shape.size, (Size{1600, 100}));
  EXPECT_EQ(out.shape.shape, (Size{2000, 100}));
  expect_quadrants(out, in_order, 4);
}

TEST(StillJpeg, ShowsProgressiveAndGrey) {
  expect_quadrants(shown(StillType::jpeg, made_picture("progressive.jpg")), in_order, 6);
  auto grey = shown(StillType::jpeg, made_picture("grey.jpg")).at(10, 10);
  EXPECT_EQ(grey.red, grey.green);
  EXPECT_EQ(grey.red, grey.blue);
  EXPECT_EQ(grey.alpha, 255);
}

TEST(StillJpeg, ShowsInksAsColours) {
  expect_quadrants(shown(StillType::jpeg, made_picture("cmyk.jpg")), in_order, 8);
}

TEST(StillJpeg, RefusesProgressiveOverTheBudget) {
  auto error = refusal(StillType::jpeg, made_picture("progressive.jpg"), {{64, 48}, Fit::contain, 16_KiB});
  EXPECT_EQ(error.kind, ErrorKind::refused);
  EXPECT_NE(error.text.find("64 x 48 pixels need "), std::string::npos) << error.text;
}

TEST(StillJpeg, ShowsTheUpperHalfOfABrokenFile) {
  auto out = shown(StillType::jpeg, cut(made_picture("plasma.jpg"), 0.75));
  auto whole = shown(StillType::jpeg, made_picture("plasma.jpg"));
  expect_colour(out, 128, 64, whole.at(128, 64), 0);
  auto error = refusal(StillType::jpeg, cut(made_picture("plasma.jpg"), 0.3));
  EXPECT_EQ(error.kind, ErrorKind::corrupt);
}

TEST(StillJpeg, ShowsTheFirstScansOfABrokenProgressiveFile) {
  auto out = shown(StillType::jpeg, cut(made_picture("plasma_progressive.jpg"), 0.6));
  auto whole = shown(StillType::jpeg, made_picture("plasma_progressive.jpg"));
  expect_colour(out, 128, 64, whole.at(128, 64), 40);
}

TEST(StillJpeg, SaysWhatIsWrong) {
  EXPECT_EQ(refusal(StillType::jpeg, {}).kind, ErrorKind::corrupt);
  auto error = refusal(StillType::jpeg, made_picture("quadrants.png"));
  EXPECT_EQ(error.kind, ErrorKind::corrupt);
  EXPECT_NE(error.text.find("not a JPEG that can be read"), std::string::npos) << error.text;
}

TEST(StillJpeg, AFailedReadIsNoDamage) {
  BytesSource source(made_picture("large.jpg"), 10);
  Shown out;
  EXPECT_EQ(decode_still(StillType::jpeg, source, roomy, out).error().kind, ErrorKind::transient);
}

TEST(StillJpeg, SurvivesDamage) {
  survive_damage(StillType::jpeg, made_picture("plasma.jpg"));
  survive_damage(StillType::jpeg, made_picture("plasma_progressive.jpg"));
  survive_damage(StillType::jpeg, made_picture("cmyk.jpg"), 100);
}
