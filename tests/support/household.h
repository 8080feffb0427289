// What a process has: children and descriptors. Linux; one thread.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace sheaf {

/// Of this process where `pid` is 0.
std::vector<pid_t> children(pid_t pid = 0);
std::size_t open_descriptors();

}
