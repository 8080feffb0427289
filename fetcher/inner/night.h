// Hours of the day in which blobs may be fetched. Pure.
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <optional>
#include <string>

namespace sheaf::fetcher {

struct Night {
  std::chrono::minutes from{}, until{}; // since midnight, local time; until < from: over midnight
  /// "22:00-05:00". Errors: unsupported.
  static Result<Night> parse(const std::string &text);
  /// How long until it begins; zero within it. `local`: wall time plus the zone's offset.
  [[nodiscard]] Duration wait(Wall local) const;
};

}
