// What an IANA zone's clock shows, from the machine's own zoneinfo (RFC 8536). Any thread; reads a small
// file.
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <string>

namespace sheaf::board {

/// Offset of `zone` ("Asia/Ho_Chi_Minh") from UTC at `at`; to be asked anew now and then where clocks change.
/// Errors: absent (no such zone here, or not the name of one), corrupt.
Result<Duration> utc_offset(const std::string &zone, Wall at,
                            const std::string &folder = "/usr/share/zoneinfo");

}
