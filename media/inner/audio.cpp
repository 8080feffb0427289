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
  std::unique_ptr<Audio> a(new Audio(demuxer, ring, zero));
  if (auto r = a->start(); !r) return fail(r.error());
  return a;
}

Result<void> Audio::start() {
  const auto *stream = demuxer_.audio();
  if (!stream) return fail(ErrorKind::unsupported, "there is no sound in it");
  auto *par = stream->codecpar;
  const auto *decoder = decoder_for(par->codec_id);
  if (!decoder)
    return fail(ErrorKind::unsupported,
                std::string("there is no decoder for its sound, ") + avcodec_get_name(par->codec_id));
  codec_.reset(avcodec_alloc_context3(decoder));
  if (!codec_ || avcodec_parameters_to_context(codec_.get(), par) < 0)
    return fail(ErrorKind::full, "no memory for a decoder");
  codec_->pkt_timebase = base_ = stream->time_base;
  codec_->thread_count = 1;
  if (int code = avcodec_open2(codec_.get(), decoder, nullptr); code < 0)
    return av::failed("the decoder of its sound cannot be opened", code);
  return {};
}

bool Audio::has_room() const {
  auto read = ring_.read.load(std::memory_order_acquire);
  return written_ < std::min(read, written_) + ahead;
}

bool Audio::step() {
  bool moved = false;
  while (!done_ && has_room()) {
    auto step = decode();
    if (step == Step::waiting) break;
    moved = true;
    done_ = step == Step::ended;
  }
  return moved;
}

// One frame, or one packet on the way to it.
Audio::Step Audio::decode() {
  if (gap_ > 0) {
    fill_gap();
    return Step::done_something;
  }
  if (auto held = std::move(held_)) {
    write(*held);
    return Step::done_something;
  }
  auto frame = av::frame();
  if (!frame) return Step::ended;
  int code = avcodec_receive_frame(codec_.get(), frame.get());
  if (code == AVERROR(EAGAIN) && !draining_) return feed();
  if (code == AVERROR_EOF || code == AVERROR(EAGAIN)) {
    resample(nullptr, 0); // what is still in the filter
    return Step::ended;
  }
  if (code < 0) return Step::done_something; // what cannot be decoded is silence
  place(*frame);
  held_ = std::move(frame);
  return Step::done_something;
}

Audio::Step Audio::feed() {
  if (!demuxer_.audio_is_near()) return Step::waiting;
  auto packet = demuxer_.next_audio();
  draining_ = !packet;
  avcodec_send_packet(codec_.get(), packet.get());
  return Step::done_something;
}

void Audio::fill_gap() {
  static constexpr std::array<float, 4800 * sound_channels> silence{};
  auto n = std::min<std::uint64_t>(gap_, silence.size() / sound_channels);
  put(silence.data(), n);
  gap_ -= n;
}

// Silence where the stream has a hole, and what overlaps is thrown away: sound stays with the picture. The
// first sample is placed exactly; later, times that are a little off are rounded ones.
void Audio::place(const AVFrame &f) {
  if (f.best_effort_timestamp == AV_NOPTS_VALUE || f.sample_rate <= 0) return;
  auto ns = av::nanoseconds(f.best_effort_timestamp, base_) - zero_;
  auto at = av_rescale(ns, sound_rate, 1'000'000'000);
  auto off = at - (static_cast<std::int64_t>(written_) - static_cast<std::int64_t>(skip_));
  bool small = std::abs(off) <= (placed_ ? tolerance : 0);
  placed_ = true;
  if (small || std::abs(off) > longest_silence) return;
  auto skip = static_cast<std::int64_t>(skip_) - off; // what is to be thrown away now; less than none: a gap
  skip_ = static_cast<std::uint64_t>(std::max<std::int64_t>(skip, 0));
  gap_ = static_cast<std::uint64_t>(std::max<std::int64_t>(-skip, 0));
}

// A decoder may change its mind about rate and channels in the middle. A single channel is played by both
// sides as loud as it is; more than two are mixed so that they never clip.
void Audio::adapt(const AVFrame &f) {
  int channels = f.ch_layout.nb_channels;
  if (f.format == in_format_ && f.sample_rate == in_rate_ && channels == in_channels_) return;
  in_format_ = f.format, in_rate_ = f.sample_rate, in_channels_ = channels;
  AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO, from = f.ch_layout;
  if (from.order == AV_CHANNEL_ORDER_UNSPEC) av_channel_layout_default(&from, channels);
  SwrContext *fresh = nullptr;
  swr_alloc_set_opts2(&fresh, &stereo, AV_SAMPLE_FMT_FLT, sound_rate, &from,
                      static_cast<AVSampleFormat>(f.format), f.sample_rate, 0, nullptr);
  resampler_.reset(fresh);
  if (!fresh) return;
  constexpr std::array both{1.0, 1.0};
  if (channels == 1) swr_set_matrix(fresh, both.data(), 1);
  av_opt_set_double(fresh, "rematrix_maxval", 1.0, 0);
  if (swr_init(fresh) < 0) resampler_.reset();
}

void Audio::write(const AVFrame &f) {
  if (f.sample_rate <= 0 || f.ch_layout.nb_channels <= 0 || f.nb_samples <= 0) return;
  adapt(f);
  resample(const_cast<const std::uint8_t **>(f.extended_data), f.nb_samples); // it only reads them
}

void Audio::resample(const std::uint8_t **samples, int count) {
  if (!resampler_) return;
  auto most = swr_get_out_samples(resampler_.get(), count);
  if (most <= 0) return;
  scratch_.resize(static_cast<std::size_t>(most) * sound_channels);
  auto *out = static_cast<std::uint8_t *>(static_cast<void *>(scratch_.data()));
  int n = swr_convert(resampler_.get(), &out, most, samples, count);
  if (n > 0) put(scratch_.data(), static_cast<std::uint64_t>(n));
}

void Audio::put(const float *samples, std::uint64_t count) {
  auto thrown = std::min(skip_, count);
  skip_ -= thrown;
  samples += thrown * sound_channels;
  for (std::uint64_t i = 0; i < (count - thrown) * sound_channels; ++i)
    ring_.samples[static_cast<std::size_t>((written_ * sound_channels + i) % ring_.samples.size())] =
        samples[i];
  written_ += count - thrown;
  ring_.written.store(written_, std::memory_order_release);
}

}
