#include "player/sound.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace sheaf::player {
namespace {

constexpr double rate = 48000;
constexpr std::size_t channels = 2;
constexpr double fade_frames = 240;      // 5 ms
constexpr double in_step = 0.010 * rate; // closer than this is left alone
constexpr double back_in_step = 0.001 * rate;
constexpr double leap = 0.100 * rate;
constexpr double most_bend = 0.005; // an ear does not hear it
constexpr double settle = 2 * rate; // an error is worked off over about two seconds
constexpr double smoothing = 0.1;   // callbacks come unevenly

double frames_since(Steady origin, Steady at) { return seconds(at - origin) * rate; }

}

struct Mixer::Voice {
  std::shared_ptr<media::Samples> samples;
  Steady origin{};
  float gain = 1;
  Voice *below = nullptr; // in the stack of retired ones
  // mix()'s own:
  double position = 0, error = 0;
  double level = 0; // 0..1, on its way in or out
  bool started = false, bending = false, leaping = false;
  std::vector<float> raw{};

  void follow(Steady heard);
  [[nodiscard]] double speed(std::size_t count);
  void add(float *into, std::size_t count, bool in);
};

// Chooses where to read. A leap is made only when nothing is heard.
void Mixer::Voice::follow(Steady heard) {
  double wanted = frames_since(origin, heard);
  error += (wanted - position - error) * smoothing;
  leaping = started && std::abs(wanted - position) > leap;
  if (started && !(leaping && level <= 0)) return;
  started = true;
  leaping = bending = false;
  position = std::round(wanted);
  error = 0;
}

// How fast to read. A bend goes on until the error is nearly gone, and ends on a whole sample: from there on
// samples come out as they are.
double Mixer::Voice::speed(std::size_t count) {
  bending = std::abs(error) > (bending ? back_in_step : in_step);
  auto length = static_cast<double>(count);
  auto bend = bending ? error / settle : (std::round(position + length) - position) / length - 1;
  return 1 + std::clamp(bend, -most_bend, most_bend);
}

void Mixer::Voice::add(float *into, std::size_t count, bool in) {
  double step = speed(count), from = position;
  double first = std::floor(std::max(position, 0.0));
  auto needed = static_cast<std::size_t>(std::ceil(static_cast<double>(count) * step)) + 2;
  raw.resize(needed * channels);
  samples->read(static_cast<std::uint64_t>(first), raw.data(), needed);
  for (std::size_t i = 0; i < count; ++i) {
    level = std::clamp(level + (in && !leaping ? 1 : -1) / fade_frames, 0.0, 1.0);
    double offset = from + static_cast<double>(i) * step - first;
    if (offset < 0 || level <= 0) continue; // its first picture is not on yet
    auto index = std::min(static_cast<std::size_t>(offset), needed - 2);
    auto part = static_cast<float>(offset - static_cast<double>(index));
    auto volume = gain * static_cast<float>(level);
    for (std::size_t c = 0; c < channels; ++c) {
      float a = raw[index * channels + c], b = raw[(index + 1) * channels + c];
      into[i * channels + c] += volume * (a + (b - a) * part);
    }
  }
  position = from + static_cast<double>(count) * step;
  if (!bending && std::abs(position - std::round(position)) < 1e-6) position = std::round(position);
}

Mixer::~Mixer() {
  collect();
  delete inbox_.load();
  delete on_;
  delete leaving_;
}

void Mixer::collect() {
  for (auto *v = retired_.exchange(nullptr); v;) {
    auto *below = v->below;
    delete v;
    v = below;
  }
}

void Mixer::retire(Voice *voice) {
  if (!voice) return;
  voice->below = retired_.load();
  while (!retired_.compare_exchange_weak(voice->below, voice)) {
  }
}

void Mixer::play(std::shared_ptr<media::Samples> samples, Steady origin, float gain) {
  collect();
  delete inbox_.exchange(new Voice{.samples = std::move(samples), .origin = origin, .gain = gain});
}

void Mixer::mix(float *into, std::size_t count, Steady heard) {
  std::fill_n(into, count * channels, 0.0f);
  if (leaving_ && !(leaving_->samples && leaving_->level > 0)) retire(std::exchange(leaving_, nullptr));
  if (!leaving_) // one at a time: what still fades out is never broken off
    if (auto *fresh = inbox_.exchange(nullptr)) {
      leaving_ = std::exchange(on_, fresh);
    }
  if (leaving_ && leaving_->samples && leaving_->level > 0) leaving_->add(into, count, false);
  if (on_ && on_->samples) {
    on_->follow(heard);
    on_->add(into, count, true);
  }
  for (std::size_t i = 0; i < count * channels; ++i) into[i] = std::clamp(into[i], -1.0f, 1.0f);
}

}
