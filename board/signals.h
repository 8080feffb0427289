// Signals as a descriptor. Blocks them in the calling thread and in every thread that it makes afterwards.
#pragma once

#include "base/fd.h"
#include "base/result.h"

#include <initializer_list>

namespace sheaf::board {

class Signals {
public:
  /// Call before the first other thread is made. Errors: full.
  static Result<Signals> take(std::initializer_list<int> signals);
  /// Readable while a signal waits.
  [[nodiscard]] int fd() const { return fd_.get(); }
  /// The number of the next waiting signal, 0 where none waits. Never blocks.
  int next();

private:
  explicit Signals(Fd fd) : fd_(std::move(fd)) {}
  Fd fd_;
};

}
