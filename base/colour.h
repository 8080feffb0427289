// A colour as people write it. Values only: any thread.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string_view>

namespace sheaf {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
  bool operator==(const Colour &) const = default;
};

/// Reads "#rgb", "#rrggbb" or one of CSS's sixteen basic names ("black", "navy", …; CSS Color 4,
/// section 6.1). Anything else is `unsupported`.
Result<Colour> parse_colour(std::string_view text);

}
