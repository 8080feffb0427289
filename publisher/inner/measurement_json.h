// A measurement as the cache keeps it. Any thread.
#pragma once

#include "media/measurement.h"

#include <nlohmann/json.hpp>

namespace sheaf::publisher {

nlohmann::json write_measurement(const media::Measurement &m);
/// Throws nlohmann's exceptions where it is none.
media::Measurement read_measurement(const nlohmann::json &j);

}
