// The built-in picture for when there is nothing to show: a PNG of 1920 x 1080, made from builtin/. Any
// thread.
#pragma once

#include <cstdint>
#include <span>

namespace sheaf::assets {

/// Never empty.
std::span<const std::uint8_t> idle_card();

}
