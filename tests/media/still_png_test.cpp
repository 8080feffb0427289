#include "tests/support/still_fixture.h"

#include <algorithm>

using namespace sheaf;
using namespace sheaf::media;

namespace {

FileBytes cut(FileBytes bytes, double part) {
  bytes.resize(static_cast<std::size_t>(static_cast<double>(bytes.size()) * part));
  return bytes;
}

void put32(FileBytes &out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint32_t crc32_of(const std::uint8_t *begin, const std::uint8_t *end) { // PNG 1.2, annex D
  std::uint32_t crc = ~0u;
  for (; begin != end; ++begin) {
    crc ^= *begin;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  return ~crc;
}

FileBytes chunk(const std::string &name, const FileBytes &data) {
  FileBytes out;
  put32(out, static_cast<std::uint32_t>(data.size()));
  out.insert(out.end(), name.begin(), name.end());
  out.insert(out.end(), data.begin(), data.end());
  put32(out, crc32_of(out.data() + 4, out.data() + out.size()));
  return out;
}

constexpr std::ptrdiff_t after_header = 8 + 25; // signature and IHDR

FileBytes with_chunk(const std::string &picture, const FileBytes &extra) {
  auto png = made_picture(picture);
  if (!png.empty()) png.insert(png.begin() + after_header, extra.begin(), extra.end());
  return png;
}

/// A palette whose every colour is half transparent.
FileBytes veiled_palette() {
  auto png = made_picture("palette.png");
  auto alphas = chunk("tRNS", {128, 128, 128, 128});
  const std::string name = "IDAT";
  auto data = std::search(png.begin(), png.end(), name.begin(), name.end());
  if (data != png.end()) png.insert(data - 4, alphas.begin(), alphas.end());
  return png;
}

/// A header of any size with no picture behind it.
FileBytes header_only(std::uint32_t width, std::uint32_t height, bool interlaced) {
  FileBytes out{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}, ihdr;
  put32(ihdr, width);
  put32(ihdr, height);
  for (int byte : {8, 2, 0, 0, interlaced ? 1 : 0}) ihdr.push_back(static_cast<std::uint8_t>(byte));
  auto head = chunk("IHDR", ihdr), data = chunk("IDAT", {0x78, 0x9C});
  out.insert(out.end(), head.begin(), head.end());
  out.insert(out.end(), data.begin(), data.end());
  return out;
}

}

TEST(StillPng, ShowsEveryKindOfOpaquePicture) {
  for (const auto *name : {"quadrants.png", "deep.png", "palette.png", "interlaced.png"}) {
    SCOPED_TRACE(name);
    auto out = shown(StillType::png, made_picture(name));
    EXPECT_EQ(out.shape.size, (Size{64, 48}));
    EXPECT_TRUE(out.shape.opaque);
    EXPECT_STREQ(out.shape.codec, "png");
    expect_quadrants(out, in_order, 0);
  }
}

TEST(StillPng, ShowsGrey) {
  for (const auto *name : {"grey.png", "grey16.png"}) {
    SCOPED_TRACE(name);
    auto out = shown(StillType::png, made_picture(name));
    expect_colour(out, 60, 40, white, 0);
    expect_colour(out, 60, 10, {182, 182, 182}, 60);
    EXPECT_EQ(out.at(3, 3).red, out.at(3, 3).blue);
  }
  auto bits = shown(StillType::png, made_picture("bits.png"));
  expect_quadrants(bits, {black, white, black, white}, 0);
}

TEST(StillPng, MultipliesAlphaIn) {
  for (const auto *name : {"veiled.png", "veiled16.png", "veiled_interlaced.png"}) {
    SCOPED_TRACE(name);
    auto out = shown(StillType::png, made_picture(name));
    EXPECT_FALSE(out.shape.opaque);
    expect_quadrants(out, {clear, veil, clear, veil}, 1);
  }
  auto grey = shown(StillType::png, made_picture("veiled_grey.png"));
  expect_colour(grey, 2, 2, clear, 0);
  EXPECT_NEAR(grey.at(60, 2).alpha, 128, 1);
  EXPECT_LE(grey.at(60, 2).red, 128);
  expect_quadrants(shown(StillType::png, made_picture("keyed.png")), {clear, red, clear, red}, 0);
}

TEST(StillPng, MultipliesThePalettesAlphaIn) {
  auto out = shown(StillType::png, veiled_palette());
  EXPECT_FALSE(out.shape.opaque);
  expect_quadrants(out, {veil, Rgba{0, 128, 0, 128}, Rgba{0, 0, 128, 128}, Rgba{128, 128, 128, 128}}, 0);
}

TEST(StillPng, IsMadeSmallerAndCut) {
  auto out = shown(StillType::png, made_picture("quadrants.png"), {{16, 12}, Fit::contain, 1_MiB});
  EXPECT_EQ(out.shape.size, (Size{16, 12}));
  expect_quadrants(out, in_order, 0);
  expect_colour(out, 7, 5, red, 0);
  auto covered = shown(StillType::png, made_picture("quadrants.png"), {{8, 24}, Fit::cover, 1_MiB});
  EXPECT_EQ(covered.shape.size, (Size{8, 24}));
  expect_quadrants(covered, in_order, 0);
  auto interlaced = shown(StillType::png, made_picture("interlaced.png"), {{8, 24}, Fit::cover, 1_MiB});
  EXPECT_EQ(interlaced.pixels, covered.pixels);
}

TEST(StillPng, FollowsItsOrientation) {
  for (int o = 1; o <= 8; ++o) {
    SCOPED_TRACE(o);
    auto out = shown(StillType::png, with_chunk("quadrants.png", chunk("eXIf", exif_with(o))));
    expect_quadrants(out, quadrants_turned(o), 0);
  }
}

TEST(StillPng, IgnoresDamageBesideThePicture) {
  auto text = chunk("tEXt", {'a', 0, 'b'});
  text.back() ^= 0xFF;
  expect_quadrants(shown(StillType::png, with_chunk("quadrants.png", text)), in_order, 0);
}

TEST(StillPng, RefusesByName) {
  auto wide = refusal(StillType::png, header_only(70000, 3, false));
  EXPECT_EQ(wide.kind, ErrorKind::refused);
  EXPECT_EQ(wide.text, "70000 x 3 pixels are more than the 65000 a side allowed; save it smaller");
  auto huge = refusal(StillType::png, header_only(40000, 30000, true));
  EXPECT_EQ(huge.kind, ErrorKind::refused);
  EXPECT_EQ(huge.text, "40000 x 30000 pixels are more than a screen can wait for; save it smaller");
  auto heavy = refusal(StillType::png, header_only(20000, 10000, true));
  EXPECT_EQ(heavy.kind, ErrorKind::refused);
  EXPECT_EQ(heavy.text,
            "20000 x 10000 pixels need 602 MB to decode, more than the 67 MB allowed; save it smaller");
}

TEST(StillPng, ShowsTheUpperHalfOfABrokenFile) {
  auto whole = shown(StillType::png, made_picture("plasma.png"));
  for (const auto *name : {"plasma.png", "plasma_interlaced.png"}) {
    SCOPED_TRACE(name);
    auto out = shown(StillType::png, cut(made_picture(name), 0.7));
    expect_colour(out, 128, 64, whole.at(128, 64), 0);
    EXPECT_EQ(refusal(StillType::png, cut(made_picture(name), 0.3)).kind, ErrorKind::corrupt);
  }
  expect_colour(shown(StillType::png, cut(made_picture("plasma.png"), 0.7)), 128, 250, black, 0);
}

TEST(StillPng, AFailedReadIsNoDamage) {
  BytesSource source(made_picture("plasma.png"), 100'000);
  Shown out;
  auto done = decode_still(StillType::png, source, roomy, out);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::transient);
}

TEST(StillPng, SurvivesDamage) {
  survive_damage(StillType::png, made_picture("plasma.png"), 200);
  survive_damage(StillType::png, made_picture("plasma_interlaced.png"), 100);
  survive_damage(StillType::png, veiled_palette(), 200);
  for (const auto *name : {"deep.png", "bits.png", "veiled_grey.png"})
    survive_damage(StillType::png, made_picture(name), 200);
}
