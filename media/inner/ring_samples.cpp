#include "media/inner/ring_samples.h"

#include <algorithm>
#include <cmath>

namespace sheaf::media {
namespace {
float sane(float sample) { return std::isfinite(sample) ? std::clamp(sample, -1.0f, 1.0f) : 0.0f; }
}

std::size_t RingSamples::read(std::uint64_t from, float *into, std::size_t count) {
  Sound &sound = region_->sound();
  auto written = sound.written.load(std::memory_order_acquire);
  // Older than one ring is overwritten, whatever the child says.
  auto oldest = written > sound_frames ? written - sound_frames : 0;
  std::size_t had = 0;
  for (std::size_t i = 0; i < count; ++i) {
    auto n = from + i;
    bool there = n >= oldest && n < written;
    for (std::size_t c = 0; c < sound_channels; ++c)
      into[i * sound_channels + c] =
          there ? sane(sound.samples[static_cast<std::size_t>(n % sound_frames) * sound_channels + c]) : 0.0f;
    had += there;
  }
  read_ = std::max(read_, std::min(from, written));
  sound.read.store(read_, std::memory_order_release);
  return had;
}

}
