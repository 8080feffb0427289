// Runs a piece of a test in a forked child, talks with it and tells how it ended. One thread.
#pragma once

#include "base/fd.h"
#include "media/inner/sandbox.h"

#include <gtest/gtest.h>
#include <ostream>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sheaf::media {

struct End {
  int exit_code = -1; // -1: a signal
  int signal = 0;
  bool operator==(const End &) const = default;
};

inline std::ostream &operator<<(std::ostream &out, const End &end) {
  return end.signal != 0 ? out << "signal " << end.signal : out << "exit code " << end.exit_code;
}

constexpr int no_sandbox = 99; // exit code: enter_sandbox() failed

constexpr int good = 0, bad = 1; // exit codes
constexpr int code(bool worked) { return worked ? good : bad; }

inline End await(pid_t child) {
  int status = 0;
  if (::waitpid(child, &status, 0) != child) return {};
  if (WIFSIGNALED(status)) return {-1, WTERMSIG(status)};
  return {WEXITSTATUS(status), 0};
}

/// `work` returns the exit code.
template<class Work> pid_t start_child(Work work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  return child;
}

template<class Work> End in_child(Work work) { return await(start_child(work)); }

template<class Work>
pid_t start_sandboxed(Sandbox kind, Work work, Limits limits = {512_MiB, std::chrono::seconds(20)}) {
  return start_child([=] {
    auto entered = enter_sandbox(kind, limits);
    if (entered) return work();
    const auto text = entered.error().text + "\n";
    static_cast<void>(!::write(2, text.data(), text.size()));
    return no_sandbox;
  });
}

template<class Work>
End sandboxed(Sandbox kind, Work work, Limits limits = {512_MiB, std::chrono::seconds(20)}) {
  return await(start_sandboxed(kind, work, limits));
}

struct Pair {
  Fd ours, theirs;
};

inline Pair socket_pair() {
  int pair[2] = {-1, -1};
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
  return {Fd(pair[0]), Fd(pair[1])};
}

inline bool say(const Fd &socket, char what) {
  iovec part{&what, 1};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  return ::sendmsg(socket.get(), &message, MSG_NOSIGNAL) == 1;
}

// 0 where the other end is closed, or says nothing for ten seconds.
inline char hear(const Fd &socket) {
  char what = 0;
  iovec part{&what, 1};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  pollfd said{socket.get(), POLLIN, 0};
  if (::poll(&said, 1, 10'000) != 1) return '\0';
  return ::recvmsg(socket.get(), &message, 0) == 1 ? what : '\0';
}

}
