// Tells that something in a folder has changed. What has changed is found by looking: states, not events.
// One thread.
#pragma once

#include "base/fd.h"
#include "base/result.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sheaf::board {

class FolderWatch {
public:
  /// Errors: full (the user's limit of inotify instances is reached).
  static Result<FolderWatch> make();

  /// Watches `folder` for files that come, go, or are closed after writing. Watching twice is once. Errors:
  /// absent, full.
  Result<void> add(const std::string &folder);

  /// Readable when something has changed.
  [[nodiscard]] int fd() const { return fd_.get(); }

  struct Changes {
    bool any = false;                  // look again
    std::vector<std::string> finished; // paths that a writer has closed, or that were renamed into place
    std::vector<std::string> begun;    // paths that have been created
    std::vector<std::string> gone;     // folders that are no longer watched: they were deleted or unmounted
  };
  /// Takes what has happened since the last call. Never blocks.
  Changes take();

private:
  explicit FolderWatch(Fd fd) : fd_(std::move(fd)) {}
  Fd fd_;
  std::map<int, std::string> folders_;
};

}
