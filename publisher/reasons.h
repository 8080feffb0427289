// Why a file cannot be opened, as the sandboxed child says it in English, for people. Any thread.
#pragma once

#include "base/result.h"
#include "publisher/words.h"

namespace sheaf::publisher {

/// The error's own Vietnamese, that of a reason that is known, or what can be said of its kind. Never empty.
Saying reason(const Error &error);

}
