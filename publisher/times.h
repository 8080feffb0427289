// Times as people write them on a command line, and as documents spell them. Pure; any thread.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "publisher/words.h"

#include <string>
#include <string_view>

namespace sheaf::publisher {

/// "2026-02-01T06:00:00Z".
std::string text(Wall time);

/// "01/02/2026" on Viet Nam's clock, which has no summer time.
std::string viet_nam_day(Wall time);
/// "13:00 01/02/2026".
std::string viet_nam_time(Wall time);

/// For sentences: on Viet Nam's clock in Vietnamese, as text() in English.
Saying told(Wall time);
/// The same for sizes: "1,5 MB" in Vietnamese, "1.5 MB" in English.
Saying told(Bytes bytes);

/// RFC 3339 with a zone ("2026-02-01T06:00:00+07:00", "...Z"), or "+90m", "+2h", "+3d" from `now`. Whole
/// seconds. Errors: unsupported.
Result<Wall> parse_time(std::string_view text, Wall now);

/// Without what is less than a second.
Wall whole_seconds(Wall time);

}
