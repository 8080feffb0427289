#include "player/layers.h"

#include <algorithm>

namespace sheaf::player {
namespace {

constexpr Duration fade_step = 33ms;
constexpr Duration hiccup = 50ms; // a step of a fade that comes later than this stops its clock

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

Layer layer_for(Size shape, QuarterTurns turns, Rect zone, Fit fit, Surface surface) {
  auto placed = place(sideways(turns) ? shape.turned() : shape, zone, fit);
  return {surface, unturned(placed.source, turns), placed.target, zone, 1, turns};
}

Layer Layers::layer(const Shown &s) const { return layer_for(s.shape, s.turns, zone_, s.fit, s.surface); }

void Layers::place(Rect zone) {
  moved_ |= on_ && !(zone == zone_);
  zone_ = zone;
}

Layers::Shown Layers::take(Change &change, media::Frame frame, Surface surface, Fit fit) {
  Shown shown{surface, frame.shape, frame.turns, fit};
  change.uploads.emplace_back(surface, std::move(frame));
  return shown;
}

// What is on, as far as it has come. The opacity is that of the later of `due` and the last change, so that a
// picture that comes late never takes a fade back.
void Layers::blend(Change &change) {
  auto at = std::max(change.due, last_);
  auto top = layer(*next_);
  ends_fade_ = below_ && at >= fade_end_;
  if (below_ && !ends_fade_) {
    top.opacity = std::clamp(1 - seconds(fade_end_ - at - fade_step) / seconds(fade_), 0.0, 1.0);
    change.layers.push_back(layer(*below_));
  }
  if (ends_fade_ && below_->surface != idle_) change.drops.push_back(below_->surface);
  change.layers.push_back(top);
  let_go(change);
  moved_ = false;
}

void Layers::frame(Change &change, media::Frame frame) {
  how_ = Next::same;
  next_ = take(change, std::move(frame), surface_ + second_, on_ ? on_->fit : fit_);
  blend(change);
}

void Layers::tick(Change &change) {
  how_ = Next::same;
  next_ = on_;
  blend(change);
}

void Layers::cut(Change &change, media::Frame frame, Duration fade, std::optional<Fit> fit) {
  how_ = Next::cut;
  next_ = take(change, std::move(frame), surface_ + !second_, fit.value_or(fit_));
  next_fade_ = on_ ? fade : Duration::zero();
  auto top = layer(*next_);
  if (next_fade_ > 0s) {
    change.layers.push_back(layer(*on_));
    top.opacity = std::min(1.0, seconds(fade_step) / seconds(next_fade_));
  } else if (on_ && on_->surface != idle_) {
    change.drops.push_back(on_->surface);
  }
  change.layers.push_back(top);
  let_go(change);
  moved_ = false;
}

void Layers::idle(Change &change, Size card) {
  how_ = Next::idle;
  next_ = Shown{idle_, card, QuarterTurns::none, Fit::contain};
  change.layers.push_back(layer(*next_));
  for (auto &old : {on_, below_})
    if (old && old->surface != idle_) change.drops.push_back(old->surface);
  let_go(change);
  moved_ = false;
}

// Surfaces of a cut that was given up, unless they are seen again or go anyway.
void Layers::let_go(Change &change) {
  for (auto surface : std::exchange(left_, {})) {
    auto seen = [&](const Layer &l) { return l.surface == surface; };
    bool used = std::any_of(change.layers.begin(), change.layers.end(), seen);
    if (!used && std::count(change.drops.begin(), change.drops.end(), surface) == 0)
      change.drops.push_back(surface);
  }
}

// The picture of a cut is where that below a fade was.
void Layers::give_up() {
  if (!std::exchange(next_, std::nullopt)) return;
  if (how_ == Next::cut) {
    left_.push_back(surface_ + !second_);
    below_.reset();
  }
  ends_fade_ = false;
  moved_ = on_.has_value(); // what was drawn unseen is drawn over
}

void Layers::end_fade() {
  if (!below_) return;
  fade_end_ = last_;
  moved_ = true;
}

void Layers::presented(Steady at, Steady due) {
  auto late = at - std::max(due, last_);
  last_ = at;
  if (!next_) return;
  if (how_ == Next::cut) {
    below_ = next_fade_ > 0s ? on_ : std::nullopt;
    fade_ = next_fade_;
    fade_end_ = at + fade_;
    second_ = !second_;
  } else if (how_ == Next::idle || ends_fade_) {
    below_.reset();
  } else if (below_ && late > hiccup) {
    fade_end_ += late; // the eye goes on from what it has seen
  }
  on_ = std::exchange(next_, std::nullopt);
  ends_fade_ = false;
}

std::optional<Steady> Layers::tick_due() const {
  if (moved_) return last_;
  if (!below_) return std::nullopt;
  return std::min(last_ + fade_step, std::max(fade_end_, last_));
}

void Layers::shift(Duration stopped) {
  fade_end_ += stopped;
  last_ += stopped;
}

}
