#include "publisher/child_output.h"

#include "base/fd.h"
#include "board/clock.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace sheaf::publisher {
namespace {

constexpr int not_found = 127;

std::pair<Fd, Fd> pipe_pair() {
  std::array<int, 2> fds{-1, -1};
  if (::pipe2(fds.data(), O_CLOEXEC) != 0) return {};
  return {Fd(fds[0]), Fd(fds[1])};
}

[[noreturn]] void become(const std::vector<char *> &words, int out, int err) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  ::execvp(words.front(), words.data());
  ::_exit(not_found);
}

// Killed and waited for at the end, whatever the end.
class Child {
public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(const Child &) = delete;
  Child &operator=(const Child &) = delete;
  ~Child() {
    if (pid_ > 0) ::kill(pid_, SIGKILL), wait();
  }
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

private:
  pid_t pid_;
};

// False at the pipe's end.
bool take(Fd &pipe, std::string &into, std::size_t most) {
  std::array<char, 65536> part{};
  auto n = ::read(pipe.get(), part.data(), part.size());
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  into.append(part.data(), std::min(static_cast<std::size_t>(n), most - std::min(most, into.size())));
  return n > 0;
}

Result<void> collect(Fd out, Fd err, ChildOutput &said, Bytes most, Duration patience) {
  constexpr std::size_t most_err = 4096;
  auto until = board::steady_now() + patience;
  while (out || err) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - board::steady_now()).count();
    if (left <= 0) return fail(ErrorKind::transient, "it does not come to an end");
    std::array<pollfd, 2> waiting{pollfd{out ? out.get() : -1, POLLIN, 0},
                                  pollfd{err ? err.get() : -1, POLLIN, 0}};
    if (::poll(waiting.data(), waiting.size(), static_cast<int>(left)) <= 0) continue;
    if (waiting[0].revents && !take(out, said.out, most.count + 1)) out.reset();
    if (waiting[1].revents && !take(err, said.err, most_err)) err.reset();
    if (said.out.size() > most.count) return fail(ErrorKind::refused, "it says more than " + text(most));
  }
  return {};
}

}

Result<ChildOutput> output_of(const std::vector<std::string> &words, Bytes most, Duration patience) {
  std::vector<char *> argv;
  for (const auto &word : words) argv.push_back(const_cast<char *>(word.c_str())); // execvp changes nothing
  argv.push_back(nullptr);
  auto [out, out_end] = pipe_pair();
  auto [err, err_end] = pipe_pair();
  if (!out || !err) return fail(ErrorKind::full, "no descriptors are left for '" + words.front() + "'");
  auto pid = ::fork();
  if (pid < 0) return fail(ErrorKind::full, "no process is left for '" + words.front() + "'");
  if (pid == 0) become(argv, out_end.get(), err_end.get());
  Child child(pid);
  out_end.reset();
  err_end.reset();
  ChildOutput said;
  if (auto read = collect(std::move(out), std::move(err), said, most, patience); !read)
    return fail(read.error().in(words.front()));
  said.code = child.wait();
  if (said.code == not_found) return fail(ErrorKind::absent, "'" + words.front() + "' is missing");
  return said;
}

Result<ChildOutput> output_of(const media::Confined &program, Bytes most) {
  auto child = media::start_confined(program);
  if (!child) return fail(child.error());
  child->to.reset();
  ChildOutput said;
  auto read = collect(std::move(child->out), std::move(child->err), said, most, program.patience);
  said.code = media::end_confined(*child, !read).code;
  return read ? Result<ChildOutput>(std::move(said)) : fail(read.error().in(program.words.front()));
}

}
