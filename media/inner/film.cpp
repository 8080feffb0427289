#include "media/inner/film.h"

#include "board/clock.h"
#include "media/inner/audio.h"
#include "media/inner/converter.h"
#include "media/inner/film_shape.h"
#include "media/inner/video.h"

#include <algorithm>
#include <cstring>

namespace sheaf::media {
namespace {

constexpr Duration tolerated_delay = 60ms; // a picture later than this is left out
constexpr Duration slow = 400ms, recovered = 50ms;
// But one is shown in this time, however late; less often where showing one takes so long that the decoder
// would fall back further.
constexpr Duration shortest_blank = 100ms, longest_blank = 500ms;
constexpr int cost_of_showing = 4; // times what one takes
constexpr Duration audio_poll = 20ms;

class Film {
public:
  Film(Source &source, const OpenMessage &wish, Outlet &outlet, MakeDeinterlacer deinterlacer)
      : source_(source), wish_(wish), outlet_(outlet), make_deinterlacer_(deinterlacer) {}
  Result<Outcome> play();

private:
  Result<void> open();
  Result<void> open_sound();
  Result<av::Frame> next_picture();
  Result<bool> step_picture();
  Result<bool> work_on_pictures();
  Result<void> hand_over(av::Frame frame);
  bool too_late(std::int64_t pts);
  [[nodiscard]] Duration blank() const {
    return std::clamp(cost_ * cost_of_showing, shortest_blank, longest_blank);
  }
  bool again();
  Result<bool> next_pass();
  Result<Outcome> run();
  bool one_picture();
  Kind kind();
  void say_opened();
  void say_ended();
  [[nodiscard]] bool sound_done() const { return !audio_ || audio_->done(); }

