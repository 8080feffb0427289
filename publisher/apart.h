// What is published and where it goes are two places: else the next publication would find the last one among
// its own files. May wait for a disk. Any thread.
#pragma once

#include "base/result.h"

#include <string>

namespace sheaf::publisher {

/// `source`: a folder, or a file in it; `place`: as open_tree() takes it, or empty. One .sheaf file may lie
/// beside the films. Errors: refused.
Result<void> check_apart(const std::string &source, const std::string &place);

}
