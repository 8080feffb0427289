// Where the pixels of a target lie among the samples of a plane, along one axis. Plain arithmetic.
// Lengths are in pixels of the stored picture, measured upright (after turning) from its left or top edge;
// the pixel k reaches from k to k + 1. Values only: any thread.
#pragma once

#include <cstdint>

namespace sheaf::media {

/// One axis of a plane: sample j stands for what is around first + j * pitch.
struct Lattice {
  double first = 0.5, pitch = 1;
  int count = 0;
};

/// After averaging boxes of `n` samples (the last box may be smaller).
Lattice shrunk(Lattice lattice, int n);

/// After the axis, `length` pixels long, has been turned round.
Lattice reversed(Lattice lattice, int length);

/// One axis of a drawing: the centre of the visible pixel v looks at `at` + v * `step`; nothing outside of
/// `begin`..`end` shows.
struct Look {
  double at = 0.5, step = 1;
  double begin = 0, end = 1;
  int pixels = 0; // visible ones
};

/// How many samples to average before bilinear filtering: filtering then goes over 2/3..3/2 samples a pixel
/// (or fewer, where the picture grows), so that every sample counts and none is blurred far.
int box(const Look &look, const Lattice &lattice);

/// A pixel between two samples: index in the upper 24 bits, then 256ths of the way to the next one.
using Tap = std::uint32_t;
constexpr int index(Tap tap) { return static_cast<int>(tap >> 8); }
constexpr int fraction(Tap tap) { return static_cast<int>(tap & 255u); }

/// Samples between which pixels fall. A tap with a fraction always has a next sample.
class Axis {
public:
  Axis() = default;
  Axis(const Look &look, const Lattice &lattice);

  [[nodiscard]] Tap tap(int pixel) const;
  [[nodiscard]] int pixels() const { return pixels_; }
  /// The samples that any pixel needs: from begin() to before end().
  [[nodiscard]] int begin() const { return index(tap(0)); }
  [[nodiscard]] int end() const;
  /// Pixels are samples, one to one.
  [[nodiscard]] bool straight() const;

  bool operator==(const Axis &) const = default;

private:
  double at_ = 0, step_ = 1; // in samples
  int low_ = 0, high_ = 0;   // first and last sample that may show
  int pixels_ = 0;
};

}
