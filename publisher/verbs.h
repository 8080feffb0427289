// The verbs of sheaf-publish: each takes its words and gives the exit code. Errors are told by who calls.
// One thread.
#pragma once

#include "base/result.h"

#include <span>

namespace sheaf::publisher {

using VerbWords = std::span<const char *const>;

Result<int> publish(VerbWords words);
Result<int> prepare(VerbWords words);
Result<int> sign(VerbWords words);
Result<int> release(VerbWords words);
Result<int> withdraw(VerbWords words);
Result<int> stop(VerbWords words);
Result<int> verify(VerbWords words);
Result<int> keys(VerbWords words);
Result<int> screens(VerbWords words);
Result<int> check_folder(VerbWords words);
Result<int> new_folder(VerbWords words);

}
