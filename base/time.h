// Two clocks that never mix. Steady time runs since boot and is what playing counts in; wall time is UTC.
// Neither can be read here: `now()` stands in board/clock.h alone. Values only: any thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace sheaf {

using Duration = std::chrono::nanoseconds;
using namespace std::chrono_literals;

struct SteadyClock { // CLOCK_MONOTONIC
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SteadyClock>;
  static constexpr bool is_steady = true;
};
struct WallClock { // CLOCK_REALTIME, UTC since 1970
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<WallClock>;
  static constexpr bool is_steady = false;
};
using Steady = SteadyClock::time_point;
using Wall = WallClock::time_point;

/// How far wall time can be trusted (ARCHITECTURE.md, "Time").
enum class ClockQuality { none, synchronised };

/// Read once per turn of a loop and passed down.
struct Now {
  Steady steady;
  Wall wall;
  ClockQuality quality = ClockQuality::none;
};

/// Seconds with a fraction, for files and people.
constexpr double seconds(Duration d) { return std::chrono::duration<double>(d).count(); }
constexpr double seconds(Steady t) { return seconds(t.time_since_epoch()); }
constexpr double milliseconds(Duration d) { return std::chrono::duration<double, std::milli>(d).count(); }

/// Seconds to a duration; out of ±292 years it saturates, NaN is zero.
constexpr Duration from_seconds(double s) {
  constexpr double bound = 9.2e9;
  if (!(s == s)) return Duration::zero();
  if (s > bound) s = bound;
  if (s < -bound) s = -bound;
  return Duration(static_cast<std::int64_t>(s * 1e9));
}

}
