// Takes a container apart: packets of one picture stream and at most one of sound. Reads only through a
// Source. One thread.
#pragma once

#include "base/geometry.h"
#include "base/time.h"
#include "media/inner/av.h"
#include "media/inner/source.h"

#include <deque>
#include <optional>

namespace sheaf::media {

class Demuxer {
public:
  /// Errors: corrupt or unsupported (no such container, no picture in it), refused (too many streams), full.
  static Result<std::unique_ptr<Demuxer>> open(Source &source, bool sound);
  Demuxer(const Demuxer &) = delete;
  Demuxer &operator=(const Demuxer &) = delete;

  [[nodiscard]] const AVStream &video() const { return *video_; }
  [[nodiscard]] const AVFormatContext &container() const { return *format_; }
  [[nodiscard]] const AVStream *audio() const {
    return sound_ ? audio_ : nullptr;
  }                                                                  // null: none, or none wanted
  [[nodiscard]] bool has_sound() const { return audio_ != nullptr; } // wanted or not
  [[nodiscard]] bool animation() const;                              // GIF, APNG: repeats
  [[nodiscard]] QuarterTurns turns() const;                          // from the display matrix
  /// What the container says of the picture stream, or of all of it; -1 unknown.
  [[nodiscard]] std::int64_t duration_ns() const;
  /// That which stands in the file, not one that was guessed from its size or its last time; -1: none.
  [[nodiscard]] std::int64_t written_duration_ns() const;

  /// The number of pictures as the container tells; -1 unknown.
  [[nodiscard]] std::int64_t pictures() const { return video_->nb_frames > 0 ? video_->nb_frames : -1; }
  /// The file is one picture by its format.
  [[nodiscard]] bool single() const;
  /// The times in it come from a clock that may be set anew in the middle (broadcast); else only a damaged
  /// file leaps.
  [[nodiscard]] bool clock_may_break() const { return (format_->iformat->flags & AVFMT_TS_DISCONT) != 0; }
  /// End of the sound packets read so far, wanted or not, ns in the container's clock; none: none came.
  [[nodiscard]] std::optional<std::int64_t> sound_end_ns() const { return sound_end_; }

  /// The next packet of a stream, reading on as far as it takes; null at the end of the file. What is read of
  /// the other stream meanwhile waits; of sound `most_waiting`, beyond it the oldest is dropped.
  av::Packet next_video() { return next(video_packets_); }
  av::Packet next_audio() { return next(audio_packets_); }
  /// next_audio() would not pile up pictures: else sound is far behind them in the file, or at its end.
  [[nodiscard]] bool audio_is_near() const {
    return end_ || !audio_packets_.empty() || video_packets_.bytes < most_ahead;
  }
  /// The file is not as it was signed: nothing is read of it any more.
  [[nodiscard]] const Damage *damage() const { return source_.damage(); }

private:
  static constexpr std::size_t most_waiting = 48u << 20; // bytes of sound
  static constexpr std::size_t most_ahead = 16u << 20;   // bytes of pictures that are read for sound's sake
  struct Queue {
    std::deque<av::Packet> packets;
    std::size_t bytes = 0;
    std::int64_t shift = 0;               // ns, added to its times since its clock was set anew
    std::optional<std::int64_t> expected; // ns, of its next packet
    [[nodiscard]] bool empty() const { return packets.empty(); }
  };
  struct FreeIo {
    void operator()(AVIOContext *io) const;
  };
  Demuxer(Source &source) : source_(source) {}
  Result<void> start(bool sound);
  Result<void> choose(bool sound);
  av::Packet next(Queue &queue);
  void sort(av::Packet packet);
  void bridge(AVPacket &packet, Queue &queue, const Queue &other);
  static void put(Queue &queue, av::Packet packet, std::size_t most);
  static int read(void *self, std::uint8_t *into, int count);
  static std::int64_t seek(void *self, std::int64_t offset, int whence);

  Source &source_;
  std::uint64_t position_ = 0;
  std::unique_ptr<AVIOContext, FreeIo> io_;
  av::Format format_; // after io_: it is closed first
  AVStream *video_ = nullptr, *audio_ = nullptr;
  bool sound_ = false; // wanted
  std::optional<std::int64_t> sound_end_;
  Queue video_packets_, audio_packets_;
  bool end_ = false;
};

}
