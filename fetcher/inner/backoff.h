// How long to wait after failures in a row: up to 1 s, 2 s, 4 s … 30 min, evenly chosen within, so that a
// hundred thousand screens that lost the same server do not come back at once ("full jitter").
#pragma once

#include "fetcher/inner/chance.h"

#include <algorithm>

namespace sheaf::fetcher {

class Backoff {
public:
  static constexpr Duration first = std::chrono::seconds(1), longest = std::chrono::minutes(30);
  static constexpr Duration shortest = std::chrono::milliseconds(100);

  Backoff() = default;
  explicit Backoff(Duration unit) : unit_(unit) {}

  /// After another failure. `asked`: how long the source wants to be left alone; it is never asked before.
  Duration failed(Duration asked, Chance &chance) {
    auto window = std::min<Duration>(unit_ * (1 << std::min(failures_++, 12)), longest);
    return std::max(asked, between(std::min(shortest, unit_), window, chance));
  }
  void succeeded() { failures_ = 0; }
  [[nodiscard]] int failures() const { return failures_; }

private:
  Duration unit_ = first;
  int failures_ = 0;
};

}
