// The layers that enter_sandbox() puts on one after another; each holds without the others. Linux, one
// thread.
#pragma once

#include "media/inner/sandbox.h"

#include <span>

namespace sheaf::media::layer {

/// The refusal that names a step: "sandbox: cannot <step>: <what the kernel says>".
[[nodiscard]] tl::unexpected<Error> refusal(const char *step, int error);

/// Where fonts and what is known about them lie on Debian. The one list of what `fonts` may read.
[[nodiscard]] std::span<const char *const> font_directories();

/// Landlock: no file, no TCP port, no abstract socket, no signal to others; as far as this kernel knows them.
/// Needs no_new_privs. Errors: refused; for `fonts` also where the kernel has no Landlock.
[[nodiscard]] Result<void> confine_files(Sandbox kind);

/// Empties all capability sets; root becomes nobody where its parent can still reach it. Errors: refused.
[[nodiscard]] Result<void> drop_privileges();

/// seccomp: the allow-list. Needs no_new_privs. Errors: refused.
[[nodiscard]] Result<void> filter_syscalls(Sandbox kind);

}
