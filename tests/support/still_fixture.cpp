#include "tests/support/still_fixture.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

namespace sheaf::media {

std::string made_path(const std::string &name) { return SHEAF_PICTURES "/" + name; }

FileBytes made_picture(const std::string &name) {
  std::ifstream file(made_path(name), std::ios::binary);
  FileBytes bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_FALSE(bytes.empty()) << "tests/support/make_pictures has not made " << name;
  return bytes;
}

Result<std::size_t> BytesSource::read(std::uint64_t offset, std::span<std::uint8_t> into) {
  if (offset + into.size() > fails_at_) return fail(ErrorKind::transient, "cannot read the file");
  if (offset >= bytes_.size()) return std::size_t{0};
  auto count = std::min<std::uint64_t>(into.size(), bytes_.size() - offset);
  std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), count, into.begin());
  return count;
}

Result<Canvas> Shown::begin(const StillShape &s) {
  shape = s;
  ++begun;
  stride = s.size.width * 4 + 16; // a stride of its own, so that nobody takes it for granted
  pixels.assign(static_cast<std::size_t>(stride) * s.size.height, 0xCD);
  return Canvas{pixels.data(), stride, s.size};
}

Rgba Shown::at(int x, int y) const {
  auto i = static_cast<std::size_t>(y) * stride + std::size_t{4} * x;
  if (i + 4 > pixels.size()) return {-1, -1, -1, -1};
  return {pixels[i + 2], pixels[i + 1], pixels[i], pixels[i + 3]};
}

Shown shown(StillType type, const FileBytes &bytes, const StillWish &wish) {
  BytesSource source(bytes);
  Shown out;
  auto done = decode_still(type, source, wish, out);
  EXPECT_TRUE(done) << done.error().text;
  EXPECT_EQ(out.begun, 1);
  return out;
}

Error refusal(StillType type, const FileBytes &bytes, const StillWish &wish) {
  BytesSource source(bytes);
  Shown out;
  auto done = decode_still(type, source, wish, out);
  EXPECT_FALSE(done) << "decoded what should have been refused";
  return done ? Error{} : done.error();
}

void expect_colour(const Shown &shown, int x, int y, Rgba colour, int tolerance) {
  auto got = shown.at(x, y);
  auto near = [tolerance](int a, int b) { return std::abs(a - b) <= tolerance; };
  EXPECT_TRUE(near(got.red, colour.red) && near(got.green, colour.green) && near(got.blue, colour.blue) &&
              near(got.alpha, colour.alpha))
      << "at " << x << ", " << y << " is " << got.red << ' ' << got.green << ' ' << got.blue << ' '
      << got.alpha << " and not " << colour.red << ' ' << colour.green << ' ' << colour.blue << ' '
      << colour.alpha;
}

void expect_quadrants(const Shown &shown, const std::array<Rgba, 4> &colours, int tolerance) {
  auto [width, height] = shown.shape.size;
  expect_colour(shown, width / 4, height / 4, colours[0], tolerance);
  expect_colour(shown, width * 3 / 4, height / 4, colours[1], tolerance);
  expect_colour(shown, width / 4, height * 3 / 4, colours[2], tolerance);
  expect_colour(shown, width * 3 / 4, height * 3 / 4, colours[3], tolerance);
}

std::array<Rgba, 4> quadrants_turned(int orientation) {
  switch (orientation) {
  case 2:
    return {lime, red, white, blue};
  case 3:
    return {white, blue, lime, red};
  case 4:
    return {blue, white, red, lime};
  case 5:
    return {red, blue, lime, white};
  case 6:
    return {blue, red, white, lime};
  case 7:
    return {white, lime, blue, red};
  case 8:
    return {lime, white, red, blue};
  default:
    return in_order;
  }
}

FileBytes exif_with(int orientation) {
  auto value = static_cast<std::uint8_t>(orientation);
  return {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0};
}

void survive_damage(StillType type, const FileBytes &bytes, int copies) {
  if (bytes.empty()) return;
  std::minstd_rand dice(20); // NOLINT: the same damage every time
  for (int i = 0; i < copies; ++i) {
    auto damaged = bytes;
    auto flips = dice() % 8;
    // Half of the damage goes where formats keep their sizes and tables.
    auto reach = i % 2 ? damaged.size() : std::min<std::size_t>(damaged.size(), 128);
    for (unsigned f = 0; f < flips; ++f) damaged[dice() % reach] = static_cast<std::uint8_t>(dice());
    if (i % 3 == 0) damaged.resize(dice() % damaged.size());
    BytesSource source(damaged);
    Shown out;
    StillWish wish{{50, 40}, static_cast<Fit>(i % 3), 32_MiB};
    auto done = decode_still(type, source, wish, out);
    EXPECT_TRUE(done || !done.error().text.empty());
  }
}

}
