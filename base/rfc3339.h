// Wall time as documents and state files spell it: RFC 3339, always UTC ("2026-11-25T01:37:51Z"). Values
// only: any thread.
#pragma once

#include "base/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace sheaf {

/// To the millisecond; the fraction is left out where it is zero. A time before 1970 is written as 1970.
std::string rfc3339(Wall time);

/// "YYYY-MM-DDTHH:MM:SSZ", with a fraction of 1 ... 9 digits or none, in the years 1970 ... 2199; nothing
/// where it is anything else.
std::optional<Wall> parse_rfc3339(std::string_view text);

}
