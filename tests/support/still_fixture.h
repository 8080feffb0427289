// What the tests of pictures share: files in memory, decoding into memory, and looking at the result.
#pragma once

#include "media/inner/still.h"

#include <array>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace sheaf::media {

using FileBytes = std::vector<std::uint8_t>;

/// A picture made by make_pictures. A missing one fails the test and is empty.
FileBytes made_picture(const std::string &name);

/// Where it is.
std::string made_path(const std::string &name);

/// A source over bytes; reads fail from `fails_at` on.
class BytesSource final : public Source {
public:
  explicit BytesSource(FileBytes bytes, std::uint64_t fails_at = UINT64_MAX)
      : bytes_(std::move(bytes)), fails_at_(fails_at) {}
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> into) override;

private:
  FileBytes bytes_;
  std::uint64_t fails_at_;
};

struct Rgba {
  int red = 0, green = 0, blue = 0, alpha = 255;
};
constexpr Rgba red{255, 0, 0}, lime{0, 255, 0}, blue{0, 0, 255}, white{255, 255, 255}, black{0, 0, 0};
constexpr Rgba clear{0, 0, 0, 0}, veil{128, 0, 0, 128}; // premultiplied, as decoders write

/// A decoded picture; its memory holds nothing but what the decoder wrote over the byte 0xCD.
class Shown final : public StillSink {
public:
  [[nodiscard]] Result<Canvas> begin(const StillShape &shape) override;
  [[nodiscard]] Rgba at(int x, int y) const;

  StillShape shape;
  std::vector<std::uint8_t> pixels;
  int stride = 0, begun = 0;
};

constexpr StillWish roomy{{1920, 1080}, Fit::contain, 64_MiB};

/// Decodes; a failure fails the test.
Shown shown(StillType type, const FileBytes &bytes, const StillWish &wish = roomy);

/// Decodes and expects a failure; its kind and text.
Error refusal(StillType type, const FileBytes &bytes, const StillWish &wish = roomy);

/// Expects a colour within `tolerance` a channel.
void expect_colour(const Shown &shown, int x, int y, Rgba colour, int tolerance = 2);

/// Expects the middles of the four quadrants: top left, top right, bottom left, bottom right.
void expect_quadrants(const Shown &shown, const std::array<Rgba, 4> &colours, int tolerance = 2);
constexpr std::array<Rgba, 4> in_order{red, lime, blue, white};

/// Where red, lime, blue and white stand once EXIF's `orientation` (1 to 8) has been followed.
std::array<Rgba, 4> quadrants_turned(int orientation);

/// A little-endian TIFF directory with nothing but the orientation.
FileBytes exif_with(int orientation);

/// Decodes a few hundred damaged copies (flipped bytes, cut ends): none may crash, hang or write outside.
void survive_damage(StillType type, const FileBytes &bytes, int copies = 300);

}
