// The headers of a POSIX ustar archive, for `.sheaf` files: an uncompressed tar of the same tree (IEEE Std
// 1003.1-1988 / POSIX.1-2017 pax, "ustar Interchange Format"). Regular files only. Pure; any thread.
#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sheaf::playlist {

inline constexpr std::size_t tar_block = 512;
inline constexpr std::uint64_t most_tar = 4ull << 30; // bytes of a whole .sheaf file

struct TarEntry {
  std::string name;       // relative, with '/', no "..", no empty part
  std::uint64_t size = 0; // bytes of content, padded to tar_block in the archive
};

/// The header of a file. Errors: unsupported (a name longer than ustar holds).
Result<std::array<char, tar_block>> write_tar_header(const TarEntry &entry);

/// Reads a header block. Nothing where the block is all zeros: the end. Errors: corrupt (checksum, magic,
/// number), refused (a link, a device, a name that leaves the folder). Folders give size 0 and a name that
/// ends in '/'.
Result<std::optional<TarEntry>> read_tar_header(std::span<const char, tar_block> block);

}
