// Instants as documents spell them: "2026-11-25T01:37:51Z" (RFC 3339, whole seconds, always UTC). Pure; any
// thread.
#pragma once

#include "base/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace sheaf::playlist {

/// Years 1970 to 2199; nothing where it is no such instant.
std::optional<Wall> parse_utc(std::string_view text);
/// Without the fraction of a second.
std::string write_utc(Wall time);

}
