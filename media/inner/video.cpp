#include "media/inner/video.h"

#include "media/inner/decoder_for.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>

namespace sheaf::media {
namespace {

constexpr std::int64_t most_pixels = 64ll << 20; // 8K with room; the parent's screen is 4K at most
constexpr std::int64_t longest_frame = 60'000'000'000;

std::int64_t to_ns(std::int64_t t, AVRational base) { return av_rescale_q(t, base, {1, 1'000'000'000}); }

struct SharedPicture {
  Slots *slots;
  std::uint32_t slot;
};
void give_shared(void *opaque, std::uint8_t *) {
  std::unique_ptr<SharedPicture> p(static_cast<SharedPicture *>(opaque));
  p->slots->give(p->slot);
}

}

Size handed_size(Size stored, Size shape, QuarterTurns turns, Size box, Fit fit) {
  auto upright_box = sideways(turns) ? box.turned() : box;
  auto placed = place(shape, {0, 0, upright_box.width, upright_box.height}, fit);
  if (placed.target.empty()) return stored;
  auto need = [](int target, double part) { return static_cast<int>(std::lround(target / part)); };
  Size wanted{need(placed.target.width, placed.source.width),
              need(placed.target.height, placed.source.height)};
  return {std::min(stored.width, wanted.width), std::min(stored.height, wanted.height)};
}

Size Video::shape(const AVFrame &f) {
  auto sar = f.sample_aspect_ratio;
  if (sar.num <= 0 || sar.den <= 0) return {f.width, f.height};
  int num = 0, den = 0;
  av_reduce(&num, &den, static_cast<std::int64_t>(f.width) * sar.num,
            static_cast<std::int64_t>(f.height) * sar.den, 1'000'000);
  // A pixel ten times as wide as high is a damaged header.
  double odd = static_cast<double>(sar.num) / sar.den;
  if (num <= 0 || den <= 0 || odd > 10 || odd < 0.1) return {f.width, f.height};
  return {num, den};
}

Result<std::unique_ptr<Video>> Video::open(Demuxer &demuxer, Slots &slots, const Wish &wish) {
  std::unique_ptr<Video> v(new Video(demuxer, slots));
  if (auto r = v->start(wish); !r) return fail(r.error());
  return v;
}

Result<void> Video::start(const Wish &wish) {
  auto &stream = demuxer_.video();
  auto *par = stream.codecpar;
  const auto *decoder = decoder_for(par->codec_id);
  if (!decoder)
    return fail(ErrorKind::unsupported,
                std::string("there is no decoder for ") + avcodec_get_name(par->codec_id));
  codec_.reset(avcodec_alloc_context3(decoder));
  if (!codec_ || avcodec_parameters_to_context(codec_.get(), par) < 0)
    return fail(ErrorKind::full, "no memory for a decoder");
  codec_->pkt_timebase = stream.time_base;
  codec_->max_pixels = most_pixels;
  codec_->thread_count = wish.threads;
  codec_->opaque = this;
  codec_->get_buffer2 = get_buffer;
#if LIBAVCODEC_VERSION_MAJOR < 60 // from 6.0 on it always is
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  codec_->thread_safe_callbacks = 1;
#pragma GCC diagnostic pop
#endif
  Size stored{par->width, par->height};
  auto sar = stream.sample_aspect_ratio.num > 0 ? stream.sample_aspect_ratio : par->sample_aspect_ratio;
  if (static_cast<std::int64_t>(stored.width) * stored.height > most_pixels)
    return fail(ErrorKind::refused,
                std::to_string(stored.width) + " x " + std::to_string(stored.height) +
                    " pixels are more than a film may have; save it at 3840 x 2160 at most");
  Size shape = sar.num > 0 && sar.den > 0
                   ? Size{static_cast<int>(std::clamp<std::int64_t>(
                              static_cast<std::int64_t>(stored.width) * sar.num / sar.den, 1, 1'000'000)),
                          stored.height}
                   : stored;
  target_ = handed_size(stored, shape, demuxer_.turns(), wish.box, wish.fit);
  direct_ = target_ == stored && (decoder->capabilities & AV_CODEC_CAP_DR1);
  if (stream.avg_frame_rate.num > 0 && stream.avg_frame_rate.den > 0)
    frame_ns_ = std::clamp<std::int64_t>(to_ns(1, av_inv_q(stream.avg_frame_rate)), 1'000'000, 1'000'000'000);
  if (int code = avcodec_open2(codec_.get(), decoder, nullptr); code < 0)
    return av::failed("its decoder cannot be opened", code);
  return {};
}

// Ten pictures for reference and those on their way out, one per thread, and what a decoder needs beside
// them. The levels of H.264 and HEVC allow 16 small pictures, but only 4 to 6 of the largest size (ITU-T
// H.264, A.3.1; H.265, A.4.2).
std::uint64_t Video::memory() const {
  auto picture = av_image_get_buffer_size(codec_->pix_fmt, std::max(codec_->width, 16),
                                          std::max(codec_->height, 16), 64);
  constexpr std::uint64_t beside = 32u << 20;
  return beside + static_cast<std::uint64_t>(std::max(picture, 0)) *
                      static_cast<std::uint64_t>(10 + codec_->thread_count);
}

bool Video::says_interlaced() const {
  auto order = demuxer_.video().codecpar->field_order;
  return order == AV_FIELD_TT || order == AV_FIELD_BB || order == AV_FIELD_TB || order == AV_FIELD_BT;
}

int Video::get_buffer(AVCodecContext *codec, AVFrame *frame, int flags) {
  auto *self = static_cast<Video *>(codec->opaque);
  if (self->direct_ && self->get_shared(codec, frame)) return 0;
  return avcodec_default_get_buffer2(codec, frame, flags);
}

// Lays the planes of a 4:2:0 picture out in a slot, edges and alignment as the decoder needs them.
bool Video::get_shared(AVCodecContext *codec, AVFrame *f) {
  if (f->format != AV_PIX_FMT_YUV420P && f->format != AV_PIX_FMT_YUVJ420P) return false;
  int width = f->width, height = f->height;
  std::array<int, AV_NUM_DATA_POINTERS> align{};
  avcodec_align_dimensions2(codec, &width, &height, align.data());
  int stride = (width + 127) / 128 * 128, chroma_height = (height + 1) / 2;
  auto luma = static_cast<std::size_t>(stride) * static_cast<std::size_t>(height);
  auto chroma = static_cast<std::size_t>(stride / 2) * static_cast<std::size_t>(chroma_height);
  constexpr std::size_t beyond = 256; // SIMD of some decoders writes past the last row
  auto bytes = luma + 2 * chroma + beyond;
  auto slot = slots_.take(bytes);
  if (!slot) return false;
  auto *base = slots_.at(*slot);
  f->buf[0] = av_buffer_create(base, bytes, give_shared, new SharedPicture{&slots_, *slot}, 0);
  f->data[0] = base;
  f->data[1] = base + luma;
  f->data[2] = base + luma + chroma;
  f->linesize[0] = stride;
  f->linesize[1] = f->linesize[2] = stride / 2;
  f->extended_data = f->data;
  return true;
}

// False: there is nothing more to feed.
bool Video::feed() {
  if (draining_) return false;
  auto packet = demuxer_.next_video();
  draining_ = !packet;
  int code = avcodec_send_packet(codec_.get(), packet.get());
  if (code < 0 && code != AVERROR_EOF) last_error_ = code;
  return true;
}

// Pictures follow one another: a time that is missing or goes back is set one frame after the last; a leap of
// a minute is a broken clock in the file, not a pause.
void Video::settle_time(AVFrame &f) {
  auto base = demuxer_.video().time_base;
  auto length = av::duration(f) > 0 ? to_ns(av::duration(f), base) : 0;
  if (length > 0 && length <= longest_frame) frame_ns_ = length;
  auto expected = last_pts_ < 0 ? 0 : last_pts_ + frame_ns_;
  auto t = f.best_effort_timestamp;
  auto pts = t == AV_NOPTS_VALUE ? expected : to_ns(t, base) + shift_;
  if (last_pts_ < 0) shift_ = 0;
  if (last_pts_ >= 0 && (pts <= last_pts_ || pts > last_pts_ + longest_frame)) {
    shift_ += expected - pts;
    pts = expected;
  }
  last_pts_ = pts;
  f.pts = pts;
}

Result<av::Frame> Video::next() {
  auto f = av::frame();
  while (true) {
    int code = avcodec_receive_frame(codec_.get(), f.get());
    if (code == 0) {
      if (f->width <= 0 || f->height <= 0) continue;
      ++frames_;
      settle_time(*f);
      return f;
    }
    if (code != AVERROR(EAGAIN) && code != AVERROR_EOF) last_error_ = code;
    if (feed() && code != AVERROR_EOF) continue;
    if (code == AVERROR(EAGAIN)) continue;
    if (code != AVERROR_EOF && !draining_) continue;
    if (frames_ == 0)
      return last_error_ ? av::failed("none of its pictures can be decoded", last_error_)
                         : fail(ErrorKind::corrupt, "it has no pictures");
    return av::Frame();
  }
}

void Video::hurry(bool on) {
  codec_->skip_loop_filter = on ? AVDISCARD_ALL : AVDISCARD_DEFAULT;
  codec_->skip_frame = on ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
}

}
