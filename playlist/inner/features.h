// The features of this build, by the names that `needs` uses. Pure; any thread.
#pragma once

#include <string>
#include <vector>

namespace sheaf::playlist {

/// The first of `needs` that this build does not have; empty where it has all.
std::string first_unmet(const std::vector<std::string> &needs);

}
