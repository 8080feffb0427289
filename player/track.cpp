#include "player/track.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sheaf::player {
namespace {

constexpr Duration fade_step = 33ms;
constexpr Duration kept_time =
    50ms; // a cut that comes later than this begins its item anew; a smaller delay is caught up

constexpr const char *left_out_words = "; it has failed three times in a row and is left out for an hour";

/// The part of the stored picture that shows `part` of the upright one.
Part unturned(Part p, QuarterTurns turns) {
  switch (turns) {
  case QuarterTurns::none:
    return p;
  case QuarterTurns::one:
    return {p.y, 1 - p.x - p.width, p.height, p.width};
  case QuarterTurns::two:
    return {1 - p.x - p.width, 1 - p.y - p.height, p.width, p.height};
  case QuarterTurns::three:
    return {1 - p.y - p.height, p.x, p.height, p.width};
  }
  return p;
}

}

Layer layer_for(const media::Frame &frame, Rect zone, Fit fit, Surface surface) {
  auto upright = sideways(frame.turns) ? frame.shape.turned() : frame.shape;
  auto placed = place(upright, zone, fit);
  return {surface, unturned(placed.source, frame.turns), placed.target, zone, 1, frame.turns};
}

Track::Track(const TrackWish &wish, Supply supply, Surface surface, Surface idle)
    : wish_(wish), supply_(std::move(supply)), surface_(surface), idle_(idle), rotation_(wish.once) {}

void Track::play(std::vector<std::string> items, Steady now) {
  if (nothing_since_ == Steady::max() && !current_) nothing_since_ = now;
  rotation_.replace(std::move(items));
  vain_ = 0;
  retry_at_.reset();
  fresh_list_ = true;
  if (upcoming_.empty() || pending_ == Pending::cut) return;
  auto index = rotation_.following(rotation_.place(), now);
  bool same = index && rotation_.items()[*index] == upcoming_.front()->path;
  upcoming_.resize(same ? 1 : 0);
  if (same) upcoming_.front()->index = *index;
}

// --- what comes in

void Track::turn(Steady now, Rect screen) {
  screen_ = screen;
  if (current_ && current_->rendering) current_->rendering->receive(now);
  for (auto &u : upcoming_)
    if (u->rendering) u->rendering->receive(now);
  keep_facts();
  if (paused_at_) return;
  watch_current(now);
  drop_failed(now);
  give_up_late(now);
  free_memory(now);
  if (repeat_still(now)) return;
  if (wants_next(now) || wants_spare(now)) open_next(now);
}

void Track::keep_facts() {
  if (current_) current_->note();
  for (auto &u : upcoming_) u->note();
}

// What is on has died or hangs: its last picture stays, and the next comes as soon as it is ready.
void Track::watch_current(Steady now) {
  if (!current_ || over_) return;
  auto *r = current_->rendering.get();
  bool stalled = r && r->frames.empty() && !r->end && pending_ == Pending::none && now - r->last_news > stall;
  if (stalled)
    current_->refusal =
        Error{ErrorKind::transient, "it hangs: no picture came for " + std::to_string(stall / 1ms) + " ms"};
  if (auto *failure = current_->failure()) {
    bool left_out = rotation_.failed(current_->index, now);
    end_current(Ended::error, failure->text + (left_out ? left_out_words : ""));
    nothing_since_ = now;
  } else if (auto over = change_over(); over && now >= *over && nothing_since_ == Steady::max()) {
    nothing_since_ = *over;
  }
}

void Track::end_current(Ended how, const std::string &why) {
  over_ = true;
  over_how_ = how;
  over_why_ = why;
}

void Track::close(Kept showing, Ended ended, const std::string &why, bool blame, Steady now) {
  bool left_out = blame && rotation_.failed(showing->index, now);
  supply_.ended(*showing, ended, left_out ? why + left_out_words : why);
  if (!blame) return;
  ++vain_;
  // A whole round in vain: breathe before the next.
  if (vain_ >= rotation_.items().size() && !wish_.once) retry_at_ = now + retry;
}

