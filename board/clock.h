// The one place where the time is read. A loop reads it once a turn and passes it down as Now.
#pragma once

#include "base/time.h"

namespace sheaf::board {

/// Steady time (CLOCK_MONOTONIC) and wall time (CLOCK_REALTIME). The quality is `synchronised` where the
/// kernel says that its clock is disciplined (adjtimex(2), STA_UNSYNC clear). Any thread; never fails.
Now now();

/// Steady time alone: cheaper, and allowed inside the decoders' sandbox. Any thread; never fails.
Steady steady_now();

}
