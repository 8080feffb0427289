#include "media/inner/plane.h"

#include <libyuv.h>

namespace sheaf::media {

std::uint8_t *room(std::vector<std::uint8_t> &memory, std::size_t bytes) {
  if (memory.size() < bytes) memory.resize(bytes);
  return memory.data();
}

Plane cut(Plane plane, Rect area) {
  plane.data += std::ptrdiff_t{area.y} * plane.stride + std::ptrdiff_t{area.x} * plane.sample_bytes;
  plane.size = area.size();
  return plane;
}

Plane turn(const Plane &plane, QuarterTurns turns, std::vector<std::uint8_t> &into) {
  if (turns == QuarterTurns::none) return plane;
  Plane result = plane;
  result.size = sideways(turns) ? plane.size.turned() : plane.size;
  result.stride = result.size.width * plane.sample_bytes;
  auto *pixels = room(into, std::size_t(result.stride) * result.size.height);
  auto mode = static_cast<libyuv::RotationMode>(90 * static_cast<int>(turns));
  auto rotate = plane.sample_bytes == 4 ? libyuv::ARGBRotate : libyuv::RotatePlane;
  rotate(plane.data, plane.stride, pixels, result.stride, plane.size.width, plane.size.height, mode);
  result.data = pixels;
  return result;
}

Rect stored(Rect area, Size upright, QuarterTurns turns) {
  auto back = static_cast<QuarterTurns>((4u - static_cast<unsigned>(turns)) & 3u);
  return turned(area, upright, back);
}

Rows::Rows(const Plane &plane, const Grid &grid, const View &view, PlaneMemory &memory) : memory_(&memory) {
  using enum QuarterTurns;
  bool swapped = sideways(view.turns);
  Lattice x = swapped ? grid.y : grid.x, y = swapped ? grid.x : grid.y;
  Size boxes{box(view.x, x), box(view.y, y)};
  x = shrunk(x, boxes.width);
  y = shrunk(y, boxes.height);
  if (view.turns == one || view.turns == two) x = reversed(x, view.upright.width);
  if (view.turns == two || view.turns == three) y = reversed(y, view.upright.height);
  x_ = Axis(view.x, x);
  y_ = Axis(view.y, y);

  Rect needed{x_.begin(), y_.begin(), x_.end() - x_.begin(), y_.end() - y_.begin()};
  needed = stored(needed, {x.count, y.count}, view.turns);
  if (swapped) boxes = boxes.turned();
  plane_ = cut(plane, intersect({needed.x * boxes.width, needed.y * boxes.height, needed.width * boxes.width,
                                 needed.height * boxes.height},
                                {0, 0, plane.size.width, plane.size.height}));
  plane_ = turn(shrink(plane_, boxes, memory.shrunk), view.turns, memory.turned);

  straight_ = x_.straight();
  room(memory.rows, straight_ ? 0 : 2 * static_cast<std::size_t>(bytes()));
  if (!straight_) memory.stretch.set(x_, plane.sample_bytes);
}

const std::uint8_t *Rows::wide(int sample_row) {
  const auto *samples = plane_.data + std::ptrdiff_t{sample_row - y_.begin()} * plane_.stride;
  if (straight_) return samples;
  auto slot = static_cast<std::size_t>(sample_row & 1);
  auto *row = memory_->rows.data() + slot * bytes();
  if (held_[slot] == sample_row) return row;
  held_[slot] = sample_row;
  memory_->stretch.row(samples, row);
  return row;
}

const std::uint8_t *Rows::row(int pixel, std::uint8_t *mixed) {
  Tap tap = y_.tap(pixel);
  const auto *upper = wide(index(tap));
  if (fraction(tap) == 0) return upper;
  const auto *lower = wide(index(tap) + 1);
  libyuv::InterpolatePlane(upper, 0, lower, 0, mixed, 0, bytes(), 1, fraction(tap));
  return mixed;
}

}
