// How a stored picture is turned and mirrored to stand upright, and a canvas that does it while it is
// written. Values only: any thread.
#pragma once

#include "media/picture.h"

namespace sheaf::media {

/// From stored to upright: first rows become columns, then left and right change places, then top and bottom.
/// All eight orientations of EXIF are combinations of the three.
struct Orientation {
  bool transposed = false, mirrored_x = false, mirrored_y = false;
  bool operator==(const Orientation &) const = default;
};

/// The meaning of EXIF's (and TIFF's) tag 274: 1 to 8; any other value is upright.
constexpr Orientation orientation_from_exif(unsigned value) {
  if (value < 1 || value > 8) return {};
  return {value >= 5, value == 2 || value == 3 || value == 6 || value == 7,
          value == 3 || value == 4 || value == 7 || value == 8};
}

constexpr Size upright(Size stored, Orientation o) { return o.transposed ? stored.turned() : stored; }

/// A canvas to which rows come in stored order and in which they stand upright. Costs no memory.
class TurnedCanvas {
public:
  /// `canvas` has the upright size and outlives this.
  TurnedCanvas(Canvas canvas, Orientation orientation);

  /// The size in which rows come.
  [[nodiscard]] Size size() const { return stored_; }

  /// Row `y` from 0 of size().height, of size().width pixels of 4 bytes.
  void put_row(int y, const std::uint8_t *bgra);

private:
  Size stored_;
  std::uint8_t *origin_;                       // where the first stored pixel goes
  std::ptrdiff_t to_next_pixel_, to_next_row_; // bytes, in stored order
};

}
