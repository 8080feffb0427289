// Lines into a folder of bounded files, the oldest of which goes (assets/play_record.h). One thread; may wait
// for a disk.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <deque>
#include <string>

namespace sheaf::player {

class Segments {
public:
  /// Each start of a program begins a segment of its own: the last one may end in half a line.
  explicit Segments(std::string folder) : folder_(std::move(folder)) {}
  /// Appends `line` and a line feed. Errors: full, refused, transient.
  Result<void> append(const std::string &line);

private:
  Result<void> begin();
  [[nodiscard]] std::string path(std::uint64_t number) const;
  std::string folder_;
  std::deque<std::uint64_t> there_; // numbers, the oldest first; the last is being written
  std::uint64_t size_ = 0;          // of the last, bytes
  bool begun_ = false;
};

}
