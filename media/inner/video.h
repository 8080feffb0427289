// Decodes the picture stream, straight into the shared memory where the parent can take pictures as they are.
// The child's main thread; decoders call back from theirs.
#pragma once

#include "media/inner/demuxer.h"
#include "media/inner/outlet.h"

#include <memory>

namespace sheaf::media {

class Video {
public:
  struct Wish {
    Size box;
    Fit fit = Fit::contain;
    int threads = 1;
  };
  /// Errors: unsupported (no decoder that may be used), refused (too many pixels), full.
  static Result<std::unique_ptr<Video>> open(Demuxer &demuxer, Slots &slots, const Wish &wish);
  Video(const Video &) = delete;
  Video &operator=(const Video &) = delete;

  /// The next picture, its pts and duration in ns, the pts from the stream's own zero and growing; null at
  /// the end. What cannot be decoded is passed over; an error where nothing could be in the whole stream.
  Result<av::Frame> next();
  /// Leaves out work that nobody will see, as long as the pictures come too late.
  void hurry(bool on);
  [[nodiscard]] const char *codec() const { return avcodec_get_name(codec_->codec_id); }
  [[nodiscard]] const AVCodecContext &decoder() const { return *codec_; }
  /// Packets and pictures that could not be decoded, or not without holes.
  [[nodiscard]] std::int64_t damaged() const { return damaged_; }
  /// Whether the stream says that it is interlaced.
  [[nodiscard]] bool says_interlaced() const;
  /// Size that pictures are handed over in: the stored one, or less where the screen needs less.
  [[nodiscard]] Size target() const { return target_; }
  /// Memory that decoding will need at most, as far as the header tells.
  [[nodiscard]] std::uint64_t memory() const;
  /// How long the last picture lasts, ns; positive.
  [[nodiscard]] std::int64_t frame_ns() const { return frame_ns_; }
  /// Pictures that were left out unseen, in a hurry.
  [[nodiscard]] std::int64_t left_out() const;
  /// Width : height as stored, with the pixels' own shape.
  [[nodiscard]] Size shape(AVFrame &frame) const;

private:
  Video(Demuxer &demuxer, Slots &slots) : demuxer_(demuxer), slots_(slots) {}
  Result<void> start(const Wish &wish);
  void feed();
  void settle_time(AVFrame &frame);
  std::int64_t settled(std::int64_t time);
  [[nodiscard]] Result<void> check_size() const;
  static int get_buffer(AVCodecContext *codec, AVFrame *frame, int flags);
  bool get_shared(AVCodecContext *codec, AVFrame *frame);

  Demuxer &demuxer_;
  Slots &slots_;
  av::Codec codec_;
  Size target_;
  bool direct_ = false, draining_ = false, hurried_ = false;
  std::optional<std::int64_t> last_pts_;
  std::int64_t frame_ns_ = 40'000'000;
  std::int64_t shift_ = 0;                // added to the stream's times so that they never leap
  std::int64_t packets_ = 0, frames_ = 0; // taken in, given out
  int last_error_ = 0;
  std::int64_t damaged_ = 0;
};

/// The size in which pictures of `stored` pixels and `shape` are handed over for `box`: never larger than
/// stored.
Size handed_size(Size stored, Size shape, QuarterTurns turns, Size box, Fit fit);

}
