// The small grammars of a manifest's fields. Pure; any thread.
#pragma once

#include <string_view>

namespace sheaf::playlist {

/// The shape of a BCP 47 tag: "vi", "zh-Hant", "und"; at most 35 bytes (RFC 5646, 4.4.1).
bool valid_language(std::string_view tag);

/// "HH:MM-HH:MM", or empty.
bool valid_hours(std::string_view hours);

}
