// What 'sheaf VERB --help' says: Vietnamese first, out of texts/tro-giup.txt, English beneath. Any thread.
#pragma once

#include "base/result.h"

#include <string_view>

namespace sheaf::publisher {

/// Both, on standard output; the exit code, 0. A verb that has no Vietnamese is a bug.
Result<int> tell_help(std::string_view verb, std::string_view english);

}
