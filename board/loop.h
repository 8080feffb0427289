// One thread's event loop over epoll: descriptors, one deadline, and one way in from another thread (Worker,
// Signals). Everything here belongs to the thread that made the loop.
#pragma once

#include "base/fd.h"
#include "base/result.h"
#include "base/time.h"

#include <functional>
#include <map>
#include <memory>

namespace sheaf::board {

class Loop {
public:
  /// Errors: full (no descriptors left).
  static Result<std::unique_ptr<Loop>> make();

  enum class For { reading, writing, both };
  /// Calls `ready` in each turn in which `fd` can be read (or written, as `what` says) or has been hung up,
  /// until forgotten. Watching anew replaces call and purpose. `fd` stays the caller's and must be forgotten
  /// before it is closed. Errors: refused (not a descriptor that can be waited for).
  Result<void> watch(int fd, std::function<void()> ready, For what = For::reading);
  void forget(int fd);

  /// Waits until a watched descriptor is ready or `until` has come (exact to some 50 µs), calls what is
  /// ready, and returns the time read after waiting.
  Now turn(Steady until);

private:
  Loop(Fd epoll, Fd timer) : epoll_(std::move(epoll)), timer_(std::move(timer)) {}
  void arm(Steady until);
  Fd epoll_, timer_;
  Steady armed_ = Steady::max();
  std::map<int, std::shared_ptr<std::function<void()>>> ready_;
};

}
