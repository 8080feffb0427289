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

constexpr std::int64_t most_pixels = 64ll << 20;        // 8K with room; the parent's screen is 4K at most
constexpr std::int64_t longest_frame = 600'000'000'000; // of a slide show; what is longer is damage

constexpr std::int64_t slip = 1'000'000'000;

struct LentPlace {
  Slots *slots;
  std::uint32_t slot;
};
void give_back(void *opaque, std::uint8_t *) {
  std::unique_ptr<LentPlace> place(static_cast<LentPlace *>(opaque));
  place->slots->give(place->slot);
}

// A pixel ten times as wide as high is a damaged header.
Size shaped(Size stored, AVRational sar) {
  if (sar.num <= 0 || sar.den <= 0 || av_q2d(sar) > 10 || av_q2d(sar) < 0.1) return stored;
  int num = 0, den = 0;
  av_reduce(&num, &den, static_cast<std::int64_t>(stored.width) * sar.num,
            static_cast<std::int64_t>(stored.height) * sar.den, 1'000'000);
  return num > 0 && den > 0 ? Size{num, den} : stored;
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

Size Video::shape(AVFrame &f) const {
  // The container's word stands over the picture stream's: it is what people can mend.
  auto sar = av_guess_sample_aspect_ratio(nullptr, const_cast<AVStream *>(&demuxer_.video()), &f);
  return shaped({f.width, f.height}, sar);
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
  if (auto r = check_size(); !r) return r;
  Size stored{par->width, par->height};
  auto sar = av_guess_sample_aspect_ratio(nullptr, const_cast<AVStream *>(&stream), nullptr);
  target_ = handed_size(stored, shaped(stored, sar), demuxer_.turns(), wish.box, wish.fit);
  direct_ = target_ == stored && (decoder->capabilities & AV_CODEC_CAP_DR1);
  if (stream.avg_frame_rate.num > 0 && stream.avg_frame_rate.den > 0)
    frame_ns_ =
        std::clamp<std::int64_t>(av::nanoseconds(1, av_inv_q(stream.avg_frame_rate)), 1, longest_frame);
  if (int code = avcodec_open2(codec_.get(), decoder, nullptr); code < 0)
    return av::failed("its decoder cannot be opened", code);
  return {};
}

Result<void> Video::check_size() const {
  auto *par = demuxer_.video().codecpar;
  if (par->width <= 0 || par->height <= 0)
    return fail(ErrorKind::refused,
                "the size of its pictures is not told, or beyond all measure; save it anew");
  if (static_cast<std::int64_t>(par->width) * par->height <= most_pixels) return {};
  return fail(ErrorKind::refused,
              std::to_string(par->width) + " x " + std::to_string(par->height) +
                  " pixels are more than a film may have; save it at 3840 x 2160 at most");
}

// Ten pictures for reference and those on their way out, one per thread, and what a decoder needs beside
// them. The levels of H.264 and HEVC allow 16 small pictures, but only 4 to 6 of the largest size
// (ITU-T H.264, A.3.1; H.265, A.4.2).
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
  constexpr std::size_t beyond = 256; // SIMD of some decoders reads and writes past a plane's last row
  auto luma = static_cast<std::size_t>(stride) * static_cast<std::size_t>(height) + beyond;
  auto chroma = static_cast<std::size_t>(stride / 2) * static_cast<std::size_t>(chroma_height) + beyond;
  auto bytes = luma + 2 * chroma;
  auto slot = slots_.lend(bytes);
  if (!slot) return false;
  auto *base = slots_.at(*slot);
  auto lent = std::make_unique<LentPlace>(LentPlace{&slots_, *slot});
  f->buf[0] = av_buffer_create(base, bytes, give_back, lent.get(), 0);
  if (!f->buf[0]) {
    slots_.give(*slot);
    return false;
  }
  static_cast<void>(lent.release()); // give_back's now
  f->data[0] = base;
  f->data[1] = base + luma;
  f->data[2] = base + luma + chroma;
  f->linesize[0] = stride;
  f->linesize[1] = f->linesize[2] = stride / 2;
  f->extended_data = f->data;
  return true;
}

// Once after the last packet it says that there are no more.
void Video::feed() {
  if (draining_) return;
  auto packet = demuxer_.next_video();
  draining_ = !packet;
  packets_ += packet != nullptr;
  damaged_ += packet && (packet->flags & AV_PKT_FLAG_CORRUPT) != 0;
  if (draining_ && demuxer_.damage()) return; // half a picture may be in the decoder: it stays there
  int code = avcodec_send_packet(codec_.get(), packet.get());
  if (code < 0 && code != AVERROR_EOF) last_error_ = code, ++damaged_;
}

// Pictures follow one another. A time that is missing is one frame after the last; one that goes back a
// little is the file's slip, and the next is believed again; a leap is a broken clock, and all that follow
// are moved.
std::int64_t Video::settled(std::int64_t t) {
  auto expected = last_pts_ ? *last_pts_ + frame_ns_ : 0;
  if (t == AV_NOPTS_VALUE) return expected;
  auto pts = av::nanoseconds(t, demuxer_.video().time_base) + shift_;
  if (!last_pts_ || (pts > *last_pts_ && pts <= *last_pts_ + longest_frame)) return pts;
  if (pts <= *last_pts_ && pts > *last_pts_ - slip)
    return *last_pts_ + std::max<std::int64_t>(frame_ns_ / 2, 1);
  shift_ += expected - pts;
  return expected;
}

void Video::settle_time(AVFrame &f) {
  auto length = av::nanoseconds(av::duration(f), demuxer_.video().time_base);
  if (length > 0 && length <= longest_frame) frame_ns_ = length;
  last_pts_ = f.pts = settled(f.best_effort_timestamp);
  av::duration(f) = frame_ns_;
}

Result<av::Frame> Video::next() {
  auto f = av::frame();
  if (!f) return fail(ErrorKind::full, "no memory for a picture");
  for (int code = 0; code != AVERROR_EOF;) {
    code = avcodec_receive_frame(codec_.get(), f.get());
    if (code == 0 && f->width > 0 && f->height > 0) {
      ++frames_;
      damaged_ += f->decode_error_flags != 0;
      settle_time(*f);
      return f;
    }
    if (code == AVERROR(EAGAIN)) {
      if (draining_) break; // it should have said that it is at its end
      feed();
    } else if (code < 0 && code != AVERROR_EOF) {
      last_error_ = code, ++damaged_; // of one picture; the next may be whole
    }
  }
  if (const auto *damage = demuxer_.damage(); damage && draining_) return fail(damage->error);
  if (frames_ > 0) return av::Frame();
  if (last_error_) return av::failed("none of its pictures can be decoded", last_error_);
  return fail(ErrorKind::corrupt, "it has no pictures");
}

void Video::hurry(bool on) {
  hurried_ |= on;
  codec_->skip_loop_filter = on ? AVDISCARD_ALL : AVDISCARD_DEFAULT;
  codec_->skip_frame = on ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
}

// Nearly every codec makes one picture of a packet; what is missing at the end was left out by the decoder.
std::int64_t Video::left_out() const {
  return hurried_ && draining_ ? std::max<std::int64_t>(packets_ - frames_, 0) : 0;
}

}
