#include "media/inner/layers.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sheaf::media::layer {
namespace {

constexpr unsigned nobody = 65534; // uid and gid: the kernel's overflow id, which owns nothing

// glibc has no call for capabilities, and libcap would be a library for these three lines.
using CapabilitySets = std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3>;

bool has(const CapabilitySets &sets, unsigned capability) {
  return (sets[capability / 32].effective >> (capability % 32) & 1U) != 0;
}

// Of no use while execve is forbidden; it holds should seccomp have a hole.
Result<void> empty_bounding_set() {
  for (unsigned long capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability)
    if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0)
      return refusal("empty the capability bounding set", errno);
  constexpr unsigned long root_is_nobody = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_KEEP_CAPS_LOCKED |
                                           SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;
  if (::prctl(PR_SET_SECUREBITS, root_is_nobody, 0, 0, 0) != 0) return refusal("lock securebits", errno);
  return {};
}

// Takes all three ids, so that none is left to come back to. The kernel forgets PR_SET_PDEATHSIG then.
Result<void> become_nobody() {
  int death_signal = 0;
  if (::prctl(PR_GET_PDEATHSIG, &death_signal, 0, 0, 0) != 0) return refusal("read pdeathsig", errno);
  const auto parent = ::getppid();
  if (::setgroups(0, nullptr) != 0) return refusal("leave all groups", errno);
  if (::setresgid(nobody, nobody, nobody) != 0) return refusal("become group 65534", errno);
  if (::setresuid(nobody, nobody, nobody) != 0) return refusal("become user 65534", errno);
  if (::prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0) return refusal("keep pdeathsig", errno);
  if (death_signal != 0 && ::getppid() != parent) return refusal("live on without its parent", ESRCH);
  return {};
}

}

Result<void> drop_privileges() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  CapabilitySets sets{};
  if (::syscall(SYS_capget, &header, sets.data()) != 0) return refusal("read capabilities", errno);
  if (has(sets, CAP_SETPCAP))
    if (auto emptied = empty_bounding_set(); !emptied) return emptied;
  // A parent that is root without CAP_SYS_RESOURCE (a container's) may prlimit() only a child of its own uid.
  if (::geteuid() == 0 && has(sets, CAP_SYS_RESOURCE))
    if (auto became = become_nobody(); !became) return became;
  sets = {};
  if (::syscall(SYS_capset, &header, sets.data()) != 0) return refusal("drop capabilities", errno);
  return {};
}

}
