// The horizontal half of bilinear scaling, the one loop in drawing that libyuv does not have: its own scaler
// lays the first and last samples onto the first and last pixels, which shifts edges by up to half a pixel.
// Any thread, one Stretch each.
#pragma once

#include "media/inner/sampling.h"

#include <array>
#include <cstdint>
#include <vector>

namespace sheaf::media {

/// Brings rows of samples to the width of a target. Setting one up costs about as much as one row, so it is
/// kept as long as the axis stays the same.
class Stretch {
public:
  /// Rows will have the samples axis.begin()..axis.end(), of `sample_bytes` (1 or 4).
  void set(const Axis &axis, int sample_bytes);

  /// Writes one sample for each pixel of the axis. Reads nothing beyond the row's samples.
  void row(const std::uint8_t *samples, std::uint8_t *out) const;

private:
  /// Eight pixels whose samples lie within sixteen.
  struct alignas(16) Block {
    std::array<std::uint16_t, 8> fraction; // 256ths
    std::array<std::uint8_t, 16> pick;     // this and the next sample of each pixel, from `first`
    int first;                             // sample
    int pixel;                             // where to write
  };

  void make_blocks();
  template<int bytes> void pixels(const std::uint8_t *samples, std::uint8_t *out) const; // one at a time
  void blocks(const std::uint8_t *samples, std::uint8_t *out) const;

  Axis axis_;
  int sample_bytes_ = 0;
  int width_ = 0; // samples in a row
  std::vector<Tap> taps_;
  std::vector<Block> blocks_; // all pixels, or none where eight at a time cannot be had
};

}
