#include "media/confined.h"

#include "board/clock.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sheaf::media {
namespace {

constexpr std::array system_folders{"/usr",
                                    "/lib",
                                    "/lib64",
                                    "/bin",
                                    "/etc",
                                    "/proc",
                                    "/sys/devices/system/cpu",
                                    "/var/cache/fontconfig",
                                    "/var/spool/libreoffice",
                                    "/var/lib/libreoffice"};
constexpr std::array devices{"/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"};
constexpr std::size_t most_said = 4096;

std::vector<std::string> folders_of_path() {
  const char *all = std::getenv("PATH");
  std::string_view rest = all ? all : "/usr/local/bin:/usr/bin:/bin";
  std::vector<std::string> out;
  while (!rest.empty()) {
    auto folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
    if (folder.starts_with('/')) out.emplace_back(folder);
  }
  return out;
}

// The system's go first: what a home has in front of them (pyenv, conda) needs files there that it may not
// read.
std::string path_of(const std::string &name) {
  auto folders = folders_of_path();
  std::stable_partition(folders.begin(), folders.end(),
                        [](const std::string &f) { return f.starts_with("/usr/") || f == "/bin"; });
  for (const auto &folder : folders)
    if (auto path = folder + "/" + name; ::access(path.c_str(), X_OK) == 0) return path;
  return {};
}

long landlock_abi() {
  return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

// Files: everything of ABI 1 is forbidden but what is allowed here. (Later ABIs: renaming across folders is
// forbidden by ABI 1 as well; truncating needs a file opened for writing here.)
class Files {
public:
  Files(const Confined &c, const std::string &program) {
    if (landlock_abi() < 1) return;
    landlock_ruleset_attr all{};
    all.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    rules_ = Fd(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0)));
    constexpr std::uint64_t read =
        LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE;
    for (const char *folder : system_folders) allow(folder, read);
    allow(program.c_str(), read);
    for (const char *device : devices)
      allow(device, LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
    for (const auto &path : c.readable)
      allow(path.c_str(), LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
    // LibreOffice has its socket there, wherever TMPDIR is.
    if (c.local_sockets) allow("/tmp", LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE);
    allow(c.writable.c_str(), all.handled_access_fs & ~std::uint64_t{LANDLOCK_ACCESS_FS_EXECUTE});
  }
  [[nodiscard]] int rules() const { return rules_.get(); }

private:
  void allow(const char *path, std::uint64_t access) {
    Fd place(::open(path, O_PATH | O_CLOEXEC));
    struct stat s {};
    if (!place || ::fstat(place.get(), &s) != 0) return;
    constexpr std::uint64_t of_files =
        LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = S_ISDIR(s.st_mode) ? access : access & of_files;
    beneath.parent_fd = place.get();
    ::syscall(SYS_landlock_add_rule, rules_.get(), LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
  }
  Fd rules_;
};

// No socket (but AF_UNIX where wanted), no tracing of other processes, no way around this one. A system call
// of another architecture is refused as well: its numbers mean something else.
using Filter = std::array<sock_filter, 13>;
#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#elif defined(__arm__)
constexpr std::uint32_t architecture = AUDIT_ARCH_ARM;
#else
#error "name this architecture"
#endif

constexpr std::uint32_t refuse = SECCOMP_RET_ERRNO | EACCES;

Filter filter(bool local_sockets) {
  constexpr std::uint16_t load = BPF_LD | BPF_W | BPF_ABS, equal = BPF_JMP | BPF_JEQ | BPF_K,
                          answer = BPF_RET | BPF_K;
  constexpr std::uint16_t at_least = BPF_JMP | BPF_JGE | BPF_K;
  constexpr std::uint32_t x32 = 0x40000000; // x86-64's second set of numbers
  return {{{load, 0, 0, offsetof(seccomp_data, arch)},
           {equal, 1, 0, architecture},
           {answer, 0, 0, SECCOMP_RET_KILL_PROCESS},
           {load, 0, 0, offsetof(seccomp_data, nr)},
           {at_least, 7, 0, x32},
           {equal, 6, 0, SYS_ptrace},
           {equal, 5, 0, SYS_process_vm_writev},
           {equal, 4, 0, SYS_io_uring_setup},
           {equal, 0, 2, SYS_socket},
           {load, 0, 0, offsetof(seccomp_data, args)},
           {equal, 0, 1, local_sockets ? std::uint32_t{AF_UNIX} : ~0U},
           {answer, 0, 0, SECCOMP_RET_ALLOW},
           {answer, 0, 0, refuse}}};
}

bool limit(__rlimit_resource what, std::uint64_t most) {
  rlimit now{};
  if (::getrlimit(what, &now) != 0) return false;
  now.rlim_max = static_cast<rlim_t>(std::min<std::uint64_t>(now.rlim_max, most));
  now.rlim_cur = now.rlim_max;
  return ::setrlimit(what, &now) == 0;
}

// All that the child needs, made before the fork: between that and exec nothing may allocate.
struct Launch {
  explicit Launch(const Confined &c)
      : path(path_of(c.words.front())), files(c, path), seccomp(filter(c.local_sockets)),
        home("HOME=" + c.writable), temporary("TMPDIR=" + c.writable) {
    for (const auto &word : c.words) words.push_back(const_cast<char *>(word.c_str()));
    words.push_back(nullptr);
  }
  std::string path;
  Files files;
  Filter seccomp;
  std::string home, temporary;
  std::vector<char *> words;
};

[[noreturn]] void become(const Confined &c, Launch &l, int in, int out, int err) {
  std::array<char *, 5> environment{l.home.data(), l.temporary.data(),
                                    const_cast<char *>("PATH=/usr/local/bin:/usr/bin:/bin"),
                                    const_cast<char *>("LC_ALL=C.UTF-8"), nullptr};
  bool ready = ::setpgid(0, 0) == 0 && ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::getppid() != 1 &&
               ::dup2(in, 0) == 0 && ::dup2(out, 1) == 1 && ::dup2(err, 2) == 2 &&
               ::chdir(c.writable.c_str()) == 0;
  ready = ready && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, c.file.count) &&
          limit(RLIMIT_CPU, static_cast<std::uint64_t>(seconds(c.cpu)));
#if !defined(SHEAF_SANITIZED)
  ready = ready && limit(RLIMIT_AS, c.memory.count);
#endif
  ready = ready && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (l.files.rules() >= 0) ready = ready && ::syscall(SYS_landlock_restrict_self, l.files.rules(), 0) == 0;
  sock_fprog program{static_cast<unsigned short>(l.seccomp.size()), l.seccomp.data()};
  ready = ready && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (ready) ::execve(l.path.c_str(), l.words.data(), environment.data());
  ::_exit(127);
}

// What a program writes, as it comes.
class Listening {
public:
  Listening(Fd out, Fd err, const std::function<bool(std::string_view)> &line)
      : out_(std::move(out)), err_(std::move(err)), line_(line) {}

  /// Until both are closed. False: it did not get on, or `line` has had enough.
  bool hear(Duration patience) {
    auto moved = board::steady_now();
    while (out_ || err_) {
      std::array<pollfd, 2> all{{{out_ ? out_.get() : -1, POLLIN, 0}, {err_ ? err_.get() : -1, POLLIN, 0}}};
      ::poll(all.data(), all.size(), 1000);
      auto now = board::steady_now();
      if (all[0].revents && take(out_, lines_)) moved = now;
      if (all[1].revents) take(err_, said);
      if (said.size() > most_said) said.erase(0, said.size() - most_said);
      if (!tell_lines() || now - moved > patience) return false;
    }
    return true;
  }
  std::string said;

private:
  static bool take(Fd &from, std::string &into) {
    std::array<char, 4096> part{};
    auto n = ::read(from.get(), part.data(), part.size());
    if (n > 0) into.append(part.data(), static_cast<std::size_t>(n));
    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) from.reset();
    return n > 0;
  }
  bool tell_lines() {
    for (auto end = lines_.find('\n'); end != std::string::npos; end = lines_.find('\n')) {
      bool on = !line_ || line_(std::string_view(lines_).substr(0, end));
      lines_.erase(0, end + 1);
      if (!on) return false;
    }
    if (lines_.size() > most_said) lines_.clear();
    return true;
  }
  Fd out_, err_;
  const std::function<bool(std::string_view)> &line_;
  std::string lines_;
};

std::pair<Fd, Fd> make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
  return {Fd(ends[0]), Fd(ends[1])};
}

