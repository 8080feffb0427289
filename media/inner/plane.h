// One plane of a picture, made ready for bilinear filtering: averaged over boxes and turned where needed, and
// then row by row at the target's width. One thread at a time.
#pragma once

#include "media/inner/sampling.h"
#include "media/inner/stretch.h"
#include "media/pixels.h"

#include <array>
#include <vector>

namespace sheaf::media {

/// What one plane needs between its source and the target.
struct PlaneMemory {
  std::vector<std::uint8_t> shrunk, turned, rows;
  Stretch stretch;
};

struct Scratch::Memory {
  std::array<PlaneMemory, 3> plane;
  std::vector<std::uint8_t> row, mixed;
};

struct Plane {
  const std::uint8_t *data = nullptr;
  int stride = 0;       // bytes
  Size size;            // in samples
  int sample_bytes = 1; // 1, or 4 for bgra
};

/// The part of `plane` (of samples) in `area`.
Plane cut(Plane plane, Rect area);

/// Averages boxes of `box` samples; the last ones may be smaller. The result lives in `into`.
Plane shrink(const Plane &plane, Size box, std::vector<std::uint8_t> &into);

/// Turned clockwise. The result lives in `into`.
Plane turn(const Plane &plane, QuarterTurns turns, std::vector<std::uint8_t> &into);

/// Where `area` of an upright plane lies in the stored one, from which `turns` made it.
Rect stored(Rect area, Size upright, QuarterTurns turns);

/// Where the samples of a stored plane lie, in pixels of the stored picture.
struct Grid {
  Lattice x, y;
};

/// Both axes of a drawing, upright, and the turns that take the stored picture there.
struct View {
  Look x, y;
  QuarterTurns turns = QuarterTurns::none;
  Size upright; // the whole picture
};

/// Rows of a plane as the target needs them.
class Rows {
public:
  /// Shrinks and turns what the view needs of `stored`, in `memory`; both must outlive this.
  Rows(const Plane &stored, const Grid &grid, const View &view, PlaneMemory &memory);

  /// Row `pixel` of the target. Lies in the plane, in the memory or, when two rows had to be mixed, in
  /// `mixed`; valid until the next call.
  const std::uint8_t *row(int pixel, std::uint8_t *mixed);

  /// Bytes in a row.
  [[nodiscard]] int bytes() const { return x_.pixels() * plane_.sample_bytes; }

private:
  const std::uint8_t *wide(int sample_row);

  Plane plane_; // its first sample is x_.begin(), y_.begin()
  Axis x_, y_;
  bool straight_ = false;
  PlaneMemory *memory_;
  std::array<int, 2> held_{-1, -1}; // which sample rows the memory holds at full width
};

/// At least `bytes` of memory, kept from call to call.
std::uint8_t *room(std::vector<std::uint8_t> &memory, std::size_t bytes);

}