void Track::drop_failed(Steady now) {
  for (std::size_t i = 0; i < upcoming_.size();) {
    const auto *failure = upcoming_[i]->failure();
    // A rendering that has failed after its first picture is shown as far as it goes.
    if (!failure || upcoming_[i]->ready() || pending_ == Pending::cut) {
      ++i;
      continue;
    }
    if (failure->kind == ErrorKind::full && !alone_ && beside(upcoming_[i]->asked).count > 0) {
      alone_ = true;
      upcoming_.erase(upcoming_.begin() + static_cast<std::ptrdiff_t>(i));
      continue;
    }
    auto why = failure->text;
    bool blame =
        !(upcoming_[i]->refusal && failure->kind == ErrorKind::transient); // it is only not there yet
    auto showing = std::move(upcoming_[i]);
    upcoming_.erase(upcoming_.begin() + static_cast<std::ptrdiff_t>(i));
    if (!blame) {
      rotation_.passed(showing->index);
      ++vain_;
      if (vain_ >= rotation_.items().size()) retry_at_ = now + 1s;
    }
    close(std::move(showing), Ended::error, why, blame, now);
  }
}

void Track::give_up_late(Steady now) {
  if (upcoming_.empty() || upcoming_.front()->ready()) return;
  auto &front = *upcoming_.front();
  auto waiting =
      nothing_since_ == Steady::max() ? Duration::zero() : now - std::max(nothing_since_, front.asked);
  bool other = upcoming_.size() > 1 && upcoming_[1]->ready();
  bool late = waiting > (other ? patience : last_patience) && (current_ || other);
  if (!late && now - front.asked < first_patience) return;
  auto showing = std::move(upcoming_.front());
  upcoming_.pop_front();
  close(std::move(showing), Ended::error, "it was not ready in time", true, now);
}

// Where the next needs all the memory there is, the decoder of what is over goes; its last picture stays.
void Track::free_memory(Steady now) {
  if (alone_ && current_ && current_->rendering && beside(now).count == 0) current_->rendering.reset();
}

// A lone picture that stays a lone picture is not opened again for each round.
bool Track::repeat_still(Steady now) {
  auto over = change_over();
  bool lone = current_ && !over_ && current_->has_facts && current_->facts.kind == media::ItemKind::still &&
              !wish_.once && rotation_.items().size() == 1 && !fresh_list_ && !current_->failure();
  if (!lone || !over) return false;
  if (now < *over) return true;
  auto shown = std::move(*current_);
  supply_.ended(shown, Ended::ok, "");
  *current_ = std::move(shown);
  current_->due = current_->start = current_->origin = *over;
  current_->gap_ms = 0;
  nothing_since_ = Steady::max();
  return true;
}

// --- what is opened

// What is on needs memory until its time is over.
Bytes Track::beside(Steady at) const {
  if (!current_ || over_ || !current_->has_facts) return {};
  auto over = change_over();
  return over && at >= *over ? Bytes{} : current_->facts.memory;
}

bool Track::wants_next(Steady now) const {
  if (!upcoming_.empty() || (retry_at_ && now < *retry_at_)) return false;
  if (!current_ || over_) return true;
  if (alone_) return beside(now).count == 0;
  auto likely = current_->likely_duration();
  return !likely || now >= current_->origin + *likely - open_ahead;
}

// The next is late: the one after it is opened beside it, so that it need not be waited for when the next is
// given up.
bool Track::wants_spare(Steady now) const {
  if (upcoming_.size() != 1 || upcoming_.front()->ready() || nothing_since_ == Steady::max()) return false;
  return now - std::max(nothing_since_, upcoming_.front()->asked) > spare_after;
}

void Track::open_next(Steady now) {
  auto after = upcoming_.empty() ? rotation_.place() : std::optional(upcoming_.back()->index);
  auto index = rotation_.following(after, now);
  if (!index || (!upcoming_.empty() && upcoming_.back()->index == *index)) return;
  auto showing = std::make_unique<Showing>();
  showing->path = rotation_.items()[*index];
  showing->index = *index;
  showing->asked = now;
  showing->still = wish_.still;
  upcoming_.push_back(std::move(showing));
  supply_.open(upcoming_.back()->path, beside(now),
               [this, alive = std::weak_ptr(alive_), s = upcoming_.back().get()](auto opened) {
                 auto mine = [s](const Kept &k) { return k.get() == s; };
                 if (alive.expired() || std::none_of(upcoming_.begin(), upcoming_.end(), mine)) return;
                 if (opened)
                   s->rendering = std::move(*opened);
                 else
                   s->refusal = opened.error();
               });
}

