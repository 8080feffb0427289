#include "tests/support/still_fixture.h"

#include <fstream>

using namespace sheaf;
using namespace sheaf::media;

namespace {

FileBytes svg(const std::string &attributes, const std::string &body) {
  std::string text = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' " +
                     attributes + ">" + body + "</svg>";
  return {text.begin(), text.end()};
}

const std::string quadrants = "<rect width='32' height='24' fill='red'/>"
                              "<rect x='32' width='32' height='24' fill='lime'/>"
                              "<rect y='24' width='32' height='24' fill='blue'/>"
                              "<rect x='32' y='24' width='32' height='24' fill='white'/>";

StillWish box(int width, int height, Fit fit = Fit::contain) { return {{width, height}, fit, 64_MiB}; }

}

TEST(StillSvg, IsDrawnAtTheSizeOfTheScreen) {
  auto out = shown(StillType::svg, svg("width='64' height='48'", quadrants), box(1920, 1080));
  EXPECT_EQ(out.shape.size, (Size{1440, 1080}));
  EXPECT_EQ(out.shape.shape, (Size{64, 48}));
  EXPECT_FALSE(out.shape.opaque);
  EXPECT_STREQ(out.shape.codec, "svg");
  expect_quadrants(out, in_order, 0);
  expect_colour(out, 718, 538, red, 0); // sharp at any size
  expect_colour(out, 721, 541, white, 0);
}

TEST(StillSvg, HasTheShapeOfItsViewBoxOrOfTheScreen) {
  auto view = shown(StillType::svg, svg("viewBox='0 0 64 48'", quadrants), box(400, 400));
  EXPECT_EQ(view.shape.size, (Size{400, 300}));
  expect_quadrants(view, in_order, 0);
  auto none = shown(StillType::svg, svg("", "<rect width='50%' height='100%' fill='red'/>"), box(400, 100));
  EXPECT_EQ(none.shape.size, (Size{400, 100}));
  expect_quadrants(none, {red, clear, red, clear}, 0);
  auto odd = shown(StillType::svg, svg("width='0.5' height='0.25'", ""), box(400, 400));
  EXPECT_EQ(odd.shape.size, (Size{400, 200}));
}

TEST(StillSvg, CutsAndStretches) {
  auto picture = svg("width='64' height='48'", quadrants);
  auto covered = shown(StillType::svg, picture, box(100, 600, Fit::cover));
  EXPECT_EQ(covered.shape.size, (Size{100, 600}));
  EXPECT_EQ(covered.shape.shape, (Size{100, 600}));
  expect_quadrants(covered, in_order, 0);
  auto stretched = shown(StillType::svg, picture, box(300, 30, Fit::stretch));
  EXPECT_EQ(stretched.shape.size, (Size{300, 30}));
  expect_quadrants(stretched, in_order, 0);
  expect_colour(stretched, 1, 1, red, 0);
}

TEST(StillSvg, MultipliesAlphaIn) {
  auto out = shown(StillType::svg,
                   svg("width='64' height='48'", "<rect x='32' width='32' height='48' fill='#ff000080'/>"),
                   box(64, 48));
  expect_quadrants(out, {clear, veil, clear, veil}, 1);
}

TEST(StillSvg, DrawsText) {
  auto out = shown(StillType::svg,
                   svg("width='100' height='100'", "<text y='90' font-size='120' fill='red'>M</text>"),
                   box(100, 100));
  int inked = 0;
  for (int i = 0; i < 100 * 100; ++i) inked += out.at(i % 100, i / 100).red > 100;
  EXPECT_GT(inked, 500) << "is there a font?";
}

TEST(StillSvg, LoadsNothingFromOutside) {
  auto folder = testing::TempDir();
  auto png = made_picture("quadrants.png");
  std::ofstream(folder + "/outside.png", std::ios::binary)
      .write(reinterpret_cast<const char *>(png.data()), static_cast<std::streamsize>(png.size()));
  std::ofstream(folder + "/outside.css") << "rect { fill: red }";
  for (const auto &way : {"file://" + folder + "/outside.png", folder + "/outside.png",
                          std::string("outside.png"), std::string("http://localhost/outside.png")}) {
    SCOPED_TRACE(way);
    auto out =
        shown(StillType::svg,
              svg("width='64' height='48'", "<image width='64' height='48' xlink:href='" + way +
                                                "'/><image width='64' height='48' href='" + way + "'/>"),
              box(64, 48));
    expect_quadrants(out, {clear, clear, clear, clear}, 0);
  }
  auto styled =
      shown(StillType::svg,
            svg("width='64' height='48'", "<style>@import url('file://" + folder +
                                              "/outside.css');</style><rect width='64' height='48'/>"),
            box(64, 48));
  expect_colour(styled, 5, 5, black, 0);
}

TEST(StillSvg, ReadsNoFileThroughXml) {
  std::string secret = testing::TempDir() + "/secret.txt";
  std::ofstream(secret) << "<rect width='64' height='48' fill='red'/>";
  std::string entity = "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file://" + secret +
                       "'>]>"
                       "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='48'>&x;</svg>";
  std::string include = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xi='http://www.w3.org/2001/XInclude' "
                        "width='64' height='48'><xi:include href='file://" +
                        secret + "'/></svg>";
  for (const auto &text : {entity, include}) {
    BytesSource source({text.begin(), text.end()});
    Shown out;
    if (decode_still(StillType::svg, source, box(64, 48), out)) expect_colour(out, 5, 5, clear, 0);
  }
}

TEST(StillSvg, EndsOnRecursion) {
  auto loop = svg("width='64' height='48'", "<g id='a'><use xlink:href='#a'/></g>");
  BytesSource source(loop);
  Shown out;
  (void)decode_still(StillType::svg, source, box(64, 48), out); // shown or refused: it ends
  std::string laughs = "<g id='g0'><rect width='1' height='1'/></g>";
  for (int i = 1; i < 12; ++i) {
    laughs += "<g id='g" + std::to_string(i) + "'>";
    for (int k = 0; k < 10; ++k) laughs += "<use xlink:href='#g" + std::to_string(i - 1) + "'/>";
    laughs += "</g>";
  }
  EXPECT_EQ(refusal(StillType::svg, svg("width='64' height='48'", laughs), box(64, 48)).kind,
            ErrorKind::corrupt);
}

TEST(StillSvg, SaysWhatIsWrong) {
  EXPECT_EQ(refusal(StillType::svg, {}).kind, ErrorKind::corrupt);
  EXPECT_EQ(refusal(StillType::svg, {'<', 's', 'v', 'g'}).kind, ErrorKind::corrupt);
  EXPECT_EQ(refusal(StillType::svg, {0x1F, 0x8B, 8, 0}).kind, ErrorKind::unsupported);
  EXPECT_EQ(refusal(StillType::svg, svg("", ""), {{0, 1}, Fit::contain, 1_MiB}).kind, ErrorKind::refused);
  auto heavy = refusal(StillType::svg, svg("", ""), {{4000, 4000}, Fit::contain, 1_MiB});
  EXPECT_EQ(heavy.kind, ErrorKind::refused);
  EXPECT_EQ(heavy.text.find("the drawing needs 192 MB"), 0U) << heavy.text;
}

TEST(StillSvg, SurvivesDamage) {
  survive_damage(StillType::svg,
                 svg("width='64' height='48'", quadrants + "<defs><filter id='f'><feGaussianBlur "
                                                           "stdDeviation='2'/></filter></defs><circle r='9' "
                                                           "filter='url(#f)'/>"));
}
