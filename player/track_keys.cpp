// When a track is to be woken, and what people and owners ask of it.
#include "player/track.h"

#include <algorithm>
#include <utility>

namespace sheaf::player {
namespace {
constexpr Duration look_again = 100ms; // patience is counted in tenths
}

Steady Track::wake(Steady now) const {
  auto soonest = Steady::max();
  auto at = [&](std::optional<Steady> t, Duration ahead = 0s) {
    if (t && *t - ahead > now) soonest = std::min(soonest, *t - ahead);
  };
  if (paused_at_) return soonest;
  at(change_over(), prepare_ahead);
  at(change_over());
  at(frame_due(), prepare_ahead);
  at(layers_.tick_due(), prepare_ahead);
  at(idle_due(), prepare_ahead);
  at(retry_at_);
  if (current_ && upcoming_.empty())
    if (auto likely = current_->likely_duration()) at(current_->origin + *likely, open_ahead);
  if (silent(Duration::zero(), now))
    for (auto length : {quiet, stall}) at(current_->rendering->last_news + length);
  if (late()) at(nothing_since_ + idle_after / 3);
  if (upcoming_.empty() || upcoming_.front()->ready()) return soonest;
  if (upcoming_.front()->failure()) return now;
  at(upcoming_.front()->asked + first_patience);
  if (late()) at(now + look_again);
  return soonest;
}

bool Track::opening() const { return !upcoming_.empty() && upcoming_.front()->rendering; }

bool Track::may_idle(Steady now) const {
  return !wish_.once && late() && now - nothing_since_ >= idle_after / 3;
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
  layers_.shift(stopped);
  if (late()) nothing_since_ += stopped;
  for (auto &u : upcoming_) u->asked += stopped;
  if (!current_) return;
  current_->origin += stopped;
  if (current_->rendering) {
    current_->rendering->last_news = now;
    current_->rendering->begin(current_->origin);
  }
}

// While the next is on its way to the glass, a press has had what it wanted.
void Track::next(Steady now) {
  pause(false, now);
  if (pending_ == Pending::cut || !current_) return;
  if (!over_)
    end_current(Ended::skipped, "the next one was asked for", now);
  else if (over_how_ == Ended::skipped)
    skip_awaited();
  vain_ = 0;
}

void Track::skip_awaited() {
  if (upcoming_.empty()) return;
  auto showing = std::move(upcoming_.front());
  upcoming_.pop_front();
  if (showing->index) rotation_.passed(*showing->index);
  calls_.ended(*showing, Ended::skipped, "the one after it was asked for");
}

void Track::previous(Steady now) {
  pause(false, now);
  if (pending_ == Pending::cut) return;
  auto place = rotation_.place();
  auto from = current_ && !over_   ? current_->index
              : !upcoming_.empty() ? upcoming_.front()->index
                                   : rotation_.following(place, now);
  rotation_.back(from.value_or(place ? *place + 1 : 0), now);
  upcoming_.clear();
  vain_ = 0;
  retry_at_.reset();
  if (current_ && !over_) end_current(Ended::skipped, "the one before was asked for", now);
}

// What must not be seen any longer goes with the next picture that can be on the glass. A cut from it that is
// on its way is that picture.
bool Track::ban(const std::function<bool(const Item &)> &banned, const std::string &why, Steady now) {
  auto is = [&](const std::shared_ptr<const Item> &item) { return item && banned(*item); };
  bool on = current_ && is(current_->item), next = !upcoming_.empty() && is(upcoming_.front()->item);
  if (on || next) pause(false, now);
  bool given_up = pending_ == Pending::cut ? next : on && pending_ != Pending::none;
  if (given_up) {
    layers_.give_up();
    pending_ = Pending::none;
  }
  std::erase_if(upcoming_, [&](const Kept &k) { return is(k->item); });
  if (is(below_)) layers_.end_fade();
  if (!on || banned_) return given_up;
  if (!over_) end_current(Ended::cut, why, now);
  nothing_since_ = std::min(nothing_since_, now);
  banned_ = true;
  current_->rendering.reset();
  return given_up;
}

// A cut to that very item that is on its way is the one.
bool Track::cut_to(std::size_t index, const std::string &why, Steady now) {
  pause(false, now);
  bool on_its_way = pending_ == Pending::cut;
  bool open = !upcoming_.empty() && upcoming_.front()->path == rotation_.items()[index];
  if (on_its_way && open) return false;
  if (on_its_way) {
    layers_.give_up();
    pending_ = Pending::none;
  }
  rotation_.go_to(index);
  upcoming_.resize(open ? 1 : 0);
  if (open) {
    upcoming_.front()->index = index;
    ask_again();
  }
  if (current_ && !over_) end_current(Ended::cut, why, now);
  return on_its_way;
}

void Track::stop(Steady now) {
  pause(false, now);
  upcoming_.clear();
  pending_ = Pending::none;
  if (!current_) return;
  auto over = change_over();
  if (!over_ && !(over && now >= *over)) end_current(Ended::cut, "the player was ended", now);
  finish_current(now);
}

}
