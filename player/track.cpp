#include "player/track.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sheaf::player {
namespace {

constexpr Duration usual_length = 40ms; // of a film's picture that does not say
constexpr Duration look_again = 100ms;  // patience is counted in tenths

constexpr const char *left_out_words = "; it has failed three times in a row and is left out for an hour";

}

Track::Track(const TrackWish &wish, Supply supply, Surface surface, Surface idle)
    : wish_(wish), supply_(std::move(supply)), rotation_(wish.once), layers_(surface, idle, wish.fit) {}

void Track::play(std::vector<std::string> items, Steady now) {
  if (!late() && !current_) nothing_since_ = now;
  rotation_.replace(std::move(items));
  ++version_;
  vain_ = 0;
  later_ = false;
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
  if (same) upcoming_.front()->index = *index;
}

// --- what comes in

void Track::turn(Steady now, Rect screen) {
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
  bool left_out = rotation_.blame(current_->path, now);
  end_current(Ended::error, why.text + (left_out ? left_out_words : ""), now);
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
  bool later = why.kind == ErrorKind::transient; // not the item's fault: it is being written, say
  bool left_out = !later && rotation_.blame(showing->path, now);
  if (!later || passed_over_.insert(showing->path).second)
    supply_.ended(*showing, Ended::error, left_out ? why.text + left_out_words : why.text);
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

// A lone picture that stays a lone picture is not opened again for each round.
bool Track::repeat_still(Steady now) {
  auto over = change_over();
  bool lone = over && current_->still_picture() && current_->version == version_ && !wish_.once &&
              rotation_.items().size() == 1 && rotation_.items()[0] == current_->path && upcoming_.empty();
  if (!lone || now < *over) return lone;
  supply_.ended(*current_, Ended::ok, "");
  bool in_time = now - *over <= kept_time;
  current_->due = *over;
  current_->start = current_->origin = in_time ? *over : now; // the machine has slept
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
  if (idle_on_ || !late() || wish_.once || !card_) return std::nullopt;
  if (current_ && (hopeful_ || !upcoming_.empty())) return std::nullopt;
  return nothing_since_ + idle_after;
}

// A cut whose time has come goes before pictures that it hides, however many of them are late.
Track::Next Track::soonest(Steady now) const {
  std::array all{Next{cut_due(now), Pending::cut}, Next{frame_due(), Pending::frame},
                 Next{layers_.tick_due(), Pending::tick}, Next{idle_due(), Pending::idle}};
  if (all[0].first && *all[0].first <= now) return all[0];
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
  auto length = s.likely_duration();
  return length ? std::min(wish_.fade, *length * 3 / 4) : wish_.fade;
}

void Track::fill(Change &change, Steady now) {
  if (pending_ == Pending::frame) layers_.frame(change, take(*current_, now));
  if (pending_ == Pending::cut)
    layers_.cut(change, take(*upcoming_.front(), now), fade_for(*upcoming_.front()));
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
  supply_.ended(*current_, over_ ? over_how_ : Ended::ok, over_ ? over_why_ : "");
  current_.reset();
  over_ = false;
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
  supply_.ended(*showing, Ended::skipped, "the one after it was asked for");
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
