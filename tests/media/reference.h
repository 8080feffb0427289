// A slow, plain composer of pixels to hold media/pixels.h against: every pixel on its own, in double,
// straight from the definitions, without planes that are cut, turned or scaled as a whole.
#pragma once

#include "media/pixels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace sheaf::media::reference {

/// A picture that owns exactly the bytes its view names: reading on is seen by AddressSanitizer.
struct Picture {
  PictureView view;
  std::array<std::vector<std::uint8_t>, 3> planes;

  /// Rows are `padding` samples longer than the picture is wide.
  Picture(PixelFormat format, Size size, int padding = 0) {
    view.format = format;
    view.size = size;
    for (int i = 0; i < (format == PixelFormat::bgra ? 1 : 3); ++i) {
      Size s = plane_size(format, size, i);
      int row = s.width * (format == PixelFormat::bgra ? 4 : 1);
      view.stride[i] = row + padding * (format == PixelFormat::bgra ? 4 : 1);
      planes[i].assign(std::size_t(view.stride[i]) * (s.height - 1) + row, 0);
      view.plane[i] = planes[i].data();
    }
  }
  Picture(const Picture &) = delete; // the view points into the planes; moving keeps them where they are
  Picture(Picture &&) = default;
};

/// The same numbers on every machine.
class Dice {
public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int operator()(int sides) { return static_cast<int>(engine_() % static_cast<unsigned>(sides)); }

private:
  std::minstd_rand engine_;
};

/// Soft hills with a little noise; alpha, if any, premultiplied.
inline Picture noisy(PixelFormat format, Size size, unsigned seed, bool opaque = true, int padding = 0) {
  Picture p(format, size, padding);
  p.view.opaque = opaque;
  Dice dice(seed + 1);
  for (auto &plane : p.planes) {
    double a = dice(100) / 300.0, b = dice(100) / 300.0, c = dice(7);
    for (std::size_t i = 0; i < plane.size(); ++i) {
      auto x = static_cast<double>(i % 97);
      std::size_t line = i / 97;
      plane[i] = static_cast<std::uint8_t>(128 + 90 * std::sin(a * x + b * static_cast<double>(line) + c) +
                                           dice(20));
    }
  }
  if (format == PixelFormat::bgra)
    for (std::size_t i = 0; i + 3 < p.planes[0].size(); i += 4)
      for (int k = 0; k < 4; ++k) {
        auto &byte = p.planes[0][i + k];
        unsigned alpha = opaque ? 255 : p.planes[0][i + 3];
        if (k < 3)
          byte = static_cast<std::uint8_t>(byte * alpha / 255);
        else
          byte = static_cast<std::uint8_t>(alpha);
      }
  return p;
}

struct Bgra {
  double b = 0, g = 0, r = 0, a = 255;
};

/// ITU-R BT.601-7, BT.709-6, BT.2020-2: R = Y + 2(1 - Kr) Cr, B = Y + 2(1 - Kb) Cb, Y = Kr R + Kg G + Kb B.
inline Bgra rgb(double y, double u, double v, Matrix matrix, bool full_range) {
  double kr = 0.2126, kb = 0.0722;
  if (matrix == Matrix::bt601) kr = 0.299, kb = 0.114;
  if (matrix == Matrix::bt2020) kr = 0.2627, kb = 0.0593;
  double luma = full_range ? y / 255 : (y - 16) / 219;
  double cb = (u - 128) / (full_range ? 255 : 224), cr = (v - 128) / (full_range ? 255 : 224);
  double r = luma + 2 * (1 - kr) * cr, b = luma + 2 * (1 - kb) * cb;
  double g = (luma - kr * r - kb * b) / (1 - kr - kb);
  auto byte = [](double x) { return std::clamp(x * 255, 0.0, 255.0); };
  return {byte(b), byte(g), byte(r), 255};
}

/// One axis of a plane, looked at from one pixel.
struct Place {
  int index;
  double fraction;
};
struct Line {
  double first, pitch;
  int count;
};

/// Position `c` (stored pixels) among boxes of n samples of a line, kept within what begin..end shows.
inline Place locate(double c, double begin, double end, Line line, int n) {
  double first = line.first + line.pitch * (n - 1) / 2, pitch = line.pitch * n;
  int count = (line.count + n - 1) / n;
  double edge = first - pitch / 2;
  int low = std::clamp(int(std::floor((begin - edge) / pitch + 1e-9)), 0, count - 1);
  int high = std::clamp(int(std::ceil((end - edge) / pitch - 1e-9)) - 1, low, count - 1);
  double p = std::clamp((c - first) / pitch, double(low), double(high));
  return {int(std::floor(p)), p - std::floor(p)};
}

inline double boxed(const PictureView &p, int plane, int bytes, int channel, int bx, int by, int nx, int ny) {
  Size s = plane_size(p.format, p.size, plane);
  double sum = 0;
  int n = 0;
  for (int y = by * ny; y < std::min(s.height, (by + 1) * ny); ++y)
    for (int x = bx * nx; x < std::min(s.width, (bx + 1) * nx); ++x, ++n)
      sum += p.plane[plane][std::ptrdiff_t{y} * p.stride[plane] + std::ptrdiff_t{x} * bytes + channel];
  return n ? sum / n : 0;
}