  Source &source_;
  const OpenMessage &wish_;
  Outlet &outlet_;
  MakeDeinterlacer make_deinterlacer_;
  std::unique_ptr<Demuxer> demuxer_;
  std::unique_ptr<Video> video_;
  std::unique_ptr<Audio> audio_;
  std::unique_ptr<Deinterlacer> deinterlacer_;
  std::unique_ptr<Converter> converter_;
  av::Frame first_, second_; // decoded before it is said what this is
  Kind kind_ = Kind::film;
  std::int64_t zero_ = 0;                 // the first picture's time in the stream
  std::int64_t pass_start_ = 0, end_ = 0; // an animation's passes follow one another
  std::int64_t dropped_ = 0, decoded_ = 0;
  bool pictures_done_ = false;
  Steady last_shown_{};
  Duration cost_{}; // of the last picture that went out, without decoding
};

Result<void> Film::open() {
  auto demuxer = Demuxer::open(source_, wish_.sound != 0);
  if (!demuxer) return fail(demuxer.error());
  Video::Wish wish{{wish_.width, wish_.height}, static_cast<Fit>(wish_.fit), static_cast<int>(wish_.threads)};
  auto video = Video::open(**demuxer, outlet_.slots(), wish);
  if (!video) return fail(video.error());
  video_ = std::move(*video); // before the demuxer that the old one reads from
  demuxer_ = std::move(*demuxer);
  return {};
}

Result<av::Frame> Film::next_picture() {
  if (first_) return std::move(first_);
  if (second_) return std::move(second_);
  while (true) {
    auto f = video_->next();
    if (!f || !deinterlacer_) return f;
    bool last = !*f;
    if (AVFrame *whole = deinterlacer_->filter(f->release())) return av::Frame(whole);
    if (last) return av::Frame();
  }
}

Result<Outcome> Film::play() {
  if (auto r = open(); !r) return fail(r.error());
  converter_ = std::make_unique<Converter>(outlet_, demuxer_->turns());
  auto first = next_picture();
  if (!first) return fail(first.error());
  if (video_->says_interlaced() || av::interlaced(**first)) {
    if (!make_deinterlacer_) return Outcome::needs_deinterlacer;
    deinterlacer_.reset(make_deinterlacer_());
    first_.reset(deinterlacer_->filter(first->release()));
    first = next_picture();
    if (!first) return fail(first.error());
    if (!*first) return fail(ErrorKind::corrupt, "it has no pictures");
  }
  first_ = std::move(*first);
  zero_ = first_->pts;
  if (auto r = open_sound(); !r) return fail(r.error());
  say_opened();
  return run();
}

// Sound that cannot be decoded costs the sound, not the film.
Result<void> Film::open_sound() {
  if (!demuxer_->audio()) return {};
  if (auto audio = Audio::open(*demuxer_, outlet_.sound(), zero_)) audio_ = std::move(*audio);
  return {};
}

bool Film::one_picture() {
  auto first = std::move(first_);
  if (auto second = next_picture()) second_ = std::move(*second);
  first_ = std::move(first);
  return !second_;
}

// A film of one picture is a still too, unless it has sound or is meant to stay for a while.
Kind Film::kind() {
  bool animation = demuxer_->animation(), picture = animation || demuxer_->single();
  bool brief = !demuxer_->has_sound() && video_->frame_ns() < shortest_film;
  if ((picture || (demuxer_->pictures() == 1 && brief)) && one_picture()) return Kind::still;
  return animation ? Kind::animation : Kind::film;
}

void Film::say_opened() {
  OpenedMessage m;
  m.kind = kind_ = kind();
  if (kind_ == Kind::film) m.duration = demuxer_->duration_ns();
  if (kind_ == Kind::film) m.frames = demuxer_->pictures();
  m.has_sound = audio_ != nullptr;
  m.memory = video_->memory() + source_.memory().count;
  std::strncpy(m.codec.data(), video_->codec(), m.codec.size() - 1);
  outlet_.say(m);
}

bool Film::too_late(std::int64_t pts) {
  auto origin = outlet_.origin();
  if (!origin) return false;
  auto now = board::steady_now();
  auto behind = now - (*origin + Duration(pts));
  video_->hurry(behind > slow);
  if (behind < tolerated_delay + Duration(video_->frame_ns()) || now - last_shown_ > blank()) {
    last_shown_ = now;
    return false;
  }
  return true;
}

Result<void> Film::hand_over(av::Frame frame) {
  auto pts = std::max<std::int64_t>(frame->pts - zero_, 0) + pass_start_;
  auto length = kind_ == Kind::still ? 0 : av::duration(*frame);
  ++decoded_;
  end_ = pts + length;
  if (too_late(pts)) {
    ++dropped_;
    return {};
  }
  auto shape = video_->shape(*frame);
  auto begun = board::steady_now();
  auto published = converter_->publish(std::move(frame), {video_->target(), shape, pts, length});
  cost_ = board::steady_now() - begun;
  return published;
}

// The next picture goes out. False at the end.
Result<bool> Film::step_picture() {
  auto frame = next_picture();
  if (!frame) return fail(frame.error());
  if (!*frame) return next_pass();
  if (auto r = hand_over(std::move(*frame)); !r) return fail(r.error());
  return true;
}

Result<bool> Film::next_pass() {
  bool begun = again();
  if (const auto *damage = source_.damage()) return fail(damage->error);
  return begun;
}

// An animation begins anew until it has filled its time: with a fresh demuxer, which every format allows.
bool Film::again() {
  if (kind_ != Kind::animation || end_ >= wish_.still || end_ <= pass_start_) return false;
  pass_start_ = end_;
  if (!open()) return false;
  auto first = next_picture();
  if (!first || !*first) return false;
  zero_ = (*first)->pts;
  first_ = std::move(*first);
  return true;
}

// The end of the sound is known from its packets, long before it has been decoded, and whether or not anybody
// wants to hear it.
void Film::say_ended() {
  auto sound_end = demuxer_->sound_end_ns().value_or(zero_) - zero_;
  if (kind_ == Kind::film && sound_end > end_ + longest_tail) end_ = sound_end;
  auto dropped = dropped_ + video_->left_out();
  outlet_.say(EndedMessage{.duration = end_, .frames = decoded_ + video_->left_out(), .dropped = dropped});
}

// The next picture, where the parent takes one; the end, once. True where it did something.
Result<bool> Film::work_on_pictures() {
  if (pictures_done_ || !outlet_.has_credit()) return false;
  auto more = step_picture();
  if (!more) return more;
  pictures_done_ = !*more;
  if (pictures_done_) say_ended();
  return true;
}

Result<Outcome> Film::run() {
  Duration wait{};
  while (outlet_.hear(wait)) {
    auto moved = work_on_pictures();
    if (!moved) return fail(moved.error());
    if (audio_ && audio_->step()) moved = true;
    if (const auto *damage = source_.damage(); damage && pictures_done_) return fail(damage->error);
    wait = *moved ? Duration::zero() : sound_done() ? Duration::max() : audio_poll;
  }
  return Outcome::parent_gone;
}

}

Result<Outcome> play_film(Source &source, const OpenMessage &wish, Outlet &outlet,
                          MakeDeinterlacer deinterlacer) {
  return Film(source, wish, outlet, deinterlacer).play();
}

}
