// The module sheaf-deinterlace: FFmpeg's bwdif filter, one picture out per picture in. Only pictures that say
// so are filtered.
#include "media/inner/av.h"
#include "media/inner/film.h"

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

#include <array>
#include <cstdio>

namespace sheaf::media {
namespace {

class Bwdif final : public Deinterlacer {
public:
  AVFrame *filter(AVFrame *picture) override;

private:
  bool build(const AVFrame &picture);
  [[nodiscard]] bool fits(const AVFrame &f) const {
    return graph_ && f.width == width_ && f.height == height_ && f.format == format_;
  }
  std::unique_ptr<AVFilterGraph, av::Free<avfilter_graph_free>> graph_;
  AVFilterContext *source_ = nullptr, *sink_ = nullptr;
  int width_ = 0, height_ = 0, format_ = -1;
  std::int64_t length_ = 0; // of the last picture that was given
  bool broken_ = false;
};

// Times go through as they are: nanoseconds.
bool Bwdif::build(const AVFrame &f) {
  graph_.reset(avfilter_graph_alloc());
  if (!graph_) return false;
  width_ = f.width, height_ = f.height, format_ = f.format;
  graph_->nb_threads = 1;
  std::array<char, 256> args{};
  std::snprintf(args.data(), args.size(),
                "video_size=%dx%d:pix_fmt=%d:time_base=1/1000000000:pixel_aspect=%d/%d", f.width, f.height,
                f.format, f.sample_aspect_ratio.num, std::max(f.sample_aspect_ratio.den, 1));
  AVFilterContext *filter = nullptr;
  return avfilter_graph_create_filter(&source_, avfilter_get_by_name("buffer"), "in", args.data(), nullptr,
                                      graph_.get()) >= 0 &&
         avfilter_graph_create_filter(&filter, avfilter_get_by_name("bwdif"), "bwdif",
                                      "mode=send_frame:deint=interlaced", nullptr, graph_.get()) >= 0 &&
         avfilter_graph_create_filter(&sink_, avfilter_get_by_name("buffersink"), "out", nullptr, nullptr,
                                      graph_.get()) >= 0 &&
         avfilter_link(source_, 0, filter, 0) >= 0 && avfilter_link(filter, 0, sink_, 0) >= 0 &&
         avfilter_graph_config(graph_.get(), nullptr) >= 0;
}

AVFrame *Bwdif::filter(AVFrame *picture) {
  if (picture && !fits(*picture)) broken_ = !build(*picture); // also where a stream changes in the middle
  if (broken_ || !graph_) return picture;
  if (picture) length_ = av::duration(*picture);
  av::Frame in(picture);
  if (av_buffersrc_add_frame_flags(source_, in.get(), AV_BUFFERSRC_FLAG_KEEP_REF) < 0 && picture)
    return in.release();
  auto out = av::frame();
  if (av_buffersink_get_frame(sink_, out.get()) < 0) return nullptr;
  // The filter counts in half units, for players that want a picture per field.
  out->pts = av_rescale_q(out->pts, av_buffersink_get_time_base(sink_), {1, 1'000'000'000});
  av::duration(*out) = length_; // whether the filter halves it as well depends on its version
  return out.release();
}

}
}

extern "C" __attribute__((visibility("default"))) sheaf::media::Deinterlacer *sheaf_make_deinterlacer() {
  return new sheaf::media::Bwdif;
}
