#include "media/inner/sampling.h"

#include <algorithm>
#include <cmath>

namespace sheaf::media {

Lattice shrunk(Lattice s, int n) {
  return {s.first + s.pitch * (n - 1) / 2, s.pitch * n, (s.count + n - 1) / n};
}

Lattice reversed(Lattice s, int length) {
  return {length - (s.first + s.pitch * (s.count - 1)), s.pitch, s.count};
}

int box(const Look &look, const Lattice &samples) {
  double samples_per_pixel = look.step / samples.pitch;
  return std::clamp(static_cast<int>(std::ceil(samples_per_pixel - 0.5 - 1e-6)), 1, samples.count);
}

Axis::Axis(const Look &look, const Lattice &samples)
    : at_((look.at - samples.first) / samples.pitch), step_(look.step / samples.pitch), pixels_(look.pixels) {
  double edge = samples.first - samples.pitch / 2; // where sample 0 begins
  auto cell = [&](double x) { return (x - edge) / samples.pitch; };
  low_ = std::clamp(static_cast<int>(std::floor(cell(look.begin))), 0, samples.count - 1);
  high_ = std::clamp(static_cast<int>(std::ceil(cell(look.end))) - 1, low_, samples.count - 1);
}

Tap Axis::tap(int pixel) const {
  double position = std::clamp(at_ + pixel * step_, double(low_), double(high_));
  return static_cast<Tap>(std::lround(position * 256));
}

int Axis::end() const {
  Tap last = tap(pixels_ - 1);
  return index(last) + (fraction(last) ? 2 : 1);
}

bool Axis::straight() const {
  Tap first = tap(0);
  return fraction(first) == 0 && tap(pixels_ - 1) - first == static_cast<Tap>(pixels_ - 1) << 8;
}

}
