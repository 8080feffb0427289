#include "media/inner/audio.h"

#include "media/inner/decoder_for.h"

extern "C" {
#include <libavutil/channel_layout.h>
}

#include <algorithm>
#include <array>

namespace sheaf::media {
namespace {
constexpr std::uint64_t ahead = sound_rate;                  // a second
constexpr std::int64_t tolerance = sound_rate / 50;          // 20 ms: smaller steps in the times are rounding
constexpr std::int64_t longest_silence = 600ll * sound_rate; // larger steps are a broken clock in the file

}

Result<std::unique_ptr<Audio>> Audio::open(Demuxer &demuxer, Sound &ring, std::int64_t zero) {
  if (!demuxer.audio()) return fail(ErrorKind::absent, "there is no sound in it");
  std::unique_ptr<Audio> a(new Audio(demuxer, *demuxer.audio(), ring, zero));
  if (auto r = a->start(); !r) return fail(r.error());
  return a;
}

Result<void> Audio::start() {
  auto *par = stream_.codecpar;
  const auto *decoder = decoder_for(par->codec_id);
  if (!decoder)
    return fail(ErrorKind::unsupported,
                std::string("there is no decoder for its sound, ") + avcodec_get_name(par->codec_id));
  codec_.reset(avcodec_alloc_context3(decoder));
  if (!codec_ || avcodec_parameters_to_context(codec_.get(), par) < 0)
    return fail(ErrorKind::full, "no memory for a decoder");
  codec_->pkt_timebase = stream_.time_base;
  codec_->thread_count = 1;
  if (int code = avcodec_open2(codec_.get(), decoder, nullptr); code < 0)
    return av::failed("the decoder of its sound cannot be opened", code);
  return {};
}

std::int64_t Audio::end_ns() const {
  return static_cast<std::int64_t>(written_) * 1'000'000'000 / sound_rate;
}

bool Audio::has_room() const {
  auto read = ring_.read.load(std::memory_order_acquire);
  return written_ < std::min(read, written_) + ahead;
}

bool Audio::step() {
  bool moved = false;
  while (!done_ && has_room()) {
    moved = true;
    if (!decode()) done_ = true;
  }
  return moved;
}

// One frame, or one packet on the way to it. False at the end.
bool Audio::decode() {
  if (gap_ > 0) return fill_gap();
  if (auto held = std::move(held_)) {
    write(held.get());
    return true;
  }
  auto frame = av::frame();
  int code = avcodec_receive_frame(codec_.get(), frame.get());
  if (code == 0) {
    place(*frame);
    held_ = std::move(frame);
    return true;
  }
  if (code == AVERROR_EOF || draining_) return false;
  auto packet = demuxer_.next_audio();
  draining_ = !packet;
  avcodec_send_packet(codec_.get(), packet.get()); // what cannot be decoded is silence
  return true;
}

bool Audio::fill_gap() {
  static constexpr std::array<float, 4800 * sound_channels> silence{};
  auto n = std::min<std::uint64_t>(gap_, silence.size() / sound_channels);
  put(silence.data(), n);
  gap_ -= n;
  return true;
}

// Silence where the stream has a hole, and what overlaps is thrown away: sound stays with the picture.
void Audio::place(const AVFrame &f) {
  if (f.best_effort_timestamp == AV_NOPTS_VALUE || f.sample_rate <= 0) return;
  auto ns = av_rescale_q(f.best_effort_timestamp, stream_.time_base, {1, 1'000'000'000}) - zero_;
  auto at = av_rescale(ns, sound_rate, 1'000'000'000);
  auto off = at - static_cast<std::int64_t>(written_ + skip_);
  if (written_ == 0 && skip_ == 0 && off < 0 && -off < longest_silence) {
    skip_ = static_cast<std::uint64_t>(-off); // it begins before the first picture
  } else if (off > tolerance && off < longest_silence) {
    gap_ = static_cast<std::uint64_t>(off);
  } else if (off < -tolerance && -off < longest_silence && skip_ == 0) {
    skip_ = static_cast<std::uint64_t>(-off);
  }
}

void Audio::write(const AVFrame *f) {
  int channels = f->ch_layout.nb_channels;
  if (f->sample_rate <= 0 || channels <= 0 || f->nb_samples <= 0) return;
  if (f->format != in_format_ || f->sample_rate != in_rate_ || channels != in_channels_) {
    AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO, from = f->ch_layout;
    SwrContext *fresh = nullptr;
    if (from.order == AV_CHANNEL_ORDER_UNSPEC) av_channel_layout_default(&from, channels);
    swr_alloc_set_opts2(&fresh, &stereo, AV_SAMPLE_FMT_FLT, sound_rate, &from,
                        static_cast<AVSampleFormat>(f->format), f->sample_rate, 0, nullptr);
    resampler_.reset(fresh);
    if (!fresh || swr_init(fresh) < 0) resampler_.reset();
    in_format_ = f->format, in_rate_ = f->sample_rate, in_channels_ = channels;
  }
  if (!resampler_) return;
  auto most = swr_get_out_samples(resampler_.get(), f->nb_samples);
  if (most <= 0) return;
  scratch_.resize(static_cast<std::size_t>(most) * sound_channels);
  auto *out = reinterpret_cast<std::uint8_t *>(scratch_.data());
  int n = swr_convert(resampler_.get(), &out, most, const_cast<const std::uint8_t **>(f->extended_data),
                      f->nb_samples);
  if (n > 0) put(scratch_.data(), static_cast<std::uint64_t>(n));
}

void Audio::put(const float *samples, std::uint64_t count) {
  auto thrown = std::min(skip_, count);
  skip_ -= thrown;
  samples += thrown * sound_channels;
  for (std::uint64_t i = 0; i < (count - thrown) * sound_channels; ++i)
    ring_.samples[(written_ * sound_channels + i) % ring_.samples.size()] = samples[i];
  written_ += count - thrown;
  ring_.written.store(written_, std::memory_order_release);
}

}
