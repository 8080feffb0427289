// Loudness, true peak, silence and speech of decoded sound; libebur128's one home. One thread.
#pragma once

#include "base/result.h"
#include "media/inner/protocol.h"
#include "media/inner/speech_meter.h"

#include <memory>

namespace sheaf::media {

class SoundMeter {
public:
  /// Errors: full.
  static Result<SoundMeter> make();
  /// Interleaved stereo, 48,000 a second. Its memory does not grow.
  void add(const float *stereo, std::size_t count);
  /// Fills lufs, peak_db, silence, speech.
  void tell(MeasuredMessage &m);

private:
  struct State; // libebur128's
  struct Free {
    void operator()(State *state) const;
  };
  void hear(float left, float right);
  void end_silence();
  std::unique_ptr<State, Free> state_;
  SpeechMeter speech_;
  std::uint64_t silent_ = 0, silence_ = 0; // frames: of the span that lasts, of those that counted
};

}
