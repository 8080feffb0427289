// The file `current`: which documents of which channels hold. Written by sheaf-fetch as the last step of a
// commit, read by sheaf-play. It only names what is signed, so it is not signed itself. Any thread.
#pragma once

#include "base/digest.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace sheaf::assets {

struct CurrentEdition {
  Digest head, manifest;
  bool complete = false; // every blob is held
  bool operator==(const CurrentEdition &) const = default;
};
struct CurrentChannel {
  std::string channel;
  std::vector<CurrentEdition> editions; // newest first, at most most_editions
  bool operator==(const CurrentChannel &) const = default;
};
struct Current {
  std::uint64_t root = 0; // version of the newest root in roots/; 0: only the installed one
  std::vector<CurrentChannel> channels;
  bool operator==(const Current &) const = default;
};
inline constexpr std::size_t most_editions = 3;      // of one channel
inline constexpr std::size_t most_current = 2 << 20; // bytes of the file

/// JSON. Errors: corrupt.
Result<Current> parse_current(std::string_view json);
std::string write_current(const Current &current);

}
