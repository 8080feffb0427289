#include "publisher/exiftool.h"

#include "board/clock.h"
#include "publisher/streams.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace sheaf::publisher {
namespace {

constexpr std::string_view ready = "{ready}\n";
constexpr std::size_t most_said = 4u << 20; // bytes of one answer that are kept
constexpr const char *missing =
    "'exiftool' is missing, which takes private metadata out of what is published; install it: "
    "apt install libimage-exiftool-perl";

[[noreturn]] void become_exiftool(int in, int out) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  // No configuration of this user's: it could name tags that stay.
  ::execlp("exiftool", "exiftool", "-config", "", "-stay_open", "True", "-@", "-",
           static_cast<char *>(nullptr));
  ::_exit(127);
}

std::pair<Fd, Fd> pipe_pair() {
  std::array<int, 2> fds{-1, -1};
  if (::pipe2(fds.data(), O_CLOEXEC) != 0) return {};
  return {Fd(fds[0]), Fd(fds[1])};
}

}

Result<std::unique_ptr<Exiftool>> Exiftool::start() {
  ::signal(SIGPIPE, SIG_IGN);
  std::unique_ptr<Exiftool> tool(new Exiftool);
  auto version = tool->run({"-ver"}, 30s);
  if (!version) return fail(ErrorKind::absent, missing);
  return tool;
}

Exiftool::~Exiftool() { end(); }

void Exiftool::end() {
  to_.reset();
  from_.reset();
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

Result<void> Exiftool::begin() {
  auto [in, to] = pipe_pair();
  auto [from, out] = pipe_pair();
  if (!in || !out) return fail(ErrorKind::full, "no descriptors are left for exiftool");
  auto pid = ::fork();
  if (pid < 0) return fail(ErrorKind::transient, "no process is left for exiftool");
  if (pid == 0) become_exiftool(in.get(), out.get());
  pid_ = pid;
  to_ = std::move(to);
  from_ = std::move(from);
  return {};
}

Result<std::string> Exiftool::run(const std::vector<std::string> &arguments, Duration patience) {
  if (pid_ <= 0)
    if (auto begun = begin(); !begun) return fail(begun.error());
  std::string command;
  for (const auto &a : arguments) command += a + "\n";
  if (!write_all(to_.get(), command + "-execute\n", "exiftool")) {
    end();
    return fail(ErrorKind::transient, "exiftool has ended");
  }
  std::string said;
  auto until = board::steady_now() + patience;
  while (!said.ends_with(ready)) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - board::steady_now()).count();
    pollfd waiting{from_.get(), POLLIN, 0};
    std::array<char, 65536> part{};
    auto n = left > 0 && ::poll(&waiting, 1, static_cast<int>(left)) > 0
                 ? ::read(from_.get(), part.data(), part.size())
                 : -1;
    if (n < 0 && errno == EINTR && left > 0) continue;
    if (n <= 0 || said.size() > most_said) {
      end();
      return fail(ErrorKind::transient, n == 0 ? "exiftool has ended" : "exiftool does not come to an end");
    }
    said.append(part.data(), static_cast<std::size_t>(n));
  }
  said.resize(said.size() - ready.size());
  return said;
}

}
