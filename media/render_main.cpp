// sheaf-render: a fork server that has every decoder loaded once, and makes a sandboxed child per item. It
// parses nothing itself.
#include "board/files.h"
#include "media/inner/child.h"
#include "media/inner/packets.h"
#include "media/inner/protocol.h"

extern "C" {
#include <libavutil/log.h>
}

#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <set>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace sheaf;
using namespace sheaf::media;

namespace {

constexpr int control = 3;

bool has_parent() {
  int type = 0;
  socklen_t size = sizeof type;
  return ::getsockopt(control, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

// A decoder that has been taken over must not write into our log either.
void close_doors() {
#ifdef SHEAF_SANITIZED
  constexpr int last = 1; // reports go to standard error
#else
  constexpr int last = 2;
#endif
  Fd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (int fd = 0; fd <= last; ++fd) ::dup2(null.get(), fd);
}

MakeDeinterlacer load_deinterlacer() {
  static MakeDeinterlacer made = [] {
    auto path = board::program_folder() + "/" SHEAF_DEINTERLACE_MODULE;
    void *module = ::dlopen(path.c_str(), RTLD_NOW);
    return module ? reinterpret_cast<MakeDeinterlacer>(::dlsym(module, make_deinterlacer_symbol)) : nullptr;
  }();
  return made;
}

pid_t make_child(Packet &packet, MakeDeinterlacer deinterlacer) {
  pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() == 1) ::_exit(1); // the server died in between
  ::close(control);
  close_doors();
  ::sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  auto &fds = packet.fds;
  run_child(
      {std::move(fds[0]), std::move(fds[1]), std::move(fds[2]), fds.size() > 3 ? std::move(fds[3]) : Fd()},
      deinterlacer);
}

pid_t serve(Packet packet) {
  auto m = packet.as<ForkMessage>();
  if (!m || m->say != Say::fork || packet.fds.size() != (m->sealed ? 4 : 3)) return 0;
  auto pid = make_child(packet, m->deinterlace ? load_deinterlacer() : nullptr);
  Fd pidfd(pid > 0 ? static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)) : -1);
  int fd = pidfd.get();
  send(control, ForkedMessage{.pid = pidfd ? pid : 0, .id = m->id}, std::span(&fd, pidfd ? 1u : 0u));
  return pid;
}

// Children are taken leave of as they end, so that none stays as a zombie, and their CPU time counts as ours.
void take_leave(std::set<pid_t> &children, int flags) {
  for (pid_t pid = 0; !children.empty() && (pid = ::waitpid(-1, nullptr, flags)) > 0;) children.erase(pid);
}

Fd child_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return Fd(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

void serve_until_alone(Fd signals, std::set<pid_t> &children) {
  std::array<pollfd, 2> waiting{{{control, POLLIN, 0}, {signals.get(), POLLIN, 0}}};
  while (true) {
    ::poll(waiting.data(), waiting.size(), -1);
    signalfd_siginfo info{};
    while (::read(signals.get(), &info, sizeof info) > 0) {
    }
    take_leave(children, WNOHANG);
    while (auto packet = receive_packet(control, sizeof(ForkMessage), false)) {
      if (packet->bytes.empty()) return;
      if (auto pid = serve(std::move(*packet)); pid > 0) children.insert(pid);
    }
  }
}

}

int main() {
  if (!has_parent()) {
    std::fputs("sheaf-render: this is the decoder of 'sheaf play', which starts it; it does nothing alone\n",
               stderr);
    return 2;
  }
  ::fcntl(control, F_SETFD, FD_CLOEXEC);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setpriority(PRIO_PROCESS, 0, 0); // not what the parent's screen thread has
  ::signal(SIGINT, SIG_IGN);         // a terminal's Ctrl-C is the parent's to answer
  av_log_set_level(AV_LOG_QUIET);
  std::set<pid_t> children;
  serve_until_alone(child_signals(), children);
  for (pid_t pid : children) ::kill(pid, SIGKILL);
  take_leave(children, 0);
  return 0;
}