// --- what is seen when

std::optional<Steady> Track::change_over() const {
  if (!current_ || over_) return std::nullopt;
  auto duration = current_->duration();
  return duration ? std::optional(current_->origin + *duration) : std::nullopt;
}

bool Track::fading(Steady at) const { return fading_layer_ && at < fade_end_; }

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
  if (!current_ || !current_->rendering || current_->rendering->frames.empty()) return std::nullopt;
  return current_->origin + current_->rendering->frames.front().pts;
}

std::optional<Steady> Track::cut_due(Steady now) const {
  if (upcoming_.empty() || !upcoming_.front()->ready()) return std::nullopt;
  if (!current_ || over_) return now;
  return change_over();
}

std::optional<Steady> Track::tick_due() const {
  if (!fading_layer_) return std::nullopt;
  return std::min(last_change_ + fade_step, std::max(fade_end_, last_change_));
}

std::optional<Steady> Track::idle_due() const {
  if (idle_on_ || nothing_since_ == Steady::max()) return std::nullopt;
  // The last picture stays while there is a chance of another; the card is for when there is none.
  bool hopeless = upcoming_.empty() || !current_;
  return hopeless && !wish_.once && card_ ? std::optional(nothing_since_ + idle_after) : std::nullopt;
}

std::optional<Change> Track::plan(Steady now) {
  if (pending_ != Pending::none || paused_at_) return std::nullopt;
  drop_superseded(now);
  std::array candidates{std::pair{cut_due(now), Pending::cut}, std::pair{frame_due(), Pending::frame},
                        std::pair{tick_due(), Pending::tick}, std::pair{idle_due(), Pending::idle}};
  auto first = std::min_element(candidates.begin(), candidates.end(), [](auto &a, auto &b) {
    return a.first.value_or(Steady::max()) < b.first.value_or(Steady::max());
  });
  if (!first->first || *first->first > now + prepare_ahead) return std::nullopt;
  Change change;
  change.due = *first->first;
  pending_ = first->second;
  pending_due_ = change.due;
  fill(change);
  return change;
}

void Track::fill(Change &change) {
  auto at = change.due;
  auto upload = [&](Showing &s, Surface surface) {
    auto &frames = s.rendering->frames;
    pending_layer_ = layer_for(frames.front(), screen_, wish_.fit, surface);
    pending_length_ = frames.front().duration;
    change.uploads.emplace_back(surface, std::move(frames.front()));
    frames.pop_front();
    s.rendering->last_news = at;
  };
  if (pending_ == Pending::frame) upload(*current_, surface_ + second_);
  if (pending_ == Pending::cut) upload(*upcoming_.front(), surface_ + !second_);
  if (pending_ == Pending::idle)
    pending_layer_ =
        Layer{idle_, {}, place(*card_, screen_, Fit::contain).target, screen_, 1, QuarterTurns::none};
  if (pending_ == Pending::idle || (pending_ == Pending::cut && wish_.fade == 0s))
    change.drops.push_back(surface_ + second_);
  if (pending_ == Pending::tick && !fading(at)) change.drops.push_back(surface_ + !second_);
  change.layers = layers(at);
}

// Bottom to top: what is faded over, and what is on.
std::vector<Layer> Track::layers(Steady at) const {
  auto top = pending_layer_ ? pending_layer_ : layer_;
  if (!top) return {};
  if (pending_ == Pending::idle) return {*top};
  if (pending_ == Pending::cut && wish_.fade > 0s && layer_) {
    top->opacity = std::min(1.0, seconds(fade_step) / seconds(wish_.fade));
    return {*layer_, *top};
  }
  if (pending_ == Pending::cut || !fading(at)) return {*top};
  top->opacity = std::clamp(1 - seconds(fade_end_ - at - fade_step) / seconds(wish_.fade), 0.0, 1.0);
  return {*fading_layer_, *top};
}

