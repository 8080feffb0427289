#include "board/clock.h"

#include <ctime>
#include <sys/timex.h>

namespace sheaf::board {
namespace {

Duration read(clockid_t id) {
  timespec t{};
  ::clock_gettime(id, &t);
  return std::chrono::seconds(t.tv_sec) + Duration(t.tv_nsec);
}

ClockQuality quality() {
  timex t{};
  return ::adjtimex(&t) >= 0 && !(t.status & STA_UNSYNC) ? ClockQuality::synchronised : ClockQuality::none;
}

}

Steady steady_now() { return Steady(read(CLOCK_MONOTONIC)); }

Now now() { return {steady_now(), Wall(read(CLOCK_REALTIME)), quality()}; }

}
