// Proof of play: one record per showing, and of one that lasts several, of which the last holds; written by
// sheaf-play into bounded segments of the run directory and drained by sheaf-fetch into plays.db. Values
// only: any thread.
#pragma once

#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace sheaf::assets {

struct PlayRecord {
  std::uint64_t sequence = 0; // grows by one per showing within a boot of the player
  std::string boot;           // a random id per start of the player
  std::string channel, item, theme, language;
  std::optional<Digest> blob, edition; // nothing: a bare file
  std::uint64_t serial = 0;            // of the edition
  Wall start{};
  ClockQuality quality = ClockQuality::none;
  std::int64_t presented_ms = 0, planned_ms = 0;
  // As in --stats; or "on": it was on still, for presented_ms so far. Where that is the last of it, the power
  // went or the player was killed.
  std::string ended, why;
  bool operator==(const PlayRecord &) const = default;
};

inline constexpr std::uint64_t segment_bytes = 64ull
                                               << 10; // a segment that is larger is followed by a new one
inline constexpr std::size_t most_segments = 64;      // the oldest goes

/// One line of JSON, without its line feed.
std::string write_play_record(const PlayRecord &record);
Result<PlayRecord> parse_play_record(std::string_view line);

}
