// When this was built: no honest clock is before it. Any thread.
#pragma once

#include "base/time.h"

namespace sheaf::assets {

inline Wall build_time() { return Wall(std::chrono::seconds(SHEAF_BUILT)); } // set by CMakeLists.txt

}
