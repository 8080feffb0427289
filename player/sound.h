// Sound: one device, opened once and only when something is to be heard. What is heard follows the picture's
// time by resampling at most 0.5 %, and by a faded leap where it is more than a tenth of a second off. Called
// on the screen's thread; SDL calls back on its own.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "media/rendering.h"

#include <atomic>
#include <memory>

namespace sheaf::player {

/// What is heard: pure arithmetic over samples and times, apart from SDL so that tests can run it.
/// mix() on one thread, all else on another; lock-free.
class Mixer {
public:
  Mixer() = default;
  Mixer(const Mixer &) = delete;
  Mixer &operator=(const Mixer &) = delete;
  ~Mixer();
  /// From now on `samples` (null: silence) are heard, sample 0 at `origin`; what was heard before fades out
  /// over 5 ms.
  void play(std::shared_ptr<media::Samples> samples, Steady origin, float gain);
  /// Fills `count` stereo frames, of which the first is heard at `heard`.
  void mix(float *into, std::size_t count, Steady heard);

private:
  struct Voice;
  void retire(Voice *voice);
  void collect();
  std::atomic<Voice *> inbox_{nullptr};      // the newest, not yet taken by mix()
  std::atomic<Voice *> retired_{nullptr};    // a stack of those that mix() is done with
  Voice *on_ = nullptr, *leaving_ = nullptr; // mix()'s own
};

class SoundDevice {
public:
  virtual ~SoundDevice() = default;
};

/// Opens SDL's default device and lets `mixer` play; may take long: not for the screen's thread. `mixer` must
/// outlive it. Errors: absent.
Result<std::unique_ptr<SoundDevice>> open_sound_device(Mixer &mixer);

}
