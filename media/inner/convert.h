// YUV to RGB, eight bits. Any thread, one canvas each.
#pragma once

#include "media/picture.h"

namespace sheaf::media {

/// Which equations: ITU-R BT.601-7, BT.709-6 or BT.2020-2 (non-constant luminance), limited or full range.
struct Equations {
  Matrix matrix = Matrix::bt709;
  bool full_range = false;
};

/// Three planes as libyuv takes them.
struct Yuv {
  const std::uint8_t *y = nullptr, *u = nullptr, *v = nullptr;
  int y_stride = 0, u_stride = 0, v_stride = 0;
};

/// Converts one row with a chroma sample for every pixel.
void convert_row(const Yuv &yuv, Equations equations, std::uint8_t *bgra, int width);

/// Converts with a chroma sample for two by two pixels. `odd_x`, `odd_y`: the first column (row) is the
/// second one of its pair.
void convert_quads(const Yuv &yuv, bool odd_x, bool odd_y, Equations equations, Canvas out);

}
