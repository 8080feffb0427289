// sheaf-render: a fork server that has every decoder loaded once, and makes a sandboxed child per item. It
// parses nothing itself.
#include "board/files.h"
#include "media/inner/child.h"
#include "media/inner/packets.h"
#include "media/inner/protocol.h"

extern "C" {
#include <libavutil/log.h>
}

#include <csignal>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

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
  run_child(std::move(packet.fds[0]), std::move(packet.fds[1]), std::move(packet.fds[2]), deinterlacer);
}

void serve(Packet packet) {
  auto m = packet.as<ForkMessage>();
  if (!m || m->say != Say::fork || packet.fds.size() != 3) return;
  auto pid = make_child(packet, m->deinterlace ? load_deinterlacer() : nullptr);
  Fd pidfd(pid > 0 ? static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)) : -1);
  int fd = pidfd.get();
  send(control, ForkedMessage{.pid = pidfd ? pid : 0, .id = m->id}, std::span(&fd, pidfd ? 1u : 0u));
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
  ::signal(SIGCHLD, SIG_IGN); // ended children vanish by themselves
  ::signal(SIGINT, SIG_IGN);  // a terminal's Ctrl-C is the parent's to answer
  av_log_set_level(AV_LOG_QUIET);
  while (auto packet = receive_packet(control, sizeof(ForkMessage), true)) {
    if (packet->bytes.empty()) break;
    serve(std::move(*packet));
  }
  return 0;
}
