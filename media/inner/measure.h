// The measuring role of a child: all of a file is decoded, and nothing leaves but one answer. The child's
// main thread, inside the sandbox.
#pragma once

#include "base/bytes.h"
#include "media/inner/outlet.h"
#include "media/inner/protocol.h"
#include "media/inner/source.h"
#include "media/inner/still.h"

namespace sheaf::media {

inline constexpr Bytes screens_still_memory = 40_MiB; // what RenderWish gives by default

/// Every packet of the pictures and of the sound is decoded; says how far it is (ProgressMessage). Errors: as
/// play_film.
Result<MeasuredMessage> measure_film(Source &source, int threads, Outlet &outlet);

/// Errors: as decode_still with `budget`.
Result<MeasuredMessage> measure_still(StillType type, Source &source, Bytes budget);

}
