#include "media/inner/sound_meter.h"

#include <algorithm>
#include <cmath>
#include <ebur128.h>

namespace sheaf::media {
namespace {
constexpr float silent_below = 0.001F;       // -60 dBFS
constexpr std::uint64_t counts = sound_rate; // a second
}

struct SoundMeter::State {
  State()
      : it(ebur128_init(sound_channels, sound_rate,
                        EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK | EBUR128_MODE_HISTOGRAM)) {}
  ~State() {
    if (it) ebur128_destroy(&it);
  }
  State(const State &) = delete;
  State &operator=(const State &) = delete;
  ebur128_state *it;
};

void SoundMeter::Free::operator()(State *state) const { delete state; }

Result<SoundMeter> SoundMeter::make() {
  SoundMeter meter;
  meter.state_.reset(new State);
  if (!meter.state_->it) return fail(ErrorKind::full, "no memory to measure its sound");
  return meter;
}

void SoundMeter::add(const float *stereo, std::size_t count) {
  ebur128_add_frames_float(state_->it, stereo, count);
  speech_.add(stereo, count);
  for (std::size_t i = 0; i < count; ++i) hear(stereo[2 * i], stereo[2 * i + 1]);
}

void SoundMeter::hear(float left, float right) {
  if (std::abs(left) < silent_below && std::abs(right) < silent_below)
    ++silent_;
  else
    end_silence();
}

void SoundMeter::end_silence() {
  if (silent_ >= counts) silence_ += silent_;
  silent_ = 0;
}

void SoundMeter::tell(MeasuredMessage &m) {
  end_silence();
  double lufs = 0, peak = 0;
  m.has_lufs =
      ebur128_loudness_global(state_->it, &lufs) == EBUR128_SUCCESS && std::isfinite(lufs) && lufs > -70;
  m.lufs = m.has_lufs ? lufs : 0;
  for (unsigned c = 0; c < sound_channels; ++c) {
    double of = 0;
    if (ebur128_true_peak(state_->it, c, &of) == EBUR128_SUCCESS) peak = std::max(peak, of);
  }
  m.has_peak = std::isfinite(peak) && peak > 0;
  m.peak_db = m.has_peak ? 20 * std::log10(peak) : 0;
  m.silence = static_cast<std::int64_t>(silence_) * 1'000'000'000 / sound_rate;
  m.speech = speech_.likelihood();
}

}
