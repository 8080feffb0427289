// The head of a channel: the only document that changes in place, and the only one that is polled
// (FORMAT.md, "Head"). Pure; any thread.
#pragma once

#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sheaf::playlist {

struct Stop {
  Wall until{};
  std::string reason; // for the office's log, never shown; at most 200 bytes
  bool operator==(const Stop &) const = default;
};

/// So long before a publication expires somebody should hear of it: a holiday is shorter.
inline constexpr Duration near_end = std::chrono::hours(24 * 30);

struct Head {
  std::string channel;      // see valid_channel
  std::uint64_t epoch = 1;  // of the root that it was signed under, from 1
  std::uint64_t serial = 1; // only grows within an epoch, from 1, below 2^53
  Digest manifest;
  std::uint64_t manifest_size = 0; // bytes, 1 ... most_manifest
  Wall issued{}, expires{};        // whole seconds
  std::optional<Wall> activate_at; // its items are shown from then on; nothing: at once
  std::uint32_t spread_s = 0;      // seconds over which screens begin to fetch, 0 ... 86400
  std::uint32_t poll_s = 120;      // seconds between two polls, 10 ... 86400
  std::optional<Stop> stop;
  bool operator==(const Head &) const = default;
};

inline constexpr std::uint64_t most_head = 4096;           // bytes, signatures and all
inline constexpr std::uint64_t most_manifest = 8ull << 20; // bytes
inline constexpr std::uint64_t most_root = 64ull << 10;    // bytes, signatures and all

/// Lower-case letters, digits, '-', '_' and '.', 1 ... 64 bytes, beginning with a letter or digit.
bool valid_channel(std::string_view name);

/// The JSON of a head whose signatures have been verified already. Strict: duplicate keys, wrong types,
/// values out of bounds, another `kind` or a newer format version are `corrupt` / `unsupported`; unknown
/// fields are ignored.
Result<Head> parse_head(std::string_view json);

/// Its JSON, as it is signed: parse_head(write_head(h)) == h.
std::string write_head(const Head &head);

}
