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

  /// The next picture, its pts in ns from the stream's own zero and growing; null at the end. What cannot be
  /// decoded is passed over; an error where nothing could be in the whole stream.
  Result<av::Frame> next();
  /// Leaves out work that nobody will see, as long as the pictures come too late.
  void hurry(bool on);
  [[nodiscard]] const char *codec() const { return avcodec_get_name(codec_->codec_id); }
  /// Whether the stream says that it is interlaced.
  [[nodiscard]] bool says_interlaced() const;
  /// Size that pictures are handed over in: the stored one, or less where the screen needs less.
  [[nodiscard]] Size target() const { return target_; }
  /// Memory that decoding will need at most, as far as the header tells.
  [[nodiscard]] std::uint64_t memory() const;
  /// How long the last picture lasts, ns.
  [[nodiscard]] std::int64_t frame_ns() const { return frame_ns_; }
  [[nodiscard]] std::int64_t frames() const { return frames_; }
  /// Width : height as stored, with the pixels' own shape.
  [[nodiscard]] static Size shape(const AVFrame &frame);

private:
  Video(Demuxer &demuxer, Slots &slots) : demuxer_(demuxer), slots_(slots) {}
  Result<void> start(const Wish &wish);
  bool feed();
  void settle_time(AVFrame &frame);
  static int get_buffer(AVCodecContext *codec, AVFrame *frame, int flags);
  bool get_shared(AVCodecContext *codec, AVFrame *frame);

  Demuxer &demuxer_;
  Slots &slots_;
  av::Codec codec_;
  Size target_;
  bool direct_ = false, draining_ = false;
  std::int64_t last_pts_ = -1, frame_ns_ = 40'000'000;
  std::int64_t shift_ = 0; // added to the stream's times so that they never go back or leap
  std::int64_t frames_ = 0;
  int last_error_ = 0;
};

/// The size in which pictures of `stored` pixels and `shape` are handed over for `box`: never larger than
/// stored.
Size handed_size(Size stored, Size shape, QuarterTurns turns, Size box, Fit fit);

}
