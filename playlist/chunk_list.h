// The list of SHA-256 per mebibyte of a blob: what the child checks before it parses, and what resuming and
// repairing use. On disk and in the tree: the digests' 32 bytes one after another, in order, nothing else
// (FORMAT.md, "Chunk lists"). Pure; any thread.
#pragma once

#include "base/digest.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::playlist {

inline constexpr std::uint64_t chunk_size = 1ull << 20; // bytes; the last chunk may be shorter

/// How many chunks a blob of `size` bytes has; 0 for an empty one.
constexpr std::uint64_t chunk_count(std::uint64_t size) { return (size + chunk_size - 1) / chunk_size; }

/// `bytes` is the list of a blob of `size` bytes. Errors: corrupt (its length is not the one it must have).
Result<std::vector<Digest>> parse_chunk_list(std::string_view bytes, std::uint64_t size);
std::string write_chunk_list(const std::vector<Digest> &chunks);

}
