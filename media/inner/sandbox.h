// Takes every right away from this process that its work does not need. Linux: rlimits, Landlock,
// capabilities, seccomp. Call once, on the only thread, before the first untrusted byte is parsed; threads
// started afterwards are inside. What remains: memory that is never executable, threads, and the descriptors
// already open (read, write, poll, messages; no ioctl). Everything else answers EPERM, so that an odd call of
// a decoder costs at most that item; a system call of another architecture kills.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace sheaf::media {

enum class Sandbox {
  pixels, // memory, threads, the descriptors already open: nothing else
  fonts,  // as pixels, and may open files beneath the font directories for reading (Landlock)
};

/// Neither is applied under sanitizers. The hard limit of CPU time stays endless, so that a parent may move
/// the soft one with prlimit(). A decoder that was taken over can block the signal: a parent needs a clock as
/// well.
struct Limits {
  Bytes memory; // address space over what is mapped now
  Duration cpu; // CPU time from now on until SIGXCPU, rounded up to seconds
};

/// Root becomes nobody on the way in where it has CAP_SYS_RESOURCE, so that its parent can still prlimit()
/// it; without, it stays root without any capability. It dies with its parent as before (PR_SET_PDEATHSIG is
/// kept). Leave with _exit(): leak checks at exit() need rights that are gone. Errors: refused, naming the
/// step that the kernel would not do; for `fonts` also a kernel without Landlock
/// (`pixels` can do without: there nothing can be opened anyway). Then nothing may be parsed.
[[nodiscard]] Result<void> enter_sandbox(Sandbox kind, const Limits &limits);

}
