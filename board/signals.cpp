#include "board/signals.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/signalfd.h>

namespace sheaf::board {

Result<Signals> Signals::take(std::initializer_list<int> signals) {
  sigset_t set;
  sigemptyset(&set);
  for (int s : signals) sigaddset(&set, s);
  Fd fd(::pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0 ? ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)
                                                         : -1);
  if (!fd) return fail(ErrorKind::full, std::string("cannot wait for signals: ") + std::strerror(errno));
  return Signals(std::move(fd));
}

int Signals::next() {
  signalfd_siginfo info{};
  return ::read(fd_.get(), &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
}

}
