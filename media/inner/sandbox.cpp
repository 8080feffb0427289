#include "media/inner/layers.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sheaf::media {
namespace {

using layer::refusal;

// Three are handed over; fontconfig and FreeType open a few at a time.
constexpr rlim_t open_files = 64;

// Of all that the user runs. A fork is forbidden anyway; this keeps a process that was taken over from
// filling the table of 32,768 ids with threads.
constexpr rlim_t user_tasks = 4096;

// Landlock and seccomp hold for the calling thread and those that it starts.
Result<void> expect_one_thread() {
#if !defined(SHEAF_SANITIZED) // ThreadSanitizer has a thread of its own
  struct stat threads {};
  if (::stat("/proc/self/task", &threads) != 0) return refusal("count threads (/proc/self/task)", errno);
  if (threads.st_nlink != 2 + 1)
    return fail(ErrorKind::refused, "sandbox: entered with more than one thread, which would stay outside");
#endif
  return {};
}

// No undumpable process writes a core, not even through a pipe in core_pattern, which RLIMIT_CORE does not
// stop; and others of the same user cannot trace it. prlimit() and kill() from outside do not ask for it.
Result<void> forgo_gaining() {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refusal("set no_new_privs", errno);
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refusal("become undumpable", errno);
  return {};
}

// Never above the hard limit that there is already.
Result<void> limit(__rlimit_resource resource, rlim_t most, const char *step) {
  rlimit now{};
  if (::getrlimit(resource, &now) != 0) return refusal(step, errno);
  now.rlim_max = std::min(now.rlim_max, most);
  now.rlim_cur = std::min(now.rlim_cur, most);
  if (::setrlimit(resource, &now) != 0) return refusal(step, errno);
  return {};
}

Result<void> limit_the_rest() {
  if (auto done = limit(RLIMIT_NOFILE, open_files, "limit open files"); !done) return done;
  // A log that goes to a file is lost then; without this the first line of it would kill.
  if (::signal(SIGXFSZ, SIG_IGN) == SIG_ERR) return refusal("ignore SIGXFSZ", errno);
  if (auto done = limit(RLIMIT_FSIZE, 0, "limit file sizes"); !done) return done;
  if (auto done = limit(RLIMIT_CORE, 0, "limit core files"); !done) return done;
  if (auto done = limit(RLIMIT_MEMLOCK, 0, "limit locked memory"); !done) return done;
  return limit(RLIMIT_NPROC, user_tasks, "limit threads");
}

#if !defined(SHEAF_SANITIZED) // their shadow memory takes terabytes of address space, their checks take time

Result<std::uint64_t> mapped_now() {
  struct Close {
    void operator()(FILE *f) const { std::fclose(f); }
  };
  std::unique_ptr<FILE, Close> file(std::fopen("/proc/self/statm", "re"));
  unsigned long pages = 0;
  if (!file || std::fscanf(file.get(), "%lu", &pages) != 1)
    return refusal("read its own size (/proc/self/statm)", errno);
  return std::uint64_t{pages} * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

Result<void> limit_memory(Bytes memory) {
  auto now = mapped_now();
  if (!now) return fail(now.error());
  const std::uint64_t most = std::min<std::uint64_t>(*now + memory.count, std::numeric_limits<rlim_t>::max());
  return limit(RLIMIT_AS, static_cast<rlim_t>(most), "limit memory");
}

// The kernel counts from the start of the process, in seconds; a child that was just forked has used none.
// SIGXCPU has to kill, whatever was inherited.
Result<void> limit_cpu(Duration cpu) {
  constexpr const char *step = "limit CPU time";
  timespec used{};
  rlimit now{};
  if (::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0 || ::getrlimit(RLIMIT_CPU, &now) != 0)
    return refusal(step, errno);
  const auto rounded_up =
      static_cast<rlim_t>(used.tv_sec + std::chrono::ceil<std::chrono::seconds>(cpu).count());
  now.rlim_cur = std::min(rounded_up, now.rlim_max);
  if (::setrlimit(RLIMIT_CPU, &now) != 0) return refusal(step, errno);
  sigset_t only{};
  ::sigemptyset(&only);
  ::sigaddset(&only, SIGXCPU);
  if (::signal(SIGXCPU, SIG_DFL) == SIG_ERR || ::sigprocmask(SIG_UNBLOCK, &only, nullptr) != 0)
    return refusal(step, errno);
  return {};
}
#endif

Result<void> apply(const Limits &limits) {
#if !defined(SHEAF_SANITIZED)
  if (auto done = limit_memory(limits.memory); !done) return done;
  if (auto done = limit_cpu(limits.cpu); !done) return done;
#else
  static_cast<void>(limits);
#endif
  return limit_the_rest();
}

}

tl::unexpected<Error> layer::refusal(const char *step, int error) {
  return fail(ErrorKind::refused, fmt::format("sandbox: cannot {}: {}", step, std::strerror(error)));
}

Result<void> enter_sandbox(Sandbox kind, const Limits &limits) {
  if (auto done = expect_one_thread(); !done) return done;
  if (auto done = forgo_gaining(); !done) return done;
  if (auto done = apply(limits); !done) return done;
  if (auto done = layer::confine_files(kind); !done) return done;
  if (auto done = layer::drop_privileges(); !done) return done;
  return layer::filter_syscalls(kind);
}

}
