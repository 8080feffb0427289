// SQLite on a disk that remembers: while one of these stands, whatever SQLite writes, syncs and removes is a
// step of a ShelfDisk, so that its power can be cut and its steps can fail as those of a shelf. One at a
// time.
#pragma once

#include "tests/support/shelf_disk.h"

#include <sqlite3.h>

namespace sheaf::testing {

class RecordedSqlite {
public:
  /// The databases that are opened from now on; all of them are closed before it goes.
  explicit RecordedSqlite(ShelfDisk &disk);
  ~RecordedSqlite();
  RecordedSqlite(const RecordedSqlite &) = delete;
  RecordedSqlite &operator=(const RecordedSqlite &) = delete;

private:
  ::sqlite3_vfs *real_;
  ::sqlite3_vfs vfs_;
};

}
