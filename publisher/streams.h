// Large files, a piece at a time: copied, and hashed on the way. May wait for a disk. Any thread.
#pragma once

#include "base/digest.h"
#include "base/fd.h"
#include "base/result.h"
#include "publisher/office_files.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

/// Calls `take` with [offset, offset + size) of a file, in pieces of at most a mebibyte, each of which begins
/// at a whole mebibyte from `offset`. Errors: transient (a read failed), corrupt (it ends before), and what
/// `take` gives.
Result<void> pieces(int file, std::uint64_t offset, std::uint64_t size, const std::string &name,
                    const std::function<Result<void>(std::string_view)> &take);

Result<void> write_all(int file, std::string_view bytes, const std::string &name);

/// A new file beside `path` that becomes `path` with finish(), or goes.
class Replacement {
public:
  static Result<Replacement> begin(const std::string &path);
  /// What one that was cut off has left behind.
  static void sweep(const std::string &path);
  Replacement(Replacement &&) noexcept = default;
  Replacement &operator=(Replacement &&) = delete;
  ~Replacement();
  Result<void> write(std::string_view bytes) { return write_all(file_.get(), bytes, path_); }
  /// fsync, rename, fsync of the folder.
  Result<void> finish();

private:
  Replacement(std::string path, std::string fresh, Fd file)
      : path_(std::move(path)), fresh_(std::move(fresh)), file_(std::move(file)) {}
  std::string path_, fresh_;
  Fd file_;
};

/// What a manifest says of a file: its size, digest, and one digest per mebibyte.
struct Measured {
  std::uint64_t size = 0;
  Digest digest;
  std::vector<Digest> chunks;
};
Result<Measured> measure(const std::string &path);

/// Of a file; "." where its name stands alone.
std::string folder_of(const std::string &path);

/// Names in it are there after a power cut; a file system that cannot is taken at its word.
Result<void> sync_folder(const std::string &folder);

/// As board::files.h says, and the folders above it are made.
Result<void> make_folders(const std::string &folder);

}
