// Makes a picture smaller while its rows come in from the top: area averaging with exact fractions of pixels.
// Needs memory for one target row, not for the picture. One thread.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "media/inner/orientation.h"

#include <vector>

namespace sheaf::media {

class RowScaler {
public:
  /// Shows `part` of a picture of `source` pixels (65,000 a side at most) on all of `target`. A part smaller
  /// than the target (256 times at most) is made larger without smoothing. All sizes have area.
  RowScaler(Size source, Part part, TurnedCanvas target);

  /// Takes the next row, `source.width` pixels of bgra, alpha premultiplied. Rows after the last are ignored.
  void row(const std::uint8_t *bgra);

  /// Every target row is written: further rows change nothing.
  [[nodiscard]] bool done() const { return written_ == target_.size().height; }

  /// Whether the next row is part of the result; one that is not may hold anything.
  [[nodiscard]] bool wanted() const;

  /// Rows taken so far.
  [[nodiscard]] int taken() const { return taken_; }

  /// Puts black, or nothing at all where the picture is not `opaque`, in place of the rows that never came.
  void fill_rest(bool opaque);

  /// What one of these needs for a result `width` pixels wide.
  static Bytes memory(int width) { return Bytes{60} * static_cast<std::uint64_t>(width); }

private:
  void sum_across(const std::uint8_t *bgra);
  void add(std::uint32_t weight);
  void write_row();

  Size source_;
  TurnedCanvas target_;
  // Target pixel i covers the source from edge i to edge i + 1, in 1/256 of a pixel.
  std::vector<std::uint32_t> columns_, rows_;
  bool copies_ = false;             // no averaging needed: pixel for pixel
  std::vector<std::uint32_t> line_; // the current source row, summed across
  std::vector<std::uint64_t> sums_; // the current target row
  std::vector<std::uint8_t> finished_;
  int taken_ = 0, written_ = 0;
};

}