ProgramEnd end_of(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) return {WEXITSTATUS(status), 0, {}};
  return {128 + WTERMSIG(status), WTERMSIG(status), {}};
}

}

bool has_program(const std::string &name) { return !path_of(name).empty(); }
bool has_landlock() { return landlock_abi() >= 1; }

Result<ConfinedChild> start_confined(const Confined &c) {
  Launch launch(c);
  if (launch.path.empty())
    return fail(ErrorKind::absent,
                "the program '" + c.words.front() + "' is missing; install its Debian package");
  auto [in_end, to] = make_pipe();
  auto [out, out_end] = make_pipe();
  auto [err, err_end] = c.one_output ? std::pair<Fd, Fd>() : make_pipe();
  pid_t pid = in_end && out_end && (err_end || c.one_output) ? ::fork() : -1;
  if (pid == 0) become(c, launch, in_end.get(), out_end.get(), (err_end ? err_end : out_end).get());
  if (pid < 0) return fail(ErrorKind::full, "no process could be made to run '" + c.words.front() + "'");
  return ConfinedChild{pid, std::move(to), std::move(out), std::move(err)};
}

ProgramEnd end_confined(ConfinedChild &child, bool kill_it) {
  child.to.reset();
  if (kill_it) ::kill(-child.pid, SIGKILL), ::kill(child.pid, SIGKILL); // it may have no group yet
  auto end = end_of(child.pid);
  ::kill(-child.pid, SIGKILL);
  child = {};
  return end;
}

Result<ProgramEnd> run_confined(const Confined &c, const std::function<bool(std::string_view)> &line) {
  auto child = start_confined(c);
  if (!child) return fail(child.error());
  child->to.reset();
  Listening listening(std::move(child->out), std::move(child->err), line);
  bool through = listening.hear(c.patience);
  auto end = end_confined(*child, !through);
  if (!through) return fail(ErrorKind::transient, "'" + c.words.front() + "' did not get on, and was ended");
  end.said = std::move(listening.said);
  return end;
}

}
