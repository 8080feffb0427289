#include "media/inner/convert.h"

#include <cmath>
#include <libyuv.h>
#include <libyuv/row.h> // struct YuvConstants

namespace sheaf::media {
namespace {

int rounded(double x) { return static_cast<int>(std::lround(x)); }

/// libyuv's own tables stop at a gain of 2.0 for blue, so that BT.709 and BT.2020 (2.112 and 2.142) come out
/// up to 16 steps too dark in blue; its loops take up to 4.0 (its build option LIBYUV_UNLIMITED_DATA). So the
/// tables are made here, in libyuv's layout: gains in 64ths, from R = Y + 2(1 - Kr) Cr, B = Y + 2(1 - Kb) Cb
/// and Y = Kr R + Kg G + Kb B.
libyuv::YuvConstants equations(double kr, double kb, bool full_range) {
  double kg = 1 - kr - kb, chroma = full_range ? 64 : 64 * 255 / 224.0;
  int vr = rounded(2 * (1 - kr) * chroma), ub = rounded(2 * (1 - kb) * chroma);
  int vg = rounded(2 * (1 - kr) * kr / kg * chroma), ug = rounded(2 * (1 - kb) * kb / kg * chroma);
  double luma = full_range ? 64 : 64 * 255 / 219.0;
  int yg = rounded(luma * 65536 / 257), yb = rounded(32 - (full_range ? 0 : 16 * luma));

  libyuv::YuvConstants k{};
  auto byte = [](int x) { return static_cast<std::uint8_t>(x); };
  auto word = [](int x) { return static_cast<std::int16_t>(x); };
#if defined(__aarch64__) || defined(__arm__)
  int uv[] = {ub, vr, ug, vg};
  int bias[] = {yg, ub * 128 - yb, ug * 128 + vg * 128 + yb, vr * 128 - yb, yb};
  for (int i = 0; i < 4; ++i) k.kUVCoeff[i] = byte(uv[i]);
  for (int i = 0; i < 5; ++i) k.kRGBCoeffBias[i] = word(bias[i]);
#else
  for (int i = 0; i < 16; ++i) {
    k.kUVToB[2 * i] = byte(ub);
    k.kUVToG[2 * i] = byte(ug);
    k.kUVToG[2 * i + 1] = byte(vg);
    k.kUVToR[2 * i + 1] = byte(vr);
    k.kYToRgb[i] = word(yg);
    k.kYBiasToRgb[i] = word(yb);
  }
#endif
  return k;
}

/// Kr and Kb: ITU-T H.273, table 4.
const libyuv::YuvConstants *constants(Equations e) {
  alignas(64) static const libyuv::YuvConstants tables[3][2] = {
      // [matrix][full range]
      {equations(0.299, 0.114, false), equations(0.299, 0.114, true)},
      {equations(0.2126, 0.0722, false), equations(0.2126, 0.0722, true)},
      {equations(0.2627, 0.0593, false), equations(0.2627, 0.0593, true)}};
  return &tables[static_cast<int>(e.matrix)][e.full_range ? 1 : 0];
}

/// From the first pixel of the first pair to the first pixel of the next one, which is one pixel on because
/// the first pair had lost its other half.
Yuv next_column(Yuv yuv) {
  return {yuv.y + 1, yuv.u + 1, yuv.v + 1, yuv.y_stride, yuv.u_stride, yuv.v_stride};
}
Yuv next_row(Yuv yuv) {
  return {yuv.y + yuv.y_stride, yuv.u + yuv.u_stride, yuv.v + yuv.v_stride,
          yuv.y_stride,         yuv.u_stride,         yuv.v_stride};
}

}

void convert_row(const Yuv &yuv, Equations equations, std::uint8_t *bgra, int width) {
  libyuv::I444ToARGBMatrix(yuv.y, 0, yuv.u, 0, yuv.v, 0, bgra, 0, constants(equations), width, 1);
}

void convert_quads(const Yuv &yuv, bool odd_x, bool odd_y, Equations equations, Canvas out) {
  if (out.size.empty()) return;
  if (odd_x) {
    convert_quads(yuv, false, odd_y, equations, {out.pixels, out.stride, {1, out.size.height}});
    convert_quads(next_column(yuv), false, odd_y, equations,
                  {out.pixels + 4, out.stride, {out.size.width - 1, out.size.height}});
  } else if (odd_y) {
    convert_quads(yuv, false, false, equations, {out.pixels, out.stride, {out.size.width, 1}});
    convert_quads(next_row(yuv), false, false, equations,
                  {out.pixels + out.stride, out.stride, {out.size.width, out.size.height - 1}});
  } else {
    libyuv::I420ToARGBMatrix(yuv.y, yuv.y_stride, yuv.u, yuv.u_stride, yuv.v, yuv.v_stride, out.pixels,
                             out.stride, constants(equations), out.size.width, out.size.height);
  }
}

}
