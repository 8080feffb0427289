// Files of a store, whose names somebody else may have made into something else. Any thread; every call may
// wait for a disk.
#pragma once

#include "base/fd.h"
#include "base/result.h"

#include <cstdint>
#include <string>

namespace sheaf::assets {

struct FileInside {
  Fd file;
  std::uint64_t size = 0; // bytes
};

/// A regular file, for reading; a link is not followed. Errors: absent, corrupt (something else has its
/// name), transient.
Result<FileInside> open_inside(const std::string &path);

/// All of it. Errors: as open_inside; corrupt (larger than `most` bytes; its size is looked at before).
Result<std::string> read_inside(const std::string &path, std::uint64_t most);

}
