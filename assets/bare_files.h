// Folders and files as somebody put them there: listed in name order, opened when they are whole. May wait
// for a disk: not for the screen's thread. One thread at a time.
#pragma once

#include "base/fd.h"
#include "base/result.h"
#include "base/time.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

struct stat;

namespace sheaf::assets {

struct Listing {
  std::vector<std::string> files;   // in playing order
  std::vector<std::string> folders; // that could be read
  std::vector<std::string> absent; // a sentence for each name of the list that is not there or cannot be read
  std::size_t ignored = 0;         // files in folders whose name is not one of a film or picture
};

/// The name of a film or picture that a folder's listing shows, by its ending; neither hidden nor unfinished.
bool playable_name(std::string_view name);

class BareFiles {
public:
  /// `names`: folders and files, in playing order.
  explicit BareFiles(std::vector<std::string> names) : names_(std::move(names)) {}

  /// What is there now. A folder gives the films and pictures directly in it by the ending of their names, in
  /// natural order; hidden files and unfinished downloads are left out. A file that is named itself is listed
  /// whatever its ending.
  [[nodiscard]] Listing list();

  /// Opens a file of the list where it is whole: nobody writes to it, or its writer has closed it, or size
  /// and time have not changed for three seconds. Errors: transient (it is still being written), absent,
  /// refused.
  [[nodiscard]] Result<Fd> open(const std::string &path, const Now &now);

  /// A writer has closed `path`, or it was renamed into place. It counts as whole as long as it stays as it
  /// is now.
  void finished(const std::string &path);
  /// Somebody has begun to write to `path`.
  void begun(const std::string &path) { finished_.erase(path); }

private:
  struct Stamp {
    std::int64_t size = 0, time = 0; // of the last change, nanoseconds since 1970
    std::uint64_t file = 0;          // its number: another file under the same name is another
    bool operator==(const Stamp &) const = default;
  };
  struct Seen {
    Stamp stamp;
    Steady since{};
  };
  static Stamp stamp(const struct ::stat &s);
  bool whole(const std::string &path, int fd, const Now &now);
  std::vector<std::string> names_;
  std::map<std::string, Stamp> finished_; // of files in the last listing
  std::map<std::string, Seen> seen_;      // files that somebody was writing to when we looked
};

}
