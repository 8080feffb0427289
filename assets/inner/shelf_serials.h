// The second copy of the accepted serials: serials.json, with a digest over what it says. Any thread.
#pragma once

#include "playlist/acceptance.h"

#include <map>
#include <string>
#include <string_view>

namespace sheaf::assets {

using Serials = std::map<std::string, playlist::Accepted>; // by channel

/// One line, as it stands in state.db: "EPOCH SERIAL HEAD".
std::string write_accepted(const playlist::Accepted &accepted);
Result<playlist::Accepted> parse_accepted(std::string_view line);

std::string write_serials(const Serials &serials);
/// Errors: corrupt.
Result<Serials> parse_serials(std::string_view json);

/// Whether `a` is newer than `b`.
bool newer(const playlist::Accepted &a, const playlist::Accepted &b);
/// Of both copies the newer word counts, channel by channel.
void merge(Serials &into, const Serials &from);

}
