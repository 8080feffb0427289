// FFmpeg's handles as values that let go by themselves, and its errors as ours. 5.1 to 7.1.
#pragma once

#include "base/result.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <memory>
#include <string>

namespace sheaf::media::av {

template<auto free> struct Free {
  template<class T> void operator()(T *p) const { free(&p); }
};
using Packet = std::unique_ptr<AVPacket, Free<av_packet_free>>;
using Frame = std::unique_ptr<AVFrame, Free<av_frame_free>>;
using Codec = std::unique_ptr<AVCodecContext, Free<avcodec_free_context>>;
using Format = std::unique_ptr<AVFormatContext, Free<avformat_close_input>>;
using Resampler = std::unique_ptr<SwrContext, Free<swr_free>>;
struct FreeScaler {
  void operator()(SwsContext *p) const { sws_freeContext(p); }
};
using Scaler = std::unique_ptr<SwsContext, FreeScaler>;

/// `what`, and why in FFmpeg's words. Memory is full, an unknown format unsupported, all else corrupt.
inline tl::unexpected<Error> failed(std::string what, int code) {
  std::string why(AV_ERROR_MAX_STRING_SIZE, '\0');
  av_strerror(code, why.data(), why.size());
  why.resize(why.find('\0'));
  auto kind = ErrorKind::corrupt;
  if (code == AVERROR(ENOMEM)) kind = ErrorKind::full, why = "it needs more memory than it may have";
  if (code == AVERROR_DECODER_NOT_FOUND || code == AVERROR_PATCHWELCOME) kind = ErrorKind::unsupported;
  return fail(kind, std::move(what) + " (" + why + ")");
}

inline Frame frame() { return Frame(av_frame_alloc()); }
inline Packet packet() { return Packet(av_packet_alloc()); }

inline bool interlaced(const AVFrame &f) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
  return (f.flags & AV_FRAME_FLAG_INTERLACED) != 0;
#else
  return f.interlaced_frame != 0;
#endif
}

/// In the stream's time base; 0 where it is not known.
inline std::int64_t &duration(AVFrame &f) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
  return f.duration;
#else
  return f.pkt_duration;
#endif
}

/// A stream's time in ns, within 36 years of zero, so that a few of them can be added up.
inline std::int64_t nanoseconds(std::int64_t time, AVRational base) {
  constexpr std::int64_t bound = std::int64_t{1} << 60;
  return std::clamp(av_rescale_q(time, base, {1, 1'000'000'000}), -bound, bound);
}

}
