// The files that an office begins with. Pure; any thread.
#pragma once

#include "publisher/plan.h"

#include <utility>

namespace sheaf::publisher {

/// The id in the table of screens that a new folder begins with: to be replaced.
inline constexpr const char *example_screen = "vi-du-1";

/// Names of files and what is in them, in the order in which people meet them.
std::vector<std::pair<std::string, std::string>> starting_files(const Plan &plan);

}
