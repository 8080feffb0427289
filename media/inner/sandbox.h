// Takes every right away from this process that its work does not need. Linux: rlimits, Landlock, seccomp.
// Call once, on the only thread, before the first untrusted byte is parsed.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace sheaf::media {

enum class Sandbox {
  pixels, // memory, threads, the descriptors already open: nothing else
  fonts,  // as pixels, and may open files beneath the font directories for reading (Landlock)
};

struct Limits {
  Bytes memory; // address space over what is mapped now; not applied under sanitizers
  Duration cpu; // CPU time from now on until SIGXCPU; a parent may extend it; not applied under sanitizers
};

/// Errors: refused, naming the step that the kernel would not do. Then nothing may be parsed.
[[nodiscard]] Result<void> enter_sandbox(Sandbox kind, const Limits &limits);

}
