#include "media/inner/measure.h"

#include "board/clock.h"
#include "media/inner/audio.h"
#include "media/inner/black.h"
#include "media/inner/film_shape.h"
#include "media/inner/sound_meter.h"
#include "media/inner/video.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <cmath>
#include <cstring>

namespace sheaf::media {
namespace {

constexpr std::size_t most_distances = 1u << 22; // 39 hours of 30 a second
constexpr Duration news = 200ms;

// How much of a file has been read tells how far the measuring is; what is read again does not count.
class Counted final : public Source {
public:
  explicit Counted(Source &source)
      : source_(source), seen_(static_cast<std::size_t>(source.size() / block + 1)) {}
  [[nodiscard]] std::uint64_t size() const override { return source_.size(); }
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
    auto n = source_.read(offset, into);
    if (n && *n > 0) note(offset, offset + *n - 1);
    return n;
  }
  [[nodiscard]] const Damage *damage() const override { return source_.damage(); }
  [[nodiscard]] Bytes memory() const override { return source_.memory(); }
  [[nodiscard]] double part() const {
    return static_cast<double>(count_) / static_cast<double>(seen_.size());
  }

private:
  void note(std::uint64_t first, std::uint64_t last) {
    for (auto i = first / block; i <= last / block && i < seen_.size(); ++i)
      if (!seen_[static_cast<std::size_t>(i)]) seen_[static_cast<std::size_t>(i)] = true, ++count_;
  }

  static constexpr std::uint64_t block = 65'536;
  Source &source_;
  std::vector<bool> seen_;
  std::size_t count_ = 0;
};

template<std::size_t n> void put(std::array<char, n> &into, const char *text) {
  if (text) std::strncpy(into.data(), text, n - 1);
}

class FilmMeasure {
public:
  FilmMeasure(Source &source, int threads, Outlet &outlet)
      : source_(source), threads_(threads), outlet_(outlet) {}
  Result<MeasuredMessage> run();

private:
  Result<void> open();
  void open_sound();
  Result<bool> step();
  void look(AVFrame &frame);
  void look_at_first(AVFrame &frame);
  void look_at_time(const AVFrame &frame);
  void listen();
  void say_progress();
  void tell_container();
  void tell_time();
  void tell_colour(const AVFrame &frame);
  [[nodiscard]] bool variable();
  [[nodiscard]] Kind kind() const;

  Counted source_;
  int threads_;
  Outlet &outlet_;
  std::unique_ptr<Demuxer> demuxer_;
  std::unique_ptr<Video> video_;
  std::unique_ptr<Audio> audio_;
  std::optional<SoundMeter> meter_;
  MeasuredMessage m_;
  std::vector<std::int64_t> distances_; // ns
  std::int64_t zero_ = 0, last_ = 0, end_ = 0, light_until_ = 0;
  std::optional<std::int64_t> first_light_; // when a picture was first not black
  Steady said_{};
};

Result<void> FilmMeasure::open() {
  auto demuxer = Demuxer::open(source_, true);
  if (!demuxer) return fail(demuxer.error());
  demuxer_ = std::move(*demuxer);
  auto video = Video::open(*demuxer_, outlet_.slots(), {{64, 64}, Fit::contain, threads_});
  if (!video) return fail(video.error());
  video_ = std::move(*video);
  return {};
}

// Sound that cannot be decoded is none: a player would not play it either.
void FilmMeasure::open_sound() {
  const auto *stream = demuxer_->audio();
  if (!stream) return;
  auto audio = Audio::open(*demuxer_, outlet_.sound(), zero_);
  auto meter = SoundMeter::make();
  if (!audio || !meter) return;
  audio_ = std::move(*audio);
  meter_.emplace(std::move(*meter));
  const auto &par = *stream->codecpar;
  put(m_.sound_codec, avcodec_get_name(par.codec_id));
  m_.has_sound = 1;
  m_.sound_stream = stream->index;
  m_.channels = std::clamp(par.ch_layout.nb_channels, 0, 1024);
  m_.sound_rate = std::clamp(par.sample_rate, 0, 10'000'000);
}

Result<MeasuredMessage> FilmMeasure::run() {
  if (auto opened = open(); !opened) return fail(opened.error());
  for (auto more = step();; more = step()) {
    if (!more) return fail(more.error());
    if (!*more) break;
    listen();
    say_progress();
  }
  while (audio_ && !audio_->done()) {
    listen();
    say_progress();
  }
  if (const auto *damage = source_.damage()) return fail(damage->error);
  if (meter_) meter_->tell(m_);
  tell_container();
  tell_time();
  return m_;
}

Result<bool> FilmMeasure::step() {
  auto frame = video_->next();
  if (!frame) return fail(frame.error());
  if (*frame) look(**frame);
  return *frame != nullptr;
}

// What a player would hear: the child is both ends of the ring.
void FilmMeasure::listen() {
  if (!audio_) return;
  auto &ring = outlet_.sound();
  for (bool moved = true; moved;) {
    moved = audio_->step();
    auto written = ring.written.load(), read = ring.read.load();
    while (read < written) {
      auto at = read % sound_frames, count = std::min(written - read, sound_frames - at);
      meter_->add(ring.samples.data() + at * sound_channels, count);
      read += count;
    }
    ring.read.store(read);
  }
}

void FilmMeasure::look(AVFrame &f) {
  if (m_.pictures == 0) look_at_first(f);
  m_.interlaced |= av::interlaced(f);
  look_at_time(f);
  ++m_.pictures;
  auto pts = f.pts - zero_;
  end_ = pts + av::duration(f);
  if (is_black(f)) return;
  if (!first_light_) first_light_ = pts;
  light_until_ = end_;
}

void FilmMeasure::look_at_first(AVFrame &f) {
  zero_ = f.pts;
  open_sound();
  auto shape = video_->shape(f);
  m_.stream = demuxer_->video().index;
  m_.width = f.width, m_.height = f.height;
  m_.shape_width = shape.width, m_.shape_height = shape.height;
  m_.turns = static_cast<std::uint32_t>(demuxer_->turns());
  m_.interlaced = video_->says_interlaced();
  const auto &codec = video_->decoder();
  put(m_.codec, video_->codec());
  put(m_.profile, avcodec_profile_name(codec.codec_id, codec.profile));
  m_.level = codec.level > 0 && codec.level < 100'000 ? codec.level : 0;
  tell_colour(f);
}

void FilmMeasure::tell_colour(const AVFrame &f) {
  if (const auto *format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(f.format))) {
    put(m_.pixel_format, format->name);
    m_.depth = std::clamp(format->comp[0].depth, 1, 32);
    m_.opaque = (format->flags & AV_PIX_FMT_FLAG_ALPHA) == 0;
  }
  if (f.color_primaries != AVCOL_PRI_UNSPECIFIED)
    put(m_.primaries, av_color_primaries_name(f.color_primaries));
  if (f.color_trc != AVCOL_TRC_UNSPECIFIED) put(m_.transfer, av_color_transfer_name(f.color_trc));
  if (f.colorspace != AVCOL_SPC_UNSPECIFIED) put(m_.matrix, av_color_space_name(f.colorspace));
  m_.full_range = f.color_range == AVCOL_RANGE_JPEG;
  m_.hdr = f.color_trc == AVCOL_TRC_SMPTE2084 || f.color_trc == AVCOL_TRC_ARIB_STD_B67;
}

