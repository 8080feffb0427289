#include "media/pixels.h"

#include "media/inner/blend.h"
#include "media/inner/convert.h"
#include "media/inner/plane.h"

#include <algorithm>
#include <cmath>
#include <libyuv.h>

namespace sheaf::media {
namespace {

std::uint8_t *at(Canvas canvas, int x, int y) {
  return canvas.pixels + std::ptrdiff_t{y} * canvas.stride + std::ptrdiff_t{x} * 4;
}

/// A stretch of one axis.
struct Span {
  double begin, end;
};

/// The part in pixels. Ends that lie on a pixel's edge but for rounding are put onto it, so that a whole
/// picture is recognised as such.
Span in_pixels(double begin, double length, int pixels) {
  auto tidy = [&](double fraction) {
    double x = std::clamp(fraction, 0.0, 1.0) * pixels, whole = std::round(x);
    return std::abs(x - whole) < 1.0 / 256 ? whole : x;
  };
  return {tidy(begin), tidy(begin + length)};
}

/// What is drawn, with everything known that does not depend on the format.
struct Job {
  View view;
  Rect visible; // of the canvas
  [[nodiscard]] bool empty() const { return visible.empty(); }
};

Look look(Span shown, int target_begin, int target_length, int visible_begin, int visible_length) {
  double step = (shown.end - shown.begin) / target_length;
  double offset = visible_begin - target_begin + 0.5;
  return {shown.begin + offset * step, step, shown.begin, shown.end, visible_length};
}

Job plan(Size size, const Drawing &how, Size canvas) {
  using enum QuarterTurns;
  if (!reachable(how.target) || !reachable(how.clip) || size.empty()) return {};
  Rect visible = intersect(intersect(how.target, how.clip), {0, 0, canvas.width, canvas.height});
  Span x = in_pixels(how.source.x, how.source.width, size.width);
  Span y = in_pixels(how.source.y, how.source.height, size.height);
  if (visible.empty() || !(x.end > x.begin) || !(y.end > y.begin)) return {};

  Size upright = sideways(how.turns) ? size.turned() : size;
  if (sideways(how.turns)) std::swap(x, y);
  if (how.turns == one || how.turns == two) x = {upright.width - x.end, upright.width - x.begin};
  if (how.turns == two || how.turns == three) y = {upright.height - y.end, upright.height - y.begin};
  return {{look(x, how.target.x, how.target.width, visible.x, visible.width),
           look(y, how.target.y, how.target.height, visible.y, visible.height), how.turns, upright},
          visible};
}

/// Every visible pixel is one pixel of the picture.
bool plain(const View &view) {
  auto axis = [](const Look &l) { return l.step == 1 && std::floor(l.at) + 0.5 == l.at; };
  return axis(view.x) && axis(view.y);
}

Plane plane_of(const PictureView &picture, int index) {
  return {picture.plane[index], picture.stride[index], plane_size(picture.format, picture.size, index),
          picture.format == PixelFormat::bgra ? 4 : 1};
}

/// `area` of the upright plane.
Plane upright(const Plane &plane, Rect area, QuarterTurns turns, PlaneMemory &memory) {
  Size size = sideways(turns) ? plane.size.turned() : plane.size;
  return turn(cut(plane, stored(area, size, turns)), turns, memory.turned);
}

/// Gives `make(first, count, out, stride)` the canvas to write rows to, or a row of the memory that is
/// then blended.
template<class Make>
void put(const Job &job, const Blend &how, Canvas canvas, Scratch::Memory &memory, const Make &make) {
  Rect r = job.visible;
  if (how.replaces()) return make(0, r.height, at(canvas, r.x, r.y), canvas.stride);
  auto *row = room(memory.row, std::size_t(r.width) * 4);
  for (int y = 0; y < r.height; ++y) {
    make(y, 1, row, 0);
    blend(how, row, at(canvas, r.x, r.y + y), r.width);
  }
}

/// First pixel of a plain view along one axis.
int first(const Look &l) { return static_cast<int>(l.at); }

/// Along one upright axis of a plain view: the chroma samples, and whether the first pixel is the second one
/// of its pair. Pairs begin at the stored edge: seen from the other one, an odd length leaves half a pair in
/// front.
struct Pairs {
  int begin, count;
  bool odd;
};
Pairs pairs(const Look &l, int length, bool turned_round) {
  int from = first(l) + (turned_round ? length & 1 : 0);
  return {from / 2, (from + l.pixels - 1) / 2 - from / 2 + 1, (from & 1) != 0};
}

void draw_plain_yuv(const PictureView &picture, const Job &job, const Blend &how, Canvas canvas,
                    Scratch::Memory &memory) {
  using enum QuarterTurns;
  const View &view = job.view;
  Pairs x = pairs(view.x, view.upright.width, view.turns == one || view.turns == two);
  Pairs y = pairs(view.y, view.upright.height, view.turns == two || view.turns == three);
  Rect pixels{first(view.x), first(view.y), view.x.pixels, view.y.pixels};
  Rect chroma{x.begin, y.begin, x.count, y.count};
  Plane p[3];
  for (int i = 0; i < 3; ++i)
    p[i] = upright(plane_of(picture, i), i == 0 ? pixels : chroma, view.turns, memory.plane[i]);

  put(job, how, canvas, memory, [&](int row, int count, std::uint8_t *out, int stride) {
    std::ptrdiff_t pair = (row + (y.odd ? 1 : 0)) / 2;
    Yuv yuv{p[0].data + std::ptrdiff_t{row} * p[0].stride,
            p[1].data + pair * p[1].stride,
            p[2].data + pair * p[2].stride,
            p[0].stride,
            p[1].stride,
            p[2].stride};
    convert_quads(yuv, x.odd, y.odd && row == 0, {picture.matrix, picture.full_range},
                  {out, stride, {job.visible.width, count}});
  });
}

/// Where the samples of a stored plane lie: chroma on every other pixel's centre across, between rows down.
Grid grid(const PictureView &picture, int index) {
  Size size = plane_size(picture.format, picture.size, index);
  if (index == 0) return {{0.5, 1, size.width}, {0.5, 1, size.height}};
  return {{0.5, 2, size.width}, {1, 2, size.height}};
}

void draw_yuv(const PictureView &picture, const Job &job, const Blend &how, Canvas canvas,
              Scratch::Memory &memory) {
  auto rows = [&](int i) { return Rows(plane_of(picture, i), grid(picture, i), job.view, memory.plane[i]); };
  Rows y = rows(0), u = rows(1), v = rows(2);
  std::size_t width = job.visible.width;
  auto *mixed = room(memory.mixed, 3 * width);
  put(job, how, canvas, memory, [&](int first_row, int count, std::uint8_t *out, int stride) {
    for (int row = first_row; row < first_row + count; ++row, out += stride) {
      Yuv yuv{y.row(row, mixed), u.row(row, mixed + width), v.row(row, mixed + 2 * width)};
      convert_row(yuv, {picture.matrix, picture.full_range}, out, job.visible.width);
    }
  });
}

void draw_bgra(const PictureView &picture, const Job &job, const Blend &how, Canvas canvas,
               Scratch::Memory &memory) {
  Rows rows(plane_of(picture, 0), grid(picture, 0), job.view, memory.plane[0]);
  put(job, how, canvas, memory, [&](int first_row, int count, std::uint8_t *out, int stride) {
    for (int row = first_row; row < first_row + count; ++row, out += stride) {
      const auto *made = rows.row(row, out);
      if (made != out) libyuv::ARGBCopy(made, 0, out, 0, job.visible.width, 1);
    }
  });
}

}

bool reachable(Rect r) {
  constexpr int reach = 1 << 26;
  auto within = [](int x) { return x >= -reach && x <= reach; };
  return within(r.x) && within(r.y) && within(r.width) && within(r.height);
}

Scratch::Scratch() : memory_(std::make_unique<Memory>()) {}
Scratch::~Scratch() = default;
Scratch::Scratch(Scratch &&) noexcept = default;
Scratch &Scratch::operator=(Scratch &&) noexcept = default;

void draw(const PictureView &picture, const Drawing &how, Canvas canvas, Scratch &scratch) {
  auto &memory = scratch.memory();
  bool yuv = picture.format == PixelFormat::i420;
  Blend blend{!yuv && !picture.opaque,
              static_cast<int>(std::lround(std::clamp(how.opacity, 0.0, 1.0) * 256))};
  Job job = plan(picture.size, how, canvas.size);
  if (job.empty() || !(how.opacity > 0) || blend.weight == 0) return;
  if (!yuv) return draw_bgra(picture, job, blend, canvas, memory);
  if (plain(job.view)) return draw_plain_yuv(picture, job, blend, canvas, memory);
  draw_yuv(picture, job, blend, canvas, memory);
}

void fill(Canvas canvas, Rect area, Colour colour) {
  if (!reachable(area)) return;
  area = intersect(area, {0, 0, canvas.size.width, canvas.size.height});
  if (area.empty()) return;
  std::uint32_t value = 0xff000000u | colour.red << 16 | colour.green << 8 | colour.blue;
  libyuv::ARGBRect(canvas.pixels, canvas.stride, area.x, area.y, area.width, area.height, value);
}

}
