#include "tests/support/simulated_stage.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace sheaf::testing {

using namespace player;

SimulatedStage::SimulatedStage(const TrackWish &wish)
    : delay([](auto &) { return Duration::zero(); }),
      track(wish,
            {[this](auto &path, auto in_use, auto then) { open(path, in_use, then); },
             [this](auto &showing, auto how, auto &why) { record(showing, how, why); },
             [this](auto &path, auto known) {
               deliveries_.push_back({now + disk, [this, path, known] { known(items[path]); }});
             }},
            first, idle) {
  held_[idle] = {card, 0};
}

void SimulatedStage::run_until(const std::function<bool()> &done, Duration most) {
  for (auto until = now + most; now < until && !ended && !done();) {
    turn();
    if (ended) return;
    auto next = std::min(wake(), until);
    now = next > now ? next : now + std::chrono::microseconds(50); // a turn takes time
  }
}

void SimulatedStage::open(const std::string &path, Bytes in_use, const WhenOpened &when_opened) {
  opened.push_back({now, path, in_use});
  auto call = [this, path, when_opened] {
    auto found = world.find(path);
    if (found == world.end()) return when_opened(fail(ErrorKind::absent, "it is not there"));
    if (found->second.refused) return when_opened(fail(*found->second.refused));
    when_opened(TrackCalls::Opened{std::make_unique<ScriptedRendering>(path, found->second, now, renderings),
                                   items[path]});
  };
  deliveries_.push_back({now + disk, call});
}

void SimulatedStage::record(const Showing &s, Ended how, const std::string &why) {
  lines.push_back({s.path, how, why, statistics_line(s, how, why, now), s.due, s.start, now, s.presented,
                   s.late, s.dropped, s.gap_ms});
}

void SimulatedStage::deliver() {
  auto later = std::partition(deliveries_.begin(), deliveries_.end(), [this](auto &d) { return d.at > now; });
  std::vector<Delivery> ready(later, deliveries_.end());
  deliveries_.erase(later, deliveries_.end());
  for (auto &d : ready) d.call();
}

void SimulatedStage::turn() {
  ++turns;
  deliver();
  plan();
  if (pending_ && now >= pending_->due) {
    now += delay(*pending_);
    present();
  }
  plan();
  ended = track.finished(now);
}

void SimulatedStage::plan() {
  track.turn(now, screen);
  if (track.may_idle(now) && !track.idle()) track.allow_idle({1920, 1080});
  if (pending_ || !(pending_ = track.plan(now))) return;
  for (auto &[surface, frame] : pending_->uploads) held_[surface] = name_of(frame);
  check(*pending_);
}

// What must hold for every change.
void SimulatedStage::check(const Change &change) const {
  ASSERT_FALSE(change.layers.empty()) << "black";
  ASSERT_LE(change.layers.size(), 2u);
  ASSERT_EQ(change.layers.front().opacity, 1) << "the background shines through";
  auto shown = [&](Surface s) {
    return std::any_of(change.layers.begin(), change.layers.end(), [s](auto &l) { return l.surface == s; });
  };
  for (auto &layer : change.layers)
    ASSERT_TRUE(held_.contains(layer.surface)) << "a layer without a picture: " << layer.surface;
  for (auto &[surface, frame] : change.uploads) ASSERT_TRUE(shown(surface)) << "an upload that nobody sees";
  for (auto surface : change.drops) ASSERT_FALSE(shown(surface)) << "dropped while it is seen";
}

void SimulatedStage::present() {
  auto change = std::move(*pending_);
  pending_.reset();
  Sight sight{.due = change.due, .at = now, .path = {}, .layers = change.layers, .paths = {}};
  for (auto &layer : change.layers) sight.paths.push_back(held_[layer.surface].path);
  auto &top = held_[change.layers.back().surface];
  sight.path = top.path;
  sight.number = top.number;
  auto *before = track.on_air();
  track.presented(now);
  sight.begins = track.on_air() != before;
  seen.push_back(sight);
  for (auto drop : change.drops) held_.erase(drop);
  ASSERT_LE(held_.size(), change.layers.size() + 1) << "a picture is kept that nobody sees";
}

Steady SimulatedStage::wake() const {
  auto next = pending_ ? pending_->due : track.wake(now);
  for (auto &d : deliveries_) next = std::min(next, d.at);
  for (auto *r : *renderings) next = std::min(next, r->next_news(now));
  return next;
}

const Sight *SimulatedStage::seen_at(Steady at) const {
  auto after = std::find_if(seen.begin(), seen.end(), [at](auto &s) { return s.at > at; });
  return after == seen.begin() ? nullptr : &*std::prev(after);
}

std::vector<Sight> SimulatedStage::starts() const {
  std::vector<Sight> result;
  for (auto &s : seen)
    if (s.begins) result.push_back(s);
  return result;
}

std::vector<std::string> SimulatedStage::order() const {
  std::vector<std::string> result;
  for (auto &s : starts()) result.push_back(s.path);
  return result;
}

std::vector<Line> SimulatedStage::lines_of(const std::string &path) const {
  std::vector<Line> result;
  for (auto &l : lines)
    if (l.path == path) result.push_back(l);
  return result;
}

std::size_t SimulatedStage::times_opened(const std::string &path) const {
  return static_cast<std::size_t>(
      std::count_if(opened.begin(), opened.end(), [&](auto &o) { return o.path == path; }));
}

}