void FilmMeasure::look_at_time(const AVFrame &f) {
  if (m_.pictures > 0 && distances_.size() < most_distances) distances_.push_back(f.pts - last_);
  last_ = f.pts;
}

void FilmMeasure::say_progress() {
  auto now = board::steady_now();
  if (now - said_ < news) return;
  said_ = now;
  outlet_.say(ProgressMessage{.done = source_.part()});
}

void FilmMeasure::tell_container() {
  const auto &c = demuxer_->container();
  put(m_.format, c.iformat->name);
  for (unsigned i = 0; i < c.nb_streams; ++i) {
    auto type = c.streams[i]->codecpar->codec_type;
    m_.sound_tracks += type == AVMEDIA_TYPE_AUDIO;
    if (type != AVMEDIA_TYPE_SUBTITLE || m_.subtitles == static_cast<int>(most_subtitles)) continue;
    const auto *language = av_dict_get(c.streams[i]->metadata, "language", nullptr, 0);
    put(m_.languages.at(static_cast<std::size_t>(m_.subtitles++)), language ? language->value : "und");
  }
}

// Distances of a steady rate differ by what the container's clock can tell.
bool FilmMeasure::variable() {
  if (distances_.size() < 2) return false;
  auto middle = distances_.begin() + static_cast<std::ptrdiff_t>(distances_.size() / 2);
  std::nth_element(distances_.begin(), middle, distances_.end());
  auto usual = *middle, tick = av::nanoseconds(1, demuxer_->video().time_base);
  auto odd = std::count_if(distances_.begin(), distances_.end(),
                           [&](auto d) { return std::abs(d - usual) > usual / 10 + tick; });
  return odd > static_cast<std::int64_t>(distances_.size() / 100);
}

Kind FilmMeasure::kind() const {
  bool animation = demuxer_->animation(), picture = animation || demuxer_->single();
  bool brief = !demuxer_->has_sound() && video_->frame_ns() < shortest_film;
  if (m_.pictures == 1 && (picture || (demuxer_->pictures() == 1 && brief))) return Kind::still;
  return animation ? Kind::animation : Kind::film;
}

void FilmMeasure::tell_time() {
  m_.damaged = video_->damaged();
  m_.kind = kind();
  if (m_.kind == Kind::still) return;
  auto pictures_end = end_;
  if (auto sound_end = demuxer_->sound_end_ns(); sound_end && *sound_end - zero_ > end_ + longest_tail)
    end_ = *sound_end - zero_;
  m_.duration = std::max<std::int64_t>(end_, 0);
  auto missing = demuxer_->written_duration_ns() - end_;
  m_.cut_off = missing > shortest_film && missing > end_ / 6;
  m_.variable_rate = variable();
  m_.rate = pictures_end > 0 ? static_cast<double>(m_.pictures) * 1e9 / static_cast<double>(pictures_end) : 0;
  m_.black_start = std::max<std::int64_t>(first_light_.value_or(pictures_end), 0);
  m_.black_end = std::max<std::int64_t>(pictures_end - light_until_, 0);
}

}

Result<MeasuredMessage> measure_film(Source &source, int threads, Outlet &outlet) {
  return FilmMeasure(source, threads, outlet).run();
}

}
