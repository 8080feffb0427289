// Randomness for spreading: not for secrets. The loop's thread.
#pragma once

#include "base/time.h"

#include <random>

namespace sheaf::fetcher {

using Chance = std::mt19937_64;

/// Evenly from [from, to].
inline Duration between(Duration from, Duration to, Chance &chance) {
  return Duration(std::uniform_int_distribution<Duration::rep>(from.count(), to.count())(chance));
}

}
