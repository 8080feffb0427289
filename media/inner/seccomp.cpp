#include "media/inner/layers.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <initializer_list>
#include <memory>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace sheaf::media::layer {
namespace {

// Names of all boards at once: those that this architecture or this libseccomp does not have are skipped. The
// *64 and *_time64 ones are what armhf calls the same thing.
constexpr const char *always[] = {
    // memory
    "brk", "munmap", "mremap", "madvise",
    // threads
    "futex", "futex_time64", "set_robust_list", "rseq", "sched_yield", "sched_getaffinity", "gettid",
    "getpid", "exit", "exit_group",
    // the descriptors at hand
    "read", "pread64", "write", "writev", "lseek", "_llseek", "close", "fstat", "fstat64", "fadvise64",
    "arm_fadvise64_64", "poll", "ppoll", "ppoll_time64", "sendmsg", "recvmsg", "send", "recv",
    // time
    "clock_gettime", "clock_gettime64", "clock_getres", "clock_getres_time64", "clock_nanosleep",
    "clock_nanosleep_time64", "nanosleep", "gettimeofday", "time",
    // signals to oneself
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn", "sigaltstack", "restart_syscall",
    // harmless facts that libraries ask for
    "getrandom", "sysinfo", "uname", "getrusage", "getrlimit", "ugetrlimit", "getuid", "getuid32", "geteuid",
    "geteuid32", "getgid", "getgid32", "getegid", "getegid32"};

// fontconfig walks its directories; Landlock says which files open. Names and sizes of others can be asked
// for.
constexpr const char *for_fonts[] = {"newfstatat", "fstatat64",  "stat",      "stat64",     "lstat",
                                     "lstat64",    "statx",      "access",    "faccessat",  "faccessat2",
                                     "getdents",   "getdents64", "readlink",  "readlinkat", "statfs",
                                     "statfs64",   "fstatfs",    "fstatfs64", "getcwd"};

#ifdef SHEAF_SANITIZED
// UBSan asks whether an object's vtable can be read by writing it into a pipe, and dies where it gets none.
constexpr const char *for_sanitizers[] = {"pipe", "pipe2"};
#endif

class Filter {
public:
  Filter() : context_(::seccomp_init(SCMP_ACT_ERRNO(EPERM)), &::seccomp_release) {
    if (!context_) error_ = ENOMEM;
    keep(::seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
  }

  void answer(std::uint32_t action, const char *name, std::initializer_list<scmp_arg_cmp> conditions = {}) {
    const int number = ::seccomp_syscall_resolve_name(name);
    if (number < 0) return; // not on this architecture
    keep(::seccomp_rule_add_array(context_.get(), action, number, static_cast<unsigned>(conditions.size()),
                                  conditions.begin()));
  }
  void allow(const char *name, std::initializer_list<scmp_arg_cmp> conditions = {}) {
    answer(SCMP_ACT_ALLOW, name, conditions);
  }
  void allow_all(std::span<const char *const> names) {
    for (const char *name : names) allow(name);
  }

  [[nodiscard]] Result<void> load() {
    if (error_ == 0) keep(::seccomp_load(context_.get()));
    if (error_ != 0) return refusal("filter system calls (seccomp)", error_);
    return {};
  }

private:
  void keep(int result) {
    if (result < 0 && error_ == 0) error_ = -result;
  }

  std::unique_ptr<void, decltype(&::seccomp_release)> context_;
  int error_ = 0; // the first
};

scmp_arg_cmp argument(unsigned index, std::uint64_t value) { return {index, SCMP_CMP_EQ, value, 0}; }
scmp_arg_cmp bits(unsigned index, std::uint64_t mask, std::uint64_t value) {
  return {index, SCMP_CMP_MASKED_EQ, mask, value};
}

void allow_memory_that_is_not_code(Filter &filter) {
  for (const char *call : {"mmap", "mmap2", "mprotect"}) filter.allow(call, {bits(2, PROT_EXEC, 0)});
}

// The flags of clone() that make a thread, as pthread_create sets them; any further one (namespaces) is
// refused. clone3 hides its flags behind a pointer: ENOSYS makes glibc fall back to clone.
void allow_threads(Filter &filter) {
  constexpr std::uint64_t thread =
      CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
  constexpr std::uint64_t indifferent =
      CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
  filter.allow("clone", {bits(0, ~indifferent, thread)});
  filter.answer(SCMP_ACT_ERRNO(ENOSYS), "clone3");
  filter.allow("prctl", {argument(0, PR_SET_NAME)});
  filter.allow("tgkill", {argument(0, static_cast<std::uint64_t>(::getpid()))}); // abort()
}

// F_SETOWN is not among them: with it a socket sends signals to others.
void allow_descriptors_at_hand(Filter &filter) {
  for (const char *call : {"fcntl", "fcntl64"})
    for (std::uint64_t command : {F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC})
      filter.allow(call, {argument(1, command)});
  for (const char *call : {"sendto", "recvfrom"}) filter.allow(call, {argument(4, 0)}); // without an address
  filter.allow("prlimit64", {argument(0, 0), argument(2, 0)});                          // read one's own
}

// glibc's fstat() is newfstatat(fd, "", …, AT_EMPTY_PATH). That a name may stand there cannot be seen here:
// what can be learnt so is that a file exists.
void allow_fstat(Filter &filter) {
  for (const char *call : {"newfstatat", "fstatat64"}) filter.allow(call, {argument(3, AT_EMPTY_PATH)});
  filter.allow("statx", {bits(2, AT_EMPTY_PATH, AT_EMPTY_PATH)});
}

void allow_opening_for_reading(Filter &filter) {
  constexpr std::uint64_t more_than_reading = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | O_PATH;
  filter.allow("open", {bits(1, more_than_reading, 0)});
  filter.allow("openat", {bits(2, more_than_reading, 0)});
}

}

Result<void> filter_syscalls(Sandbox kind) {
  Filter filter;
  filter.allow_all(always);
  allow_memory_that_is_not_code(filter);
  allow_threads(filter);
  allow_descriptors_at_hand(filter);
  if (kind == Sandbox::pixels) allow_fstat(filter);
  if (kind == Sandbox::fonts) {
    filter.allow_all(for_fonts);
    allow_opening_for_reading(filter);
  }
#ifdef SHEAF_SANITIZED
  filter.allow_all(for_sanitizers);
#endif
  return filter.load();
}

}
