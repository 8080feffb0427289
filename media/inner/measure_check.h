// The parent's door for measurements, as frame_check.h is for frames. Pure; any thread.
#pragma once

#include "media/inner/protocol.h"
#include "media/measurement.h"

#include <optional>

namespace sheaf::media {

/// What `m` says, without size and bit rate; nothing where a number is not finite or out of its range.
std::optional<Measurement> checked(const MeasuredMessage &m);

}
