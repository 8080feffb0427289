// The life of one child, from the fork to its end.
#pragma once

#include "base/fd.h"
#include "media/inner/film.h"

namespace sheaf::media {

/// What the fork server was handed for a child.
struct Handed {
  Fd socket, medium, memory;
  Fd seal; // none: a bare file
};

/// Waits for the parent's wish, looks at the first bytes, locks itself into the sandbox, and does the work.
/// Ends the process.
[[noreturn]] void run_child(Handed handed, MakeDeinterlacer deinterlacer);

}
