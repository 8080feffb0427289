// publishing.csv: a line for every head that was made current, for people and their spreadsheets (RFC 4180
// with semicolons, UTF-8 with a byte order mark). It is written and never read. May wait for a disk. One
// thread.
#pragma once

#include "publisher/desk.h"

#include <string>

namespace sheaf::publisher {

/// $SHEAF_PUBLISHING, else $XDG_DATA_HOME/sheaf/publishing.csv, else ~/.local/share/sheaf/publishing.csv.
std::string default_publishing_log();

/// What was done: "publish", "release", "withdraw", "stop".
struct Release {
  std::string what;
  const playlist::Head &head;
  const playlist::Manifest &manifest;
  std::string place;                // where to
  std::vector<std::string> signers; // names, or ids of keys
};

/// One line, without its end.
std::string publishing_line(const Release &release, Wall now);
/// Adds the line, on the disk when it returns. A file that does not begin with the names of our columns is
/// renamed to "publishing-1.csv", and a new one begun. Errors: full, refused, transient.
Result<void> note_release(const std::string &path, const Release &release, Wall now);

}
