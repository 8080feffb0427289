// Where in the programme the player is, for its next start: two slots written in turn, each with a checksum,
// so that a power cut costs one of them at most. The worker's.
#pragma once

#include "assets/store_files.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace sheaf::player {

struct Cursor {
  std::uint64_t turn = 0; // counts the writings; the slot is turn % 2
  std::string key;        // of the item that was on last
  struct Place {
    std::uint64_t epoch = 0, serial = 0;
    bool operator==(const Place &) const = default;
  };
  std::map<std::string, Place> newest; // per channel: nothing below it is shown again
  bool operator==(const Cursor &) const = default;
};

/// The SHA-256 of the rest, a line feed, JSON.
std::string write_cursor(const Cursor &cursor);
/// Errors: corrupt.
Result<Cursor> parse_cursor(std::string_view bytes);

/// Of both slots the later that is whole, with the larger serials of both; an empty one where none is.
Cursor load_cursor(const assets::StoreFiles &files);
/// Writes the slot that is older. Errors: as board::write_whole.
Result<void> save_cursor(const assets::StoreFiles &files, const Cursor &cursor);

}
