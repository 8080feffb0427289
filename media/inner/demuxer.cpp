#include "media/inner/demuxer.h"

#include "media/inner/allowed.h"

extern "C" {
#include <libavutil/display.h>
}

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace sheaf::media {
namespace {
constexpr int io_bytes = 64 << 10;
constexpr unsigned most_streams = 64;
constexpr int most_vain_reads = 1000;
constexpr AVRational ns{1, 1'000'000'000};
// What a decoding time may be off within one clock, as the ffmpeg command sees it, ns.
constexpr std::int64_t leap = 10'000'000'000, step_back = 100'000'000;
constexpr std::int64_t same_step = 1'000'000'000;
constexpr std::int64_t most_probe_bytes = 8 << 20;
constexpr std::int64_t most_probe_time = 3 * AV_TIME_BASE;

// ftyp with the brand of a photograph (ISO/IEC 23008-12).
bool is_heif(Source &source) {
  std::array<std::uint8_t, 12> head{};
  auto n = source.read(0, head);
  std::string_view brand(reinterpret_cast<const char *>(head.data()) + 4, 8);
  return n && *n == head.size() && (brand == "ftypheic" || brand == "ftypheix" || brand == "ftypmif1");
}
}

void Demuxer::FreeIo::operator()(AVIOContext *io) const {
  av_freep(&io->buffer);
  avio_context_free(&io);
}

int Demuxer::read(void *self, std::uint8_t *into, int count) {
  auto &d = *static_cast<Demuxer *>(self);
  auto n = d.source_.read(d.position_, {into, static_cast<std::size_t>(count)});
  if (!n) return AVERROR(EIO);
  if (*n == 0) return AVERROR_EOF;
  d.position_ += *n;
  return static_cast<int>(*n);
}

std::int64_t Demuxer::seek(void *self, std::int64_t offset, int whence) {
  auto &d = *static_cast<Demuxer *>(self);
  auto size = static_cast<std::int64_t>(d.source_.size());
  if (whence & AVSEEK_SIZE) return size;
  whence &= ~AVSEEK_FORCE;
  if (whence == SEEK_CUR) offset += static_cast<std::int64_t>(d.position_);
  if (whence == SEEK_END) offset += size;
  if (offset < 0) return AVERROR(EINVAL);
  d.position_ = static_cast<std::uint64_t>(offset);
  return offset;
}

Result<std::unique_ptr<Demuxer>> Demuxer::open(Source &source, bool sound) {
  std::unique_ptr<Demuxer> d(new Demuxer(source));
  if (auto r = d->start(sound); !r) return fail(r.error());
  return d;
}

Result<void> Demuxer::start(bool sound) {
  auto *buffer = static_cast<std::uint8_t *>(av_malloc(io_bytes));
  io_.reset(avio_alloc_context(buffer, io_bytes, 0, this, read, nullptr, seek));
  format_.reset(avformat_alloc_context());
  format_->pb = io_.get();
  format_->flags |= AVFMT_FLAG_CUSTOM_IO;
  format_->format_whitelist = av_strdup(allowed_formats);
  format_->codec_whitelist = av_strdup(allowed_codecs);
  format_->protocol_whitelist = av_strdup(""); // nothing is ever opened by name
  format_->probesize = most_probe_bytes;
  format_->max_analyze_duration = most_probe_time;
  auto *raw = format_.release(); // freed by avformat_open_input where it fails
  int code = avformat_open_input(&raw, nullptr, nullptr, nullptr);
  format_.reset(raw);
  if (code == AVERROR(EINVAL)) // of a format that is left out (allowed.h)
    return fail(ErrorKind::unsupported,
                "it is neither a film nor a picture of a known kind; save it as MP4, JPEG or PNG");
  if (code < 0 && is_heif(source_))
    return fail(ErrorKind::unsupported,
                "it is a photograph in HEIC, as telephones take them; save it as JPEG");
  if (code < 0) return av::failed("it is not a film or picture that can be opened", code);
  if (code = avformat_find_stream_info(format_.get(), nullptr); code < 0)
    return av::failed("its streams cannot be read", code);
  if (const auto *damage = source_.damage()) return fail(damage->error); // what was probed may be cut off
  return choose(sound);
}

Result<void> Demuxer::choose(bool sound) {
  if (format_->nb_streams > most_streams)
    return fail(ErrorKind::refused, "there are " + std::to_string(format_->nb_streams) +
                                        " streams in it; save it with one of pictures and one of sound");
  for (unsigned i = 0; i < format_->nb_streams; ++i) format_->streams[i]->discard = AVDISCARD_ALL;
  int v = av_find_best_stream(format_.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (v < 0 || (format_->streams[v]->disposition & AV_DISPOSITION_ATTACHED_PIC))
    return fail(ErrorKind::unsupported, "there is no moving picture in it");
  video_ = format_->streams[v];
  video_->discard = AVDISCARD_DEFAULT;
  sound_ = sound;
  if (int a = av_find_best_stream(format_.get(), AVMEDIA_TYPE_AUDIO, -1, v, nullptr, 0); a >= 0) {
    audio_ = format_->streams[a];
    audio_->discard = AVDISCARD_DEFAULT;
  }
  return {};
}

bool Demuxer::animation() const {
  auto id = video_->codecpar->codec_id;
  return id == AV_CODEC_ID_GIF || id == AV_CODEC_ID_APNG;
}

QuarterTurns Demuxer::turns() const {
  const std::uint8_t *matrix = nullptr;
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 100)
  auto *par = video_->codecpar;
  if (auto *side =
          av_packet_side_data_get(par->coded_side_data, par->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX))
    matrix = side->data;
#else
  matrix = av_stream_get_side_data(video_, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
#endif
  if (!matrix) return QuarterTurns::none;
  // The matrix tells counter-clockwise degrees (libavutil/display.h).
  double clockwise =
      -av_display_rotation_get(static_cast<const std::int32_t *>(static_cast<const void *>(matrix)));
  if (std::isnan(clockwise)) return QuarterTurns::none;
  return static_cast<QuarterTurns>(static_cast<unsigned>(std::lround(clockwise / 90) + 8) & 3u);
}

std::int64_t Demuxer::duration_ns() const {
  if (video_->duration > 0) return av_rescale_q(video_->duration, video_->time_base, ns);
  if (format_->duration > 0) return av_rescale_q(format_->duration, AV_TIME_BASE_Q, ns);
  return -1;
}

// Of an edited film the pictures' own may be longer than what is shown of them.
std::int64_t Demuxer::written_duration_ns() const {
  if (format_->duration <= 0 || format_->duration_estimation_method != AVFMT_DURATION_FROM_STREAM) return -1;
  auto whole = av_rescale_q(format_->duration, AV_TIME_BASE_Q, ns);
  return video_->duration > 0 ? std::min(whole, av_rescale_q(video_->duration, video_->time_base, ns))
                              : whole;
}

void Demuxer::put(Queue &queue, av::Packet packet, std::size_t most) {
  queue.bytes += static_cast<std::size_t>(packet->size) + sizeof(AVPacket);
  queue.packets.push_back(std::move(packet));
  while (queue.bytes > most && queue.packets.size() > 1) {
    queue.bytes -= static_cast<std::size_t>(queue.packets.front()->size) + sizeof(AVPacket);
    queue.packets.pop_front();
  }
}

// Broadcasts are recorded, and joined, with clocks that start anew in the middle. Where the other stream has
// gone over the same step already, both are moved alike, so that they stay together.
void Demuxer::bridge(AVPacket &p, Queue &queue, const Queue &other) {
  auto base = format_->streams[p.stream_index]->time_base;
  if (p.dts != AV_NOPTS_VALUE) {
    auto raw = av::nanoseconds(p.dts, base), expected = queue.expected.value_or(raw + queue.shift);
    if (auto off = raw + queue.shift - expected; off > leap || off < -step_back) {
      auto shift = expected - raw;
      queue.shift = std::abs(other.shift - shift) < same_step ? other.shift : shift;
    }
    queue.expected = raw + queue.shift + std::clamp<std::int64_t>(av::nanoseconds(p.duration, base), 0, leap);
  }
  auto shift = av_rescale_q(queue.shift, ns, base);
  if (p.dts != AV_NOPTS_VALUE) p.dts += shift;
  if (p.pts != AV_NOPTS_VALUE) p.pts += shift;
}

void Demuxer::sort(av::Packet packet) {
  bool picture = packet->stream_index == video_->index;
  if (!picture && (!audio_ || packet->stream_index != audio_->index)) return;
  if (clock_may_break())
    picture ? bridge(*packet, video_packets_, audio_packets_)
            : bridge(*packet, audio_packets_, video_packets_);
  if (picture) return put(video_packets_, std::move(packet), SIZE_MAX);
  if (packet->pts != AV_NOPTS_VALUE) {
    auto end = av::nanoseconds(packet->pts, audio_->time_base) +
               std::max<std::int64_t>(av::nanoseconds(packet->duration, audio_->time_base), 0);
    sound_end_ = std::max(sound_end_.value_or(end), end);
  }
  if (sound_) put(audio_packets_, std::move(packet), most_waiting);
}

av::Packet Demuxer::next(Queue &queue) {
  for (int vain = 0; queue.empty() && !end_;) {
    auto packet = av::packet();
    int code = packet ? av_read_frame(format_.get(), packet.get()) : AVERROR(ENOMEM);
    if (source_.damage())
      end_ = true; // what came with it may be cut off in the middle
    else if (code >= 0)
      sort(std::move(packet)), vain = 0;
    else if (code != AVERROR(EAGAIN) || ++vain > most_vain_reads)
      end_ = true; // a damaged file ends where it is damaged
  }
  if (queue.empty()) return nullptr;
  auto packet = std::move(queue.packets.front());
  queue.packets.pop_front();
  queue.bytes -= static_cast<std::size_t>(packet->size) + sizeof(AVPacket);
  return packet;
}

bool Demuxer::single() const { return std::string_view(format_->iformat->name).ends_with("_pipe"); }

}
