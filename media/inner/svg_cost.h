// What a drawing will cost before any of it is parsed. The libraries that draw it end the process when memory
// runs out, so it must not. Values only: any thread.
#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <span>

namespace sheaf::media {

struct SvgCost {
  Bytes memory;          // for the tree and for shaping its text: about as much as librsvg and Pango take
  bool has_text = false; // text can only be drawn where threads can be started: Pango asks fontconfig in them
};

/// Counts elements, attributes, path data and letters; any bytes will do.
SvgCost svg_cost(std::span<const std::uint8_t> file);

}
