// How much of a long test runs. Any thread.
#pragma once

#include <cstdlib>

namespace sheaf::testing {

/// SHEAF_LONG is in the environment: all of it.
inline bool at_length() { return std::getenv("SHEAF_LONG") != nullptr; } // NOLINT: nobody writes there

/// Of repetitions that look for wrong decisions, not for wrong memory, one of so many is run: sanitizers make
/// each slow.
inline unsigned one_of() {
#ifdef SHEAF_SANITIZED
  return at_length() ? 1 : 4;
#else
  return 1;
#endif
}

}
