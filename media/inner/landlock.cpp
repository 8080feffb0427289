#include "base/fd.h"
#include "media/inner/layers.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>

namespace sheaf::media::layer {
namespace {

// Debian 12's header knows ABI 2. What came later, with the values of the kernel's documentation
// (Documentation/userspace-api/landlock.rst, "Previous limitations"):
constexpr std::uint64_t fs_truncate = 1ULL << 14;               // ABI 3
constexpr std::uint64_t net_bind_and_connect = 3;               // ABI 4: TCP
constexpr std::uint64_t fs_ioctl_dev = 1ULL << 15;              // ABI 5
constexpr std::uint64_t scope_abstract_sockets_and_signals = 3; // ABI 6

// struct landlock_ruleset_attr of ABI 6; older kernels want what they do not know to be zero.
struct RulesetAttributes {
  std::uint64_t fs = 0, net = 0, scoped = 0;
};

RulesetAttributes everything_known(long abi) {
  RulesetAttributes all;
  all.fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1; // ABI 1: all bits up to this one
  if (abi >= 2) all.fs |= LANDLOCK_ACCESS_FS_REFER;
  if (abi >= 3) all.fs |= fs_truncate;
  if (abi >= 4) all.net = net_bind_and_connect;
  if (abi >= 5) all.fs |= fs_ioctl_dev;
  if (abi >= 6) all.scoped = scope_abstract_sockets_and_signals;
  return all;
}

Result<void> allow_reading_beneath(const Fd &rules, const char *directory) {
  Fd place(::open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!place && errno == ENOENT) return {};
  if (!place) return refusal("open a font directory", errno);
  landlock_path_beneath_attr beneath{};
  beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  beneath.parent_fd = place.get();
  if (::syscall(SYS_landlock_add_rule, rules.get(), LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) != 0)
    return refusal("allow reading of fonts (Landlock)", errno);
  return {};
}

Result<void> restrict_to(Sandbox kind, const RulesetAttributes &handled) {
  Fd rules(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0)));
  if (!rules) return refusal("make a Landlock ruleset", errno);
  if (kind == Sandbox::fonts)
    for (const char *directory : font_directories())
      if (auto allowed = allow_reading_beneath(rules, directory); !allowed) return allowed;
  if (::syscall(SYS_landlock_restrict_self, rules.get(), 0) != 0)
    return refusal("enter the Landlock ruleset", errno);
  return {};
}

}

std::span<const char *const> font_directories() {
  static constexpr std::array list = {"/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts",
                                      "/usr/share/fontconfig", "/var/cache/fontconfig"};
  return list;
}

Result<void> confine_files(Sandbox kind) {
  const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi > 0) return restrict_to(kind, everything_known(abi));
  if (kind == Sandbox::pixels) return {}; // seccomp forbids every way to open a file
  return fail(ErrorKind::refused, "this kernel has no Landlock, so pictures with text (SVG) are not opened; "
                                  "boot with lsm=landlock or turn the picture into a PNG");
}

}
