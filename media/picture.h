// What a picture in memory looks like. A view owns nothing: whoever hands it over says how long it lives.
// Values only: any thread.
#pragma once

#include "base/geometry.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace sheaf::media {

/// i420: three planes, Y at full size, U and V at half (rounded up). bgra: one plane, bytes B G R A, alpha
/// premultiplied.
enum class PixelFormat : std::uint8_t { i420, bgra };

/// Which equations made YUV from RGB (ITU-T H.273, table 4).
enum class Matrix : std::uint8_t { bt601, bt709, bt2020 };

struct PictureView {
  PixelFormat format = PixelFormat::bgra;
  Size size;                                   // in stored pixels, before any turn
  std::array<const std::uint8_t *, 3> plane{}; // i420: Y, U, V; bgra: the first only
  std::array<int, 3> stride{};                 // bytes from row to row, positive
  Matrix matrix = Matrix::bt709;               // i420 only
  bool full_range = false;                     // i420 only: 0..255 rather than 16..235
  bool opaque = true;                          // bgra only: every alpha is 255
};

/// Memory to draw in: bgra, rows of `stride` bytes.
struct Canvas {
  std::uint8_t *pixels = nullptr;
  int stride = 0;
  Size size;
};

/// Rows of an i420 or bgra picture: {width, height} of plane `index`.
constexpr Size plane_size(PixelFormat format, Size size, int index) {
  if (format == PixelFormat::bgra) return index == 0 ? size : Size{};
  return index == 0 ? size : Size{(size.width + 1) / 2, (size.height + 1) / 2};
}

}
