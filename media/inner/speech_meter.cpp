#include "media/inner/speech_meter.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

namespace sheaf::media {
namespace {

constexpr double rate = 48000;
constexpr std::size_t frame = 480, window = 256; // samples in 10 ms; frames in 2.56 s
constexpr double step = 100.0 / window;          // Hz from bin to bin
constexpr double quiet = 0.003;                  // -50 dBFS: nothing to be understood

double ramp(double value, double from, double to) {
  return std::clamp((value - from) / (to - from), 0.0, 1.0);
}

// Power of the modulation at bin `k`; a Hann window keeps slow fades out of it.
double power(const std::vector<double> &envelope, double mean, std::size_t k) {
  std::complex<double> sum;
  for (std::size_t n = 0; n < envelope.size(); ++n) {
    auto turn = 2 * std::numbers::pi * static_cast<double>(n) / static_cast<double>(window);
    sum += (envelope[n] - mean) * (1 - std::cos(turn)) / 2 * std::polar(1.0, -turn * static_cast<double>(k));
  }
  return std::norm(sum) * 8 / 3; // 3/8: what the window leaves
}

double sum(const std::vector<double> &envelope, double mean, double from, double to) {
  double all = 0;
  for (auto k = static_cast<std::size_t>(std::ceil(from / step)); static_cast<double>(k) * step <= to; ++k)
    all += power(envelope, mean, k);
  return all;
}

// From both ends of the spectrum: 0 at what music and noise have at most, 1 at what clear speech has.
double score(const std::vector<double> &envelope) {
  auto count = static_cast<double>(envelope.size());
  auto mean = std::accumulate(envelope.begin(), envelope.end(), 0.0) / count;
  if (mean < quiet) return -1;
  auto syllables = sum(envelope, mean, 2, 8), all = sum(envelope, mean, 0.7, 50);
  auto depth = std::sqrt(2 * syllables) / (mean * count);
  return ramp(depth, 0.2, 0.5) * ramp(syllables / std::max(all, 1e-12), 0.3, 0.55);
}

}

double SpeechMeter::Biquad::step(double x) {
  double y = b0 * x + z1;
  z1 = b1 * x - a1 * y + z2;
  z2 = b2 * x - a2 * y;
  return y;
}

// R. Bristow-Johnson's formulae, of second order, Q = 1/sqrt(2).
SpeechMeter::Biquad SpeechMeter::high_pass(double hertz) {
  double w = 2 * std::numbers::pi * hertz / rate, c = std::cos(w), alpha = std::sin(w) / std::numbers::sqrt2;
  double a0 = 1 + alpha;
  return {(1 + c) / 2 / a0, -(1 + c) / a0, (1 + c) / 2 / a0, -2 * c / a0, (1 - alpha) / a0};
}

SpeechMeter::Biquad SpeechMeter::low_pass(double hertz) {
  double w = 2 * std::numbers::pi * hertz / rate, c = std::cos(w), alpha = std::sin(w) / std::numbers::sqrt2;
  double a0 = 1 + alpha;
  return {(1 - c) / 2 / a0, (1 - c) / a0, (1 - c) / 2 / a0, -2 * c / a0, (1 - alpha) / a0};
}

void SpeechMeter::add(const float *stereo, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    double middle = (static_cast<double>(stereo[2 * i]) + static_cast<double>(stereo[2 * i + 1])) / 2;
    auto voice = high_cut_.step(low_cut_.step(std::isfinite(middle) ? std::clamp(middle, -8.0, 8.0) : 0));
    energy_ += voice * voice;
    if (++samples_ == frame) end_frame();
  }
}

void SpeechMeter::end_frame() {
  envelope_.push_back(std::sqrt(energy_ / static_cast<double>(frame)));
  energy_ = 0, samples_ = 0;
  if (envelope_.size() == window) end_window();
}

void SpeechMeter::end_window() {
  if (auto s = score(envelope_); s >= 0) ++scores_[static_cast<std::size_t>(std::lround(s * 100))];
  envelope_.erase(envelope_.begin(), envelope_.begin() + window / 2); // the next one overlaps by half
}

double SpeechMeter::likelihood() const {
  auto windows = std::accumulate(scores_.begin(), scores_.end(), std::size_t{0});
  if (windows < 2) return 0;
  auto best = (windows + 2) / 3, left = best;
  double total = 0;
  for (std::size_t s = scores_.size(); s-- > 0 && left > 0;) {
    auto taken = std::min(left, scores_[s]);
    total += static_cast<double>(taken) * static_cast<double>(s) / 100;
    left -= taken;
  }
  return total / static_cast<double>(best);
}

}
