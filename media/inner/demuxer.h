// Takes a container apart: packets of one picture stream and at most one of sound. Reads only through a
// Source. One thread.
#pragma once

#include "base/geometry.h"
#include "base/time.h"
#include "media/inner/av.h"
#include "media/inner/source.h"

#include <deque>

namespace sheaf::media {

class Demuxer {
public:
  /// Errors: corrupt or unsupported (no such container, no picture in it), refused (too many streams), full.
  static Result<std::unique_ptr<Demuxer>> open(Source &source, bool sound);
  Demuxer(const Demuxer &) = delete;
  Demuxer &operator=(const Demuxer &) = delete;

  [[nodiscard]] const AVStream &video() const { return *video_; }
  [[nodiscard]] const AVStream *audio() const {
    return sound_ ? audio_ : nullptr;
  }                                         // null: none, or none wanted
  [[nodiscard]] bool animation() const;     // GIF, APNG: repeats
  [[nodiscard]] QuarterTurns turns() const; // from the display matrix
  /// What the container says of the picture stream, or of all of it; -1 unknown.
  [[nodiscard]] std::int64_t duration_ns() const;

  /// The number of pictures as the container tells; -1 unknown.
  [[nodiscard]] std::int64_t pictures() const { return video_->nb_frames > 0 ? video_->nb_frames : -1; }
  /// The file is one picture by its format.
  [[nodiscard]] bool single() const;
  /// End of the sound packets read so far, wanted or not, ns in the container's clock; negative: none came.
  [[nodiscard]] std::int64_t sound_end_ns() const { return sound_end_; }
  /// Reads on to the end of the file, for sound_end_ns().
  void read_to_end();

  /// The next packet of a stream, reading on as far as it takes; null at the end of the file. What is read of
  /// the other stream meanwhile waits, up to `most_waiting`; beyond it the oldest are dropped.
  av::Packet next_video() { return next(video_packets_); }
  av::Packet next_audio() { return next(audio_packets_); }

private:
  static constexpr std::size_t most_waiting = 48u << 20; // bytes of one stream's packets
  struct Queue {
    std::deque<av::Packet> packets;
    std::size_t bytes = 0;
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
  static void put(Queue &queue, av::Packet packet);
  static int read(void *self, std::uint8_t *into, int count);
  static std::int64_t seek(void *self, std::int64_t offset, int whence);

  Source &source_;
  std::uint64_t position_ = 0;
  std::unique_ptr<AVIOContext, FreeIo> io_;
  av::Format format_; // after io_: it is closed first
  AVStream *video_ = nullptr, *audio_ = nullptr;
  bool sound_ = false; // wanted
  std::int64_t sound_end_ = -1;
  Queue video_packets_, audio_packets_;
  bool end_ = false;
};

}
