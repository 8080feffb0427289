// The life of one child, from the fork to its end.
#pragma once

#include "base/fd.h"
#include "media/inner/film.h"

namespace sheaf::media {

/// Waits for the parent's wish, looks at the first bytes, locks itself into the sandbox, and does the work.
/// Ends the process.
[[noreturn]] void run_child(Fd socket, Fd medium, Fd memory, MakeDeinterlacer deinterlacer);

}
