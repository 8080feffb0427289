// The order in which people expect names: "2 b" before "10 a", without regard to case. Pure; any thread.
#pragma once

#include <string_view>

namespace sheaf::playlist {

/// True where `a` comes before `b`. Runs of digits compare as numbers of any length; ASCII letters without
/// case; all other bytes as bytes, so that UTF-8 sorts by code point. Names that are equal in that sense are
/// ordered byte by byte: a strict weak order, total on distinct names.
bool natural_less(std::string_view a, std::string_view b);

}
