// Decodes the sound stream into the shared ring: stereo, 48 kHz, sample n of the ring is sample n after the
// first picture. The child's main thread.
#pragma once

#include "media/inner/demuxer.h"
#include "media/inner/protocol.h"

#include <vector>

namespace sheaf::media {

class Audio {
public:
  /// `zero`: the first picture's time in ns, in the container's own clock. Errors: unsupported, full.
  static Result<std::unique_ptr<Audio>> open(Demuxer &demuxer, Sound &ring, std::int64_t zero);

  /// Decodes on until the ring holds a second ahead of its reader, or the stream has ended, or its next
  /// packet is far behind the pictures in the file. True where it did something.
  bool step();
  [[nodiscard]] bool done() const { return done_; }

private:
  Audio(Demuxer &demuxer, Sound &ring, std::int64_t zero) : demuxer_(demuxer), ring_(ring), zero_(zero) {}
  Result<void> start();
  [[nodiscard]] bool has_room() const;
  enum class Step { done_something, waiting, ended };
  Step decode();
  Step feed();
  void fill_gap();
  void write(const AVFrame &frame);
  void adapt(const AVFrame &frame);
  void resample(const std::uint8_t **samples, int count);
  void place(const AVFrame &frame);
  void put(const float *samples, std::uint64_t count);

  Demuxer &demuxer_;
  Sound &ring_;
  std::int64_t zero_;
  av::Codec codec_;
  AVRational base_{};
  av::Resampler resampler_;
  int in_format_ = -1, in_rate_ = 0, in_channels_ = 0;
  std::uint64_t written_ = 0, skip_ = 0, gap_ = 0; // frames of 48 kHz; to be thrown away, to be filled
  av::Frame held_;                                 // waits until the gap is filled
  std::vector<float> scratch_;
  bool placed_ = false, draining_ = false, done_ = false;
};

}