inline int box_of(double samples_per_pixel, int count) {
  return std::clamp(int(std::ceil(samples_per_pixel - 0.5 - 1e-6)), 1, count);
}

/// What the picture shows at one pixel of the canvas, without blending.
inline Bgra look(const PictureView &p, const Drawing &how, int x, int y) {
  // upright fractions of the target, then back through the turns to fractions of the part
  double fx = (x + 0.5 - how.target.x) / how.target.width, fy = (y + 0.5 - how.target.y) / how.target.height;
  double sx = fx, sy = fy;
  if (how.turns == QuarterTurns::one) sx = fy, sy = 1 - fx;
  if (how.turns == QuarterTurns::two) sx = 1 - fx, sy = 1 - fy;
  if (how.turns == QuarterTurns::three) sx = 1 - fy, sy = fx;
  auto snap = [](double v) { return std::abs(v - std::round(v)) < 1.0 / 256 ? std::round(v) : v; };
  double x0 = snap(how.source.x * p.size.width), x1 = snap((how.source.x + how.source.width) * p.size.width);
  double y0 = snap(how.source.y * p.size.height),
         y1 = snap((how.source.y + how.source.height) * p.size.height);
  double cx = x0 + sx * (x1 - x0), cy = y0 + sy * (y1 - y0);
  Size across = sideways(how.turns) ? how.target.size().turned() : how.target.size();
  double step_x = (x1 - x0) / across.width, step_y = (y1 - y0) / across.height;

  auto read = [&](int plane, int bytes, int channel, Line lx, Line ly) {
    int nx = box_of(step_x / lx.pitch, lx.count), ny = box_of(step_y / ly.pitch, ly.count);
    Place h = locate(cx, x0, x1, lx, nx), v = locate(cy, y0, y1, ly, ny);
    double sum = 0;
    for (int j = 0; j < 2; ++j)
      for (int i = 0; i < 2; ++i) {
        double weight = (i ? h.fraction : 1 - h.fraction) * (j ? v.fraction : 1 - v.fraction);
        if (weight > 0) sum += weight * boxed(p, plane, bytes, channel, h.index + i, v.index + j, nx, ny);
      }
    return sum;
  };
  Line lx{0.5, 1, p.size.width}, ly{0.5, 1, p.size.height};
  if (p.format == PixelFormat::bgra)
    return {read(0, 4, 0, lx, ly), read(0, 4, 1, lx, ly), read(0, 4, 2, lx, ly), read(0, 4, 3, lx, ly)};
  auto whole = [](double v) { return std::abs(v - std::floor(v) - 0.5) < 1e-6; };
  if (step_x == 1 && step_y == 1 && whole(cx) && whole(cy)) {
    int px = int(cx), py = int(cy);
    auto chroma = [&](int i) {
      auto at = py / 2 * std::ptrdiff_t{p.stride[i]} + px / 2;
      return double(p.plane[i][at]);
    };
    return rgb(p.plane[0][std::ptrdiff_t{py} * p.stride[0] + px], chroma(1), chroma(2), p.matrix,
               p.full_range);
  }
  Line ux{0.5, 2, (p.size.width + 1) / 2}, uy{1, 2, (p.size.height + 1) / 2};
  return rgb(read(0, 1, 0, lx, ly), read(1, 1, 0, ux, uy), read(2, 1, 0, ux, uy), p.matrix, p.full_range);
}

/// "over" onto an opaque pixel; out of the target or clip it stays as it is.
inline void over(Bgra &below, const PictureView &p, const Drawing &how, int x, int y) {
  Rect pixel{x, y, 1, 1};
  if (intersect(intersect(pixel, how.target), how.clip).empty() || !(how.opacity > 0)) return;
  Bgra top = look(p, how, x, y);
  if (p.format == PixelFormat::bgra && p.opaque) top.a = 255;
  double o = std::min(how.opacity, 1.0), keep = 1 - top.a / 255 * o;
  auto mix = [&](double t, double b) { return std::min(255.0, t * o + b * keep); };
  below = {mix(top.b, below.b), mix(top.g, below.g), mix(top.r, below.r), 255};
}

/// A grey, opaque canvas with rows longer than its width.
struct Glass {
  Size size;
  std::vector<std::uint8_t> bytes;
  explicit Glass(Size s, std::uint8_t grey = 77) : size(s), bytes(std::size_t(stride()) * s.height, grey) {
    for (int y = 0; y < s.height; ++y)
      for (int x = 0; x < s.width; ++x) bytes[std::size_t(y) * stride() + std::size_t(x) * 4 + 3] = 255;
  }
  [[nodiscard]] int stride() const { return size.width * 4 + 12; }
  Canvas canvas() { return {bytes.data(), stride(), size}; }
  [[nodiscard]] const std::uint8_t *at(int x, int y) const {
    return bytes.data() + std::ptrdiff_t{y} * stride() + std::ptrdiff_t{x} * 4;
  }
};

/// The largest difference of any byte at one pixel.
inline double distance(const std::uint8_t *pixel, const Bgra &want) {
  return std::max({std::abs(pixel[0] - want.b), std::abs(pixel[1] - want.g), std::abs(pixel[2] - want.r),
                   std::abs(pixel[3] - want.a)});
}

}
