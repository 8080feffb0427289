// Ways out of the sandbox, as a table: each has to be answered with EPERM (by seccomp, before the arguments
// are looked at, so that no probe fails for a reason of its own). Those marked `open_outside` are shown to
// work without a sandbox.
#pragma once

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <ostream>
#include <sched.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>

namespace sheaf::media {

// What a child is handed: set before the fork.
struct Handed {
  int file = -1, socket = -1;
  pid_t parent = -1;
  std::string path, elsewhere; // of the file; of nothing yet
};
inline Handed handed;

inline long word(long value) { return value; }
inline long word(const void *at) { return reinterpret_cast<long>(at); }

inline long ask(long number, auto... arguments) { return ::syscall(number, word(arguments)...); }

// A process that came into being ends at once; a thread takes this process with it: the code means `escaped`.
inline long born(long pid) {
  if (pid == 0) ::_exit(1);
  return pid;
}

inline long run_false(long number) {
  static char name[] = "/bin/false"; // leaves the exit code that means `escaped`
  static char *arguments[] = {name, nullptr}, *environment[] = {nullptr};
  if (number == SYS_execve) return ask(SYS_execve, name, arguments, environment);
  return ask(SYS_execveat, AT_FDCWD, name, arguments, environment, 0);
}

inline long map(int protection, int flags, int fd) {
  void *at = ::mmap(nullptr, 4096, protection, flags, fd, 0);
  return at == MAP_FAILED ? -1 : 0;
}

inline long make_executable() {
  void *page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return ::mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

inline long move_limit(pid_t pid, __rlimit_resource resource) {
  rlimit endless{RLIM_INFINITY, RLIM_INFINITY};
  return ask(SYS_prlimit64, pid, static_cast<int>(resource), &endless, nullptr);
}

inline long reopen_for_writing() {
  const auto link = "/proc/self/fd/" + std::to_string(handed.file);
  return ask(SYS_openat, AT_FDCWD, link.c_str(), O_RDWR);
}

inline long peek_at_parent(long number) {
  static char byte = 0;
  iovec here{&byte, 1}, there{&byte, 1};
  return ask(number, handed.parent, &here, 1L, &there, 1L, 0L);
}

inline long name_a_socket(long number) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  return ask(number, handed.socket, &address, sizeof(sa_family_t));
}

inline long send_to_address() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  return ask(SYS_sendto, handed.socket, "x", 1L, 0, &address, sizeof(sa_family_t));
}

inline long open_how() {
  struct {
    std::uint64_t flags, mode, resolve;
  } how{O_RDONLY, 0, 0};
  return ask(SYS_openat2, AT_FDCWD, "/etc/passwd", &how, sizeof how);
}

inline long clone_by_struct() {
  clone_args how{};
  how.exit_signal = SIGCHLD;
  return born(ask(SYS_clone3, &how, sizeof how));
}

enum Where { inside, open_outside };

struct Probe {
  const char *name;
  long (*attempt)(); // -1 and errno, or anything else: it worked
  Where where = inside;
};
inline std::ostream &operator<<(std::ostream &out, const Probe &probe) { return out << probe.name; }

