// The parent's door: what a child says is looked at once, here, before anything relies on it. Pure; any
// thread.
#pragma once

#include "media/inner/protocol.h"
#include "media/rendering.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sheaf::media {

/// The frame that `m` describes in `memory`, without `keep`; nothing where any number is out of its range or
/// any row out of the memory.
std::optional<Frame> checked(const FrameMessage &m, std::span<const std::uint8_t> memory);

/// Text of a child up to its first NUL: valid UTF-8 stays, control bytes and broken sequences become '?'.
std::string printable(std::string_view text);

}
