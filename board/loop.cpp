#include "board/loop.h"

#include "board/clock.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <vector>

namespace sheaf::board {
namespace {

std::uint32_t events(Loop::For what) {
  return (what != Loop::For::writing ? EPOLLIN : 0u) | (what != Loop::For::reading ? EPOLLOUT : 0u);
}

bool set(int epoll, int how, int fd, Loop::For what) {
  epoll_event e{};
  e.events = events(what);
  e.data.fd = fd;
  return ::epoll_ctl(epoll, how, fd, &e) == 0;
}

}

Result<std::unique_ptr<Loop>> Loop::make() {
  Fd epoll(::epoll_create1(EPOLL_CLOEXEC)),
      timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  if (!epoll || !timer || !set(epoll.get(), EPOLL_CTL_ADD, timer.get(), For::reading))
    return fail(ErrorKind::full, std::string("cannot make an event loop: ") + std::strerror(errno));
  return std::unique_ptr<Loop>(new Loop(std::move(epoll), std::move(timer)));
}

Result<void> Loop::watch(int fd, std::function<void()> ready, For what) {
  if (!set(epoll_.get(), ready_.contains(fd) ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, what))
    return fail(ErrorKind::refused, std::string("cannot wait for a descriptor: ") + std::strerror(errno));
  ready_[fd] = std::make_shared<std::function<void()>>(std::move(ready));
  return {};
}

void Loop::forget(int fd) {
  if (ready_.erase(fd)) ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

// The timer is armed anew only when the deadline moves: a film asks for a new one with each frame, a still
// does not.
void Loop::arm(Steady until) {
  if (until == armed_) return;
  auto t = std::max<Duration>(until.time_since_epoch(), Duration(1)); // zero would disarm
  auto whole = std::chrono::duration_cast<std::chrono::seconds>(t);
  itimerspec spec{};
  if (until != Steady::max())
    spec.it_value = {static_cast<time_t>(whole.count()), static_cast<long>((t - whole).count())};
  ::timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &spec, nullptr);
  armed_ = until;
}

Now Loop::turn(Steady until) {
  arm(until);
  std::array<epoll_event, 32> events{};
  int n = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
  for (int i = 0; i < n; ++i) {
    int fd = events[static_cast<std::size_t>(i)].data.fd;
    if (fd == timer_.get())
      armed_ = Steady::min(); // it has gone off, and stays readable until it is set again
    if (auto found = ready_.find(fd); found != ready_.end()) {
      auto call = found->second; // it may forget itself
      (*call)();
    }
  }
  return now();
}

}
