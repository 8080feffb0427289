// The file system, as far as a shelf writes to it: a seam, so that tests can fail any step and cut the power
// after it (the model is leveldb's Env). Any thread; every call may wait for a disk.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace sheaf::assets {

/// Errors of all: absent, refused (no right), full (no room), transient (EIO and whatever else).
class DiskFile {
public:
  virtual ~DiskFile() = default;
  /// All of `bytes`, from `at` on.
  virtual Result<void> write(std::uint64_t at, std::string_view bytes) = 0;
  /// As many bytes as there are, at most into.size().
  virtual Result<std::size_t> read(std::uint64_t at, std::span<char> into) = 0;
  virtual Result<std::uint64_t> size() = 0;
  virtual Result<void> cut(std::uint64_t size) = 0;
  virtual Result<void> sync() = 0;
};

class Disk {
public:
  virtual ~Disk() = default;
  /// For writing and reading; it is made where there is none.
  virtual Result<std::unique_ptr<DiskFile>> open(const std::string &path) = 0;
  virtual Result<std::unique_ptr<DiskFile>> open_to_read(const std::string &path) = 0;
  virtual Result<void> rename(const std::string &from, const std::string &to) = 0;
  virtual Result<void> remove(const std::string &path) = 0;      // one that is not there is no error
  virtual Result<void> make_folder(const std::string &path) = 0; // one that is there is no error
  virtual Result<void> sync_folder(const std::string &path) = 0;
  /// Bytes that may still be written on the file system of `folder`.
  virtual Result<std::uint64_t> room(const std::string &folder) = 0;
};

Disk &real_disk();

/// Replaces `path` as board::write_whole does, durably.
Result<void> replace(Disk &disk, const std::string &path, std::string_view bytes);

/// What a temporary of replace() is called; one that is left over can go.
bool is_left_over(std::string_view name);

/// The folder that `path` lies in.
std::string folder_of(const std::string &path);

}
