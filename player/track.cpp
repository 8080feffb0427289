#include "player/track.h"

#include <utility>

namespace sheaf::player {

Track::Track(const TrackWish &wish, TrackCalls calls, Surface surface, Surface idle)
    : wish_(wish), calls_(std::move(calls)), rotation_(wish.once), layers_(surface, idle, wish.fit) {}

void Track::play(std::shared_ptr<const playlist::ItemList> list, Steady now) {
  if (!late() && !current_) nothing_since_ = now;
  rotation_.replace(std::move(list));
  ++version_;
  vain_ = 0;
  later_ = false;
  hopeful_ &= !rotation_.items().empty();
  passed_over_.clear();
  retry_at_.reset();
  follow_list(now);
}

// What is on or on its way stays, with its new place in the list; what is only open goes where another comes
// next now.
void Track::follow_list(Steady now) {
  auto replaced = [this](Showing &s) { s.index = rotation_.find(s.path, s.index); };
  if (current_) replaced(*current_);
  if (upcoming_.empty()) return;
  bool on_its_way = pending_ == Pending::cut;
  auto index = rotation_.following(rotation_.place(), now);
  bool same = index && rotation_.items()[*index] == upcoming_.front()->path;
  upcoming_.resize(same || on_its_way ? 1 : 0);
  if (on_its_way) replaced(*upcoming_.front());
  if (!same) return;
  upcoming_.front()->index = *index;
  ask_again();
}

// It was opened as an older edition had it.
void Track::ask_again() {
  auto *next = upcoming_.front().get();
  if (!calls_.ask || !next->item) return;
  calls_.ask(next->path, [this, alive = std::weak_ptr(alive_), next](auto item) {
    if (alive.expired() || !item || upcoming_.empty() || upcoming_.front().get() != next) return;
    know(*next, std::move(item));
  });
}

// The picture that is ready stays where it is the one that is wanted now.
void Track::know(Showing &next, std::shared_ptr<const Item> item) {
  const auto &was = next.item->wish, &is = item->wish;
  bool as_loud = was.volume == is.volume; // it may have been opened without its sound
  bool as_long = was.still == is.still || next.still_picture();
  auto over = change_over();
  bool time = over && *over - turned_at_ > open_anew && pending_ != Pending::cut;
  if (time && !(was.fit == is.fit && as_loud && as_long)) return upcoming_.clear();
  next.still = is.still.value_or(wish_.still);
  next.item = std::move(item);
}

// --- what comes in

void Track::turn(Steady now, Rect screen) {
  turned_at_ = now;
  layers_.place(screen);
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

/// What is on has brought nothing for `length`, though more must come.
bool Track::silent(Duration length, Steady now) const {
  if (!current_ || over_ || current_->still_picture() || pending_ != Pending::none) return false;
  auto *r = current_->rendering.get();
  return r && r->frames.empty() && !r->end && now - r->last_news >= length;
}

// What is on has died or hangs: its last picture stays, and the next comes as soon as it is ready. A still
// that is seen needs nobody any more, and a film is shown as far as it came.
void Track::watch_current(Steady now) {
  if (!current_ || over_ || pending_ == Pending::cut) return;
  if (silent(stall, now))
    return fail_current(
        {ErrorKind::transient, "it hangs: no picture came for " + std::to_string(stall / 1ms) + " ms"}, now);
  const auto *failure = current_->failure();
  if (failure && !current_->ready() && !current_->still_picture()) return fail_current(*failure, now);
  if (auto over = change_over(); over && now >= *over && !late()) nothing_since_ = *over;
}

void Track::fail_current(const Error &why, Steady now) {
  auto said = current_->damaged() ? why.text : blame(*current_, why.text, now);
  end_current(Ended::error, said, now);
  current_->rendering.reset(); // one that hangs may be busy
  if (now - current_->start.value_or(now) < worth_while)
    count_vain(false, now);
  else
    vain_ = 0;
}

void Track::end_current(Ended how, const std::string &why, Steady now) {
  over_ = true;
  over_how_ = how;
  over_why_ = why;
  nothing_since_ = now;
}

// A lone picture that stays a lone picture is not opened again for each round.
bool Track::repeat_still(Steady now) {
  auto over = change_over();
  bool lone = over && current_->still_picture() && current_->version == version_ && !wish_.once &&
              rotation_.items().size() == 1 && rotation_.items()[0] == current_->path && upcoming_.empty();
  if (!lone || now < *over) return lone;
  calls_.ended(*current_, Ended::ok, "");
  bool in_time = now - *over <= kept_time;
  current_->due = *over;
  current_->start = current_->origin = in_time ? *over : now; // the machine has slept
  current_->gap_ms = 0;
  nothing_since_ = Steady::max();
  return true;
}

}