inline const Probe probes[] = {
    {"open_to_read", [] { return ask(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY); }, open_outside},
    {"open_to_write", [] { return ask(SYS_openat, AT_FDCWD, "/dev/null", O_WRONLY); }, open_outside},
    {"open_to_create",
     [] { return ask(SYS_openat, AT_FDCWD, handed.elsewhere.c_str(), O_CREAT | O_WRONLY, 0600); },
     open_outside},
    {"open_a_path", [] { return ask(SYS_openat, AT_FDCWD, "/etc/passwd", O_PATH); }, open_outside},
    {"openat2", open_how, open_outside},
    {"reopen_through_proc", reopen_for_writing, open_outside},
#ifdef SYS_open // not on arm64
    {"old_open", [] { return ask(SYS_open, "/etc/passwd", O_RDONLY); }, open_outside},
    {"creat", [] { return ask(SYS_creat, handed.elsewhere.c_str(), 0600); }, open_outside},
    {"old_fork", [] { return born(ask(SYS_fork)); }, open_outside},
    {"vfork", [] { return born(::vfork()); }, open_outside},
#endif
    {"name_to_handle", [] { return ask(SYS_name_to_handle_at, handed.file, "", 0L, 0L, AT_EMPTY_PATH); }},
    {"open_by_handle", [] { return ask(SYS_open_by_handle_at, handed.file, 0L, O_RDONLY); }},
    {"chdir", [] { return ask(SYS_chdir, "/"); }, open_outside},
    {"chroot", [] { return ask(SYS_chroot, "/"); }},
    {"symlink", [] { return ask(SYS_symlinkat, "/etc/passwd", AT_FDCWD, handed.elsewhere.c_str()); },
     open_outside},
    {"link",
     [] { return ask(SYS_linkat, AT_FDCWD, handed.path.c_str(), AT_FDCWD, handed.elsewhere.c_str(), 0); },
     open_outside},
    {"unlink", [] { return ask(SYS_unlinkat, AT_FDCWD, handed.path.c_str(), 0); }, open_outside},
    {"rename",
     [] { return ask(SYS_renameat2, AT_FDCWD, handed.path.c_str(), AT_FDCWD, handed.elsewhere.c_str(), 0); },
     open_outside},
    {"mkdir", [] { return ask(SYS_mkdirat, AT_FDCWD, handed.elsewhere.c_str(), 0700); }, open_outside},
    {"mknod", [] { return ask(SYS_mknodat, AT_FDCWD, handed.elsewhere.c_str(), S_IFIFO | 0600, 0); },
     open_outside},
    {"chmod", [] { return ask(SYS_fchmod, handed.file, 0644); }, open_outside},
    {"chown", [] { return ask(SYS_fchown, handed.file, -1, -1); }, open_outside},
    {"truncate", [] { return ask(SYS_truncate, handed.path.c_str(), 0L); }, open_outside},
    {"ftruncate", [] { return ask(SYS_ftruncate, handed.file, 0L); }},
    {"fallocate", [] { return ask(SYS_fallocate, handed.file, 0, 0L, 1L); }},
    {"file_times", [] { return ask(SYS_utimensat, handed.file, 0L, 0L, 0); }, open_outside},
    {"set_attribute", [] { return ask(SYS_fsetxattr, handed.file, "user.a", "b", 1L, 0); }},
    {"inotify", [] { return ask(SYS_inotify_init1, 0); }, open_outside},
    {"fanotify", [] { return ask(SYS_fanotify_init, 0, 0); }},
    {"mount", [] { return ask(SYS_mount, "none", "/tmp", "tmpfs", 0L, 0L); }},
    {"umount", [] { return ask(SYS_umount2, "/proc", 0x10000000); }},
    {"pivot_root", [] { return ask(SYS_pivot_root, "/", "/"); }},
    {"fsopen", [] { return ask(SYS_fsopen, "tmpfs", 0); }},
    {"memory_file", [] { return ask(SYS_memfd_create, "a", 0); }, open_outside},

    {"socket_inet", [] { return ask(SYS_socket, AF_INET, SOCK_STREAM, 0); }, open_outside},
    {"socket_unix", [] { return ask(SYS_socket, AF_UNIX, SOCK_STREAM, 0); }, open_outside},
    {"socket_netlink", [] { return ask(SYS_socket, AF_NETLINK, SOCK_RAW, 0); }, open_outside},
    {"socket_packet", [] { return ask(SYS_socket, AF_PACKET, SOCK_RAW, 0); }},
    {"socket_pair",
     [] {
       int pair[2];
       return ask(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, pair);
     },
     open_outside},
    {"connect", [] { return name_a_socket(SYS_connect); }},
    {"bind", [] { return name_a_socket(SYS_bind); }, open_outside}, // to a name that the kernel picks
    {"listen", [] { return ask(SYS_listen, handed.socket, 1); }},
    {"accept", [] { return ask(SYS_accept4, handed.socket, 0L, 0L, 0); }},
    {"send_to_address", send_to_address},
    {"set_socket_option",
     [] {
       int size = 65536;
       return ask(SYS_setsockopt, handed.socket, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
     },
     open_outside},
    {"splice", [] { return ask(SYS_splice, handed.file, 0L, handed.socket, 0L, 1L, 0); }},

    {"execve", [] { return run_false(SYS_execve); }, open_outside},
    {"execveat", [] { return run_false(SYS_execveat); }, open_outside},
    {"fork", [] { return born(ask(SYS_clone, SIGCHLD, 0L, 0L, 0L, 0L)); }, open_outside},
    {"clone_sharing_memory", [] { return born(ask(SYS_clone, CLONE_VM | SIGCHLD, 0L, 0L, 0L, 0L)); }},
    {"thread_in_namespace",
     [] {
       constexpr long thread =
           CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
       return born(ask(SYS_clone, thread | CLONE_NEWNET, 0L, 0L, 0L, 0L));
     }},
    {"clone3", clone_by_struct, open_outside},
    {"unshare_user", [] { return ask(SYS_unshare, CLONE_NEWUSER); }},
    {"unshare_net", [] { return ask(SYS_unshare, CLONE_NEWNET); }},
    {"setns", [] { return ask(SYS_setns, handed.file, 0); }},
    {"kill_parent", [] { return ask(SYS_kill, handed.parent, 0); }, open_outside},
    {"kill_group", [] { return ask(SYS_kill, 0, 0); }, open_outside},
    {"tgkill_parent", [] { return ask(SYS_tgkill, handed.parent, handed.parent, 0); }, open_outside},
    {"tkill_parent", [] { return ask(SYS_tkill, handed.parent, 0); }, open_outside},
    {"queue_signal", [] { return ask(SYS_rt_sigqueueinfo, handed.parent, 0, 0L); }},
    {"signals_by_owner", [] { return ask(SYS_fcntl, handed.socket, F_SETOWN, handed.parent); }, open_outside},
    {"signals_by_async", [] { return ask(SYS_fcntl, handed.socket, F_SETFL, O_ASYNC); }, open_outside},
    {"ptrace_parent", [] { return ask(SYS_ptrace, PTRACE_SEIZE, handed.parent, 0L, 0L); }},
    {"ptrace_me", [] { return ask(SYS_ptrace, PTRACE_TRACEME, 0, 0L, 0L); }, open_outside},
    {"read_parent", [] { return peek_at_parent(SYS_process_vm_readv); }},
    {"write_parent", [] { return peek_at_parent(SYS_process_vm_writev); }},
    {"kcmp", [] { return ask(SYS_kcmp, handed.parent, handed.parent, 0, 0L, 0L); }},
    {"pidfd_of_parent", [] { return ask(SYS_pidfd_open, handed.parent, 0); }, open_outside},
    {"pidfd_take", [] { return ask(SYS_pidfd_getfd, handed.file, 0, 0); }},
    {"pidfd_signal", [] { return ask(SYS_pidfd_send_signal, handed.file, 0, 0L, 0); }},

    {"setuid", [] { return ask(SYS_setuid, 0); }},
    {"setresuid", [] { return ask(SYS_setresuid, 0, 0, 0); }},
    {"setgroups", [] { return ask(SYS_setgroups, 0L, 0L); }},
    {"capset", [] { return ask(SYS_capset, 0L, 0L); }},
    {"setsid", [] { return ask(SYS_setsid); }, open_outside},
    {"another_filter", [] { return ask(SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, 0L, 0L, 0L); }},
    {"seccomp", [] { return ask(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, 0L); }},
    {"landlock", [] { return ask(SYS_landlock_create_ruleset, 0L, 0L, 1); }},
    {"become_dumpable", [] { return ask(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0); }, open_outside},
    {"outlive_parent", [] { return ask(SYS_prctl, PR_SET_PDEATHSIG, 0, 0, 0, 0); }, open_outside},
    {"raise_own_limit", [] { return move_limit(0, RLIMIT_CPU); }, open_outside},
    {"move_limit_of_parent", [] { return move_limit(handed.parent, RLIMIT_CPU); }, open_outside},
    {"renice", [] { return ask(SYS_setpriority, PRIO_PROCESS, 0, 5); }, open_outside},
    {"leave_cpu", [] { return ask(SYS_sched_setaffinity, 0, 0L, 0L); }},
    {"personality", [] { return ask(SYS_personality, READ_IMPLIES_EXEC); }, open_outside},

    {"map_code", [] { return map(PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1); }, open_outside},
    {"map_writable_code",
     [] { return map(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1); }, open_outside},
    {"map_file_as_code", [] { return map(PROT_READ | PROT_EXEC, MAP_PRIVATE, handed.file); }},
    {"make_code", make_executable, open_outside},
    {"make_code_by_key", [] { return ask(SYS_pkey_mprotect, 0L, 4096L, PROT_READ | PROT_EXEC, -1); }},
    {"shared_memory", [] { return ask(SYS_shmget, IPC_PRIVATE, 4096L, 0600); }},
    {"userfaultfd", [] { return ask(SYS_userfaultfd, 0); }},

    {"io_uring", [] { return ask(SYS_io_uring_setup, 1, 0L); }},
    {"aio", [] { return ask(SYS_io_setup, 1, 0L); }},
    {"bpf", [] { return ask(SYS_bpf, 0, 0L, 0); }},
    {"perf", [] { return ask(SYS_perf_event_open, 0L, 0, -1, -1, 0L); }},
    {"keyctl", [] { return ask(SYS_keyctl, KEYCTL_GET_KEYRING_ID, -1, 0); }},
    {"add_key", [] { return ask(SYS_add_key, "user", "a", "b", 1L, KEY_SPEC_PROCESS_KEYRING); }},
    {"typing_for_others", [] { return ask(SYS_ioctl, 0, TIOCSTI, "x"); }},
    {"ioctl",
     [] {
       int waiting = 0;
       return ask(SYS_ioctl, handed.socket, FIONREAD, &waiting);
     },
     open_outside},
    {"kernel_log", [] { return ask(SYS_syslog, 10, 0L, 0); }},
    {"set_clock", [] { return ask(SYS_clock_settime, CLOCK_REALTIME, 0L); }},
    {"host_name", [] { return ask(SYS_sethostname, "", 0L); }},
    {"kernel_module", [] { return ask(SYS_finit_module, -1, "", 0); }},
};

}
