// What of a track is seen, and when.
#include "player/track.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sheaf::player {
namespace {
constexpr Duration usual_length = 40ms; // of a film's picture that does not say
}

std::optional<Steady> Track::change_over() const {
  if (!current_ || over_) return std::nullopt;
  auto duration = current_->duration();
  return duration ? std::optional(current_->origin + *duration) : std::nullopt;
}

void Track::drop_superseded(Steady now) {
  if (!current_ || !current_->rendering) return;
  auto &frames = current_->rendering->frames;
  while (frames.size() >= 2 && current_->origin + frames[1].pts <= now) {
    frames.pop_front();
    current_->rendering->last_news = now;
    ++current_->dropped;
  }
}

std::optional<Steady> Track::frame_due() const {
  if (!current_ || !current_->ready()) return std::nullopt;
  return current_->origin + current_->rendering->frames.front().pts;
}

std::optional<Steady> Track::cut_due(Steady now) const {
  if (upcoming_.empty() || !upcoming_.front()->ready()) return std::nullopt;
  if (!current_ || over_) return now;
  return change_over();
}

// The last picture stays while there is a chance of another; the card is for when there is none.
std::optional<Steady> Track::idle_due() const {
  if (idle_on_ && card_renewed_) return Steady{};
  if (idle_on_ || !late() || wish_.once || !card_) return std::nullopt;
  if (banned_) return nothing_since_;
  if (current_ && (hopeful_ || !upcoming_.empty())) return std::nullopt;
  return nothing_since_ + idle_after;
}

// A cut whose time has come goes before pictures that it hides, however many of them are late.
Track::Next Track::soonest(Steady now) const {
  std::array all{Next{cut_due(now), Pending::cut}, Next{frame_due(), Pending::frame},
                 Next{layers_.tick_due(), Pending::tick}, Next{idle_due(), Pending::idle}};
  if (all[0].first && *all[0].first <= now) return all[0];
  if (banned_) return all[3]; // not even a step of its fade
  return *std::min_element(all.begin(), all.end(), [](auto &a, auto &b) {
    return a.first.value_or(Steady::max()) < b.first.value_or(Steady::max());
  });
}

std::optional<Change> Track::plan(Steady now) {
  if (pending_ != Pending::none || paused_at_) return std::nullopt;
  drop_superseded(now);
  auto [due, what] = soonest(now);
  if (!due || *due > now + prepare_ahead) return std::nullopt;
  pending_ = what;
  Change change;
  change.due = pending_due_ = *due;
  fill(change, now);
  return change;
}

media::Frame Track::take(Showing &s, Steady now) {
  auto frame = std::move(s.rendering->frames.front());
  s.rendering->frames.pop_front();
  s.rendering->last_news = now;
  pending_length_ = frame.duration > 0s ? frame.duration : usual_length;
  return frame;
}

// A fade is over before its item is: two pictures can be on, not three.
Duration Track::fade_for(const Showing &s) const {
  if (banned_) return Duration::zero();
  auto length = s.likely_duration();
  auto fade = s.item ? s.item->wish.fade.value_or(wish_.fade) : wish_.fade;
  return length ? std::min(fade, *length * 3 / 4) : fade;
}

void Track::fill(Change &change, Steady now) {
  if (pending_ == Pending::frame) layers_.frame(change, take(*current_, now));
  if (pending_ == Pending::cut) {
    auto &next = *upcoming_.front();
    layers_.cut(change, take(next, now), fade_for(next), next.item ? next.item->wish.fit : std::nullopt);
  }
  if (pending_ == Pending::idle) layers_.idle(change, *card_);
  if (pending_ == Pending::tick) layers_.tick(change);
}

void Track::presented(Steady at) {
  layers_.presented(at, pending_due_);
  auto what = std::exchange(pending_, Pending::none);
  if (what == Pending::cut) begin_next(at);
  if (what == Pending::frame && current_) {
    ++current_->presented;
    current_->late += at - pending_due_ > pending_length_ / 2;
  }
  if (what == Pending::idle) {
    if (current_) finish_current(at);
    idle_on_ = true;
    card_renewed_ = false;
  }
}

// Its line in the statistics. What it had left when its time was over was left out.
void Track::finish_current(Steady at) {
  auto over = change_over();
  if (over && at >= *over) {
    if (current_->rendering)
      current_->dropped += static_cast<std::int64_t>(current_->rendering->frames.size());
    rotation_.forgive(current_->path);
    vain_ = 0;
  }
  calls_.ended(*current_, over_ ? over_how_ : Ended::ok, over_ ? over_why_ : "");
  below_ = current_->item;
  current_.reset();
  over_ = banned_ = false;
}

void Track::begin_next(Steady at) {
  auto planned = change_over();
  auto expected = planned ? *planned : nothing_since_;
  bool after_another = has_shown_ && !idle_on_ && expected != Steady::max();
  bool in_time = planned && at - *planned <= kept_time;
  if (current_) finish_current(at);
  current_ = std::move(upcoming_.front());
  upcoming_.pop_front();
  auto &on = *current_;
  on.due = after_another ? expected : at;
  if (after_another) on.gap_ms = milliseconds(at - expected);
  on.start = at;
  on.origin = in_time ? *planned : at;
  on.presented = 1;
  on.late = in_time && at - *planned > pending_length_ / 2;
  on.rendering->begin(on.origin);
  if (paused_at_) on.rendering->pause();
  if (on.index) rotation_.passed(*on.index);
  idle_on_ = alone_ = hopeful_ = later_ = false;
  retry_at_.reset();
  has_shown_ = true;
  nothing_since_ = Steady::max();
}

}
