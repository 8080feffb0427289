// What 'sheaf VERB --help' says: Vietnamese first, out of texts/tro-giup.txt, English beneath. Any thread.
#pragma once

#include "base/result.h"

#include <string_view>

namespace sheaf::publisher {

/// In Vietnamese. A verb that is not there is a bug, and empty.
std::string_view vietnamese_help(std::string_view verb);

/// Both, on standard output; the exit code, 0.
Result<int> tell_help(std::string_view verb, std::string_view english);

}
