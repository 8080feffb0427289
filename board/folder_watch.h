// Tells that something in a folder has changed. What has changed is found by looking: states, not events.
// One thread.
#pragma once

#include "base/fd.h"
#include "base/result.h"

#include <map>
#include <string>
#include <vector>

struct inotify_event;

namespace sheaf::board {

class FolderWatch {
public:
  /// Errors: full (the user's limit of inotify instances is reached).
  static Result<FolderWatch> make();

  /// Watches `folder` (empty: the current one) for files that come, go, or are closed after writing. Watching
  /// twice is once. Errors: absent, full.
  Result<void> add(const std::string &folder);

  /// Readable when something has changed.
  [[nodiscard]] int fd() const { return fd_.get(); }

  struct Changes {
    bool all = false;                  // anything may have changed: more happened than could be told
    std::vector<std::string> finished; // paths that a writer has closed, or that were renamed into place
    std::vector<std::string> begun;    // paths that have been created
    std::vector<std::string> removed;  // paths that were deleted or renamed away
    std::vector<std::string> gone;     // folders that are no longer watched: they were deleted or unmounted
  };
  /// Takes what has happened since the last call. Never blocks.
  Changes take();

private:
  explicit FolderWatch(Fd fd) : fd_(std::move(fd)) {}
  void take(const struct ::inotify_event &event, const char *name, Changes &changes);
  Fd fd_;
  std::map<int, std::string> folders_;
};

}
