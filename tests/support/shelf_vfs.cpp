#include "tests/support/shelf_vfs.h"

#include <filesystem>

namespace sheaf::testing {
namespace {

ShelfDisk *disk = nullptr; // of the one that stands
::sqlite3_vfs *real_vfs = nullptr;

/// What SQLite makes room for; the real file lies behind it.
struct File {
  ::sqlite3_file head;
  const char *path;     // SQLite keeps it until the file is closed
  bool name_is_durable; // SQLite syncs the folder with a journal's first sync
};

File &mine(::sqlite3_file *file) { return *reinterpret_cast<File *>(file); }
::sqlite3_file *real(::sqlite3_file *file) { return reinterpret_cast<::sqlite3_file *>(&mine(file) + 1); }

/// `work` gives SQLite's code.
template<class Work> int step(ShelfDisk::Operation operation, Work &&work) {
  int code = SQLITE_OK;
  auto done = disk->step(std::move(operation), [&]() -> Result<void> {
    code = work();
    if (code != SQLITE_OK) return fail(ErrorKind::transient, "SQLite's own");
    return {};
  });
  if (done || code != SQLITE_OK) return code;
  return done.error().kind == ErrorKind::full ? SQLITE_FULL : SQLITE_IOERR;
}

int sync_folder_of(const std::string &path) {
  return step({Step::sync_folder, assets::folder_of(path), "", "", 0}, [] { return SQLITE_OK; });
}

int close(::sqlite3_file *f) { return real(f)->pMethods->xClose(real(f)); }
int read(::sqlite3_file *f, void *into, int size, sqlite3_int64 at) {
  return real(f)->pMethods->xRead(real(f), into, size, at);
}
int write(::sqlite3_file *f, const void *bytes, int size, sqlite3_int64 at) {
  std::string text(static_cast<const char *>(bytes), static_cast<std::size_t>(size));
  return step({Step::write, mine(f).path, "", std::move(text), static_cast<std::uint64_t>(at)},
              [&] { return real(f)->pMethods->xWrite(real(f), bytes, size, at); });
}
int truncate(::sqlite3_file *f, sqlite3_int64 size) {
  return step({Step::cut, mine(f).path, "", "", static_cast<std::uint64_t>(size)},
              [&] { return real(f)->pMethods->xTruncate(real(f), size); });
}
int sync(::sqlite3_file *f, int flags) {
  auto code =
      step({Step::sync, mine(f).path, "", "", 0}, [&] { return real(f)->pMethods->xSync(real(f), flags); });
  if (code != SQLITE_OK || mine(f).name_is_durable) return code;
  mine(f).name_is_durable = true;
  return sync_folder_of(mine(f).path);
}
int size(::sqlite3_file *f, sqlite3_int64 *into) { return real(f)->pMethods->xFileSize(real(f), into); }
int lock(::sqlite3_file *f, int level) { return real(f)->pMethods->xLock(real(f), level); }
int unlock(::sqlite3_file *f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
int is_reserved(::sqlite3_file *f, int *is) { return real(f)->pMethods->xCheckReservedLock(real(f), is); }
int control(::sqlite3_file *f, int what, void *with) {
  return real(f)->pMethods->xFileControl(real(f), what, with);
}
int sector(::sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
int traits(::sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }

constexpr ::sqlite3_io_methods methods{1,       close,   read,        write,   truncate, sync,   size,
                                       lock,    unlock,  is_reserved, control, sector,   traits, nullptr,
                                       nullptr, nullptr, nullptr,     nullptr, nullptr};

/// A file without a name is a temporary one: not for the disk.
int open(::sqlite3_vfs *, const char *path, ::sqlite3_file *f, int flags, int *flags_out) {
  f->pMethods = nullptr;
  if (path == nullptr) return SQLITE_CANTOPEN; // none of ours needs one
  bool fresh = !std::filesystem::exists(path), journal = (flags & SQLITE_OPEN_MAIN_JOURNAL) != 0;
  auto open_real = [&] { return real_vfs->xOpen(real_vfs, path, real(f), flags, flags_out); };
  auto code = fresh ? step({Step::open, path, "", "", 0}, open_real) : open_real();
  if (code != SQLITE_OK) return code;
  mine(f) = {{&methods}, path, !(fresh && journal)};
  return SQLITE_OK;
}

int remove(::sqlite3_vfs *, const char *path, int sync_folder) {
  auto code = step({Step::remove, path, "", "", 0}, [&] { return real_vfs->xDelete(real_vfs, path, 0); });
  return code == SQLITE_OK && sync_folder != 0 ? sync_folder_of(path) : code;
}

}

RecordedSqlite::RecordedSqlite(ShelfDisk &its) : real_(::sqlite3_vfs_find(nullptr)), vfs_(*real_) {
  disk = &its;
  real_vfs = real_;
  vfs_.zName = "recorded";
  vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
  vfs_.xOpen = open;
  vfs_.xDelete = remove;
  ::sqlite3_vfs_register(&vfs_, 1);
}

RecordedSqlite::~RecordedSqlite() {
  ::sqlite3_vfs_unregister(&vfs_);
  ::sqlite3_vfs_register(real_, 1);
}

}
