// A folder and a `.sheaf` file as sources: sticks, chat attachments, a mirror in the office. The loop's
// thread; reading waits for the disk, a mebibyte a turn.
#pragma once

#include "fetcher/source.h"

namespace sheaf::fetcher {

struct Hours;

/// `folder`: the tree's root, as a stick's is, or its sheaf/ folder. It need not be there yet.
std::unique_ptr<Source> directory_source(Hours &hours, std::string folder);

/// `file`: an uncompressed tar of the tree (playlist/tar.h). It is indexed at the first request, and again
/// when it has changed. Requests fail with refused where it is larger than playlist::most_tar, has a name
/// twice, or has more than most_entries.
std::unique_ptr<Source> sheaf_file_source(Hours &hours, std::string file);
inline constexpr std::size_t most_entries = 100'000;

}