void Track::presented(Steady at) {
  last_change_ = at;
  switch (std::exchange(pending_, Pending::none)) {
  case Pending::cut:
    begin_next(at);
    break;
  case Pending::frame: {
    layer_ = pending_layer_;
    ++current_->presented;
    auto length = pending_length_ > 0s ? pending_length_ : 40ms;
    current_->late += at - pending_due_ > length / 2;
    break;
  }
  case Pending::idle:
    idle_on_ = true;
    layer_ = pending_layer_;
    fading_layer_.reset();
    break;
  case Pending::tick:
  case Pending::none:
    break;
  }
  if (fading_layer_ && at >= fade_end_) fading_layer_.reset();
  pending_layer_.reset();
}

void Track::begin_next(Steady at) {
  auto planned = change_over();
  bool in_time = planned && at - *planned <= kept_time;
  auto expected = planned ? *planned : nothing_since_;
  if (current_) close(std::move(current_), over_ ? over_how_ : Ended::ok, over_ ? over_why_ : "", false, at);
  auto &next = upcoming_.front();
  next->due = planned ? *planned : at;
  if (layer_ && expected != Steady::max() && !idle_on_) next->gap_ms = milliseconds(at - expected);
  next->start = at;
  next->origin = in_time ? *planned : at;
  next->presented = 1;
  next->rendering->begin(next->origin);
  rotation_.shown(next->index);
  current_ = std::move(next);
  upcoming_.pop_front();
  fading_layer_ = wish_.fade > 0s ? layer_ : std::nullopt;
  fade_end_ = at + wish_.fade;
  layer_ = pending_layer_;
  second_ = !second_;
  over_ = idle_on_ = fresh_list_ = alone_ = false;
  vain_ = 0;
  retry_at_.reset();
  has_shown_ = true;
  nothing_since_ = Steady::max();
}

// --- when, and what people press

Steady Track::wake(Steady now) const {
  auto soonest = Steady::max();
  auto at = [&](std::optional<Steady> t, Duration ahead = 0s) {
    if (t && *t - ahead > now) soonest = std::min(soonest, *t - ahead);
  };
  if (paused_at_) return soonest;
  at(change_over(), prepare_ahead);
  at(change_over());
  at(frame_due(), prepare_ahead);
  at(tick_due(), prepare_ahead);
  at(idle_due(), prepare_ahead);
  at(retry_at_);
  if (current_ && upcoming_.empty())
    if (auto likely = current_->likely_duration()) at(current_->origin + *likely, open_ahead);
  if (nothing_since_ != Steady::max())
    at(now + 100ms); // something is wanted and not there: patience is counted in tenths
  return soonest;
}

bool Track::opening() const { return !upcoming_.empty() && upcoming_.front()->rendering; }

bool Track::may_idle(Steady now) const {
  return !wish_.once && nothing_since_ != Steady::max() && now - nothing_since_ > idle_after / 3;
}

bool Track::finished(Steady now) const {
  if (!wish_.once || !upcoming_.empty() || pending_ != Pending::none || paused_at_) return false;
  if (rotation_.following(rotation_.place(), now)) return false;
  auto over = change_over();
  return !current_ || over_ || (over && now >= *over);
}

void Track::pause(bool on, Steady now) {
  if (on == paused()) return;
  if (on) {
    paused_at_ = now;
    if (current_ && current_->rendering) current_->rendering->pause();
    return;
  }
  auto stopped = now - *std::exchange(paused_at_, std::nullopt);
  fade_end_ += stopped;
  if (nothing_since_ != Steady::max()) nothing_since_ += stopped;
  for (auto &u : upcoming_) u->asked += stopped;
  if (!current_) return;
  current_->origin += stopped;
  if (current_->rendering) {
    current_->rendering->last_news = now;
    current_->rendering->begin(current_->origin);
  }
}

void Track::next(Steady now) {
  pause(false, now);
  if (!current_ || over_) return;
  end_current(Ended::skipped, "the next one was asked for");
  nothing_since_ = now;
}

void Track::previous(Steady now) {
  if (pending_ == Pending::cut) return; // it is on its way; the next press counts
  upcoming_.clear();
  rotation_.back();
  next(now);
  over_why_ = "the one before was asked for";
}

void Track::stop(Steady now) {
  pause(false, now);
  upcoming_.clear();
  auto over = change_over();
  bool whole = over && now >= *over;
  if (current_)
    close(std::move(current_),
          over_   ? over_how_
          : whole ? Ended::ok
                  : Ended::cut,
          over_   ? over_why_
          : whole ? ""
                  : "the player was ended",
          false, now);
}

}
