// What of a track is opened, and when it is given up.
#include "player/track.h"

#include <algorithm>
#include <utility>

namespace sheaf::player {

// Its failure is counted; what is to be said of it.
std::string Track::blame(const Showing &showing, const std::string &why, Steady now) {
  bool left_out = rotation_.blame(showing.path, now);
  return why + (left_out ? "; it has failed three times in a row and is left out for an hour" : "");
}

// A whole round in vain: breathe before the next.
void Track::count_vain(bool later, Steady now) {
  if (wish_.once) return;
  later_ |= later;
  if (++vain_ < rotation_.items().size()) return;
  vain_ = 0;
  hopeful_ = std::exchange(later_, false);
  retry_at_ = now + (hopeful_ ? retry_soon : retry);
}

// The item that was to come next does not.
void Track::give_up(const Error &why, Steady now) {
  auto showing = std::move(upcoming_.front());
  upcoming_.pop_front();
  if (showing->index) rotation_.passed(*showing->index);
  bool gone = why.kind == ErrorKind::absent && !wish_.once; // the list that says so is on its way
  bool later = gone || why.kind == ErrorKind::transient || showing->damaged(); // it is being written, say
  auto said = later ? why.text : blame(*showing, why.text, now);
  if (!later || showing->damaged() || passed_over_.insert(showing->path).second)
    calls_.ended(*showing, gone ? Ended::skipped : Ended::error, said);
  count_vain(later, now);
}

// In order: one that has failed behind the next waits for its turn. One that has failed after its first
// picture is shown as far as it goes.
void Track::drop_failed(Steady now) {
  while (!upcoming_.empty() && pending_ != Pending::cut) {
    auto &front = *upcoming_.front();
    const auto *failure = front.failure();
    if (!failure || front.ready()) return;
    if (failure->kind == ErrorKind::full && !alone_ && beside(front.asked).count > 0) {
      alone_ = true;
      upcoming_.clear();
      return;
    }
    give_up(Error(*failure), now);
  }
}

void Track::give_up_late(Steady now) {
  if (upcoming_.empty() || pending_ == Pending::cut || upcoming_.front()->ready()) return;
  auto &front = *upcoming_.front();
  auto waiting = late() ? now - std::max(nothing_since_, front.asked) : Duration::zero();
  bool other = upcoming_.size() > 1 && upcoming_[1]->ready();
  bool too_late = waiting >= (other ? patience : last_patience) && (current_ || other);
  if (too_late || now - front.asked >= first_patience)
    give_up({ErrorKind::refused, "it was not ready in time"}, now);
}

// Where the next needs all the memory there is, the decoder of what is over goes; its last picture stays.
void Track::free_memory(Steady now) {
  if (alone_ && current_ && current_->rendering && beside(now).count == 0) current_->rendering.reset();
}

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
  if (current_->failure() || silent(quiet, now)) return true;
  auto likely = current_->likely_duration();
  return !likely || now >= current_->origin + *likely - open_ahead;
}

// The next is late: the one after it is opened beside it, so that it need not be waited for when the next is
// given up.
bool Track::wants_spare(Steady now) const {
  if (upcoming_.size() != 1 || upcoming_.front()->ready() || !late() || pending_ == Pending::cut)
    return false;
  return now - std::max(nothing_since_, upcoming_.front()->asked) >= spare_after;
}

void Track::open_next(Steady now) {
  auto after = upcoming_.empty() ? rotation_.place() : upcoming_.back()->index;
  auto index = rotation_.following(after, now);
  if (!index && upcoming_.empty() && !wish_.once) retry_at_ = now + retry; // or when there is another list
  if (!index || (!upcoming_.empty() && upcoming_.back()->index == *index)) return;
  auto showing = std::make_unique<Showing>();
  showing->path = rotation_.items()[*index];
  showing->index = *index;
  showing->version = version_;
  showing->asked = now;
  showing->still = wish_.still;
  upcoming_.push_back(std::move(showing));
  calls_.open(upcoming_.back()->path, beside(now),
              [this, alive = std::weak_ptr(alive_), s = upcoming_.back().get()](auto opened) {
                auto mine = [s](const Kept &k) { return k.get() == s; };
                if (alive.expired() || std::none_of(upcoming_.begin(), upcoming_.end(), mine)) return;
                if (!opened) {
                  s->refusal = opened.error();
                  return;
                }
                s->rendering = std::move(opened->rendering);
                s->item = std::move(opened->item);
                if (s->item) s->still = s->item->wish.still.value_or(wish_.still);
              });
}

}
