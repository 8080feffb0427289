// The files that an office begins with. Pure; any thread.
#pragma once

#include "publisher/plan.h"

#include <utility>

namespace sheaf::publisher {

/// Names of files and what is in them, in the order in which people meet them.
std::vector<std::pair<std::string, std::string>> starting_files(const Plan &plan);

}
