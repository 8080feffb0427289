// PNG of trusted pixels: pictures of the screen, and the ones that this project builds in. Files of others
// are decoded in the child. Any thread.
#pragma once

#include "base/result.h"
#include "media/picture.h"

#include <span>
#include <string>
#include <vector>

namespace sheaf::media {

/// A picture that owns its pixels: bgra, rows without gaps.
struct OwnedPicture {
  Size size;
  std::vector<std::uint8_t> pixels;
  [[nodiscard]] PictureView view() const {
    return {.format = PixelFormat::bgra, .size = size, .plane = {pixels.data()}, .stride = {size.width * 4}};
  }
};

/// An opaque 8-bit RGB PNG, compressed for speed. Errors: full.
Result<std::string> encode_png(const OwnedPicture &picture);

/// For PNGs that were compiled in. Errors: corrupt.
Result<OwnedPicture> decode_trusted_png(std::span<const std::uint8_t> bytes);

}
