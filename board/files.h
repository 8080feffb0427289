// Files, whole or not at all. Any thread; every call may wait for a disk.
#pragma once

#include "base/bytes.h"
#include "base/fd.h"
#include "base/result.h"

#include <string>

namespace sheaf::board {

/// Opens a regular file for reading. Errors: absent; refused (no right, or not a regular file); transient.
Result<Fd> open_to_read(const std::string &path);

/// All of a file. Errors: as open_to_read; refused where it is larger than `most`.
Result<std::string> read_whole(const std::string &path, Bytes most);

enum class Durable { no, yes };

/// Replaces `path` by `bytes`: a temporary beside it ("." + name + ".new"), fsync of file and directory where
/// durable, rename. Readers see the old file or the new one, whole; on an error the old one stays and the
/// temporary is gone. Errors: full (no room), refused (no right), transient.
Result<void> write_whole(const std::string &path, std::string_view bytes, Durable durable);

/// Folder of this program's executable, without a slash at its end; where its sister programs lie.
std::string program_folder();

}
