// What the processes tell of themselves: fetch.json and play.json in the run directory. Each is replaced
// whole by its one writer; times are wall time as RFC 3339 in UTC. Unknown fields are ignored, so that old
// and new versions can read each other. Values only: any thread.
#pragma once

#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::assets {

struct ChannelProgress {
  std::string channel;
  std::uint64_t serial = 0; // accepted; 0: nothing yet
  std::string state; // "current", "fetching", "waiting" (night, cap, spread, backoff), "stopped", "refused"
  std::uint64_t blobs = 0, blobs_held = 0, bytes = 0, bytes_held = 0; // of the newest edition
  std::string trouble;                                                // one sentence, empty where all is well
  bool operator==(const ChannelProgress &) const = default;
};

/// Written by sheaf-fetch.
struct FetchState {
  Wall updated{};
  ClockQuality quality = ClockQuality::none;
  Wall floor{};
  std::vector<std::string> addresses; // of this machine, for the idle card
  bool ever_fetched = false;          // an edition has been complete once
  std::vector<ChannelProgress> channels;
  std::optional<Wall> last_contact;             // a source answered
  std::uint64_t bytes_this_month = 0, rate = 0; // rate: bytes a second, now
  bool operator==(const FetchState &) const = default;
};

struct OnAir {
  std::string channel, item, language;
  std::optional<Digest> blob;
  std::uint64_t serial = 0;
  std::optional<Wall> since;
  bool operator==(const OnAir &) const = default;
};

struct BadChunk {
  Digest blob;
  std::uint64_t chunk = 0; // number of the mebibyte, from 0
  auto operator<=>(const BadChunk &) const = default;
};

/// Written by sheaf-play.
struct PlayState {
  Wall updated{};
  std::string boot;
  std::string
      health; // "playing", "idle" (nothing was ever fetched), "empty" (nothing to show now), "safe" (stopped)
  std::optional<OnAir> on_air, next;
  std::vector<BadChunk> bad;            // seen rotten and not yet seen whole again; at most 256
  std::uint64_t showings = 0, gaps = 0; // gaps: changes more than 50 ms late, since the start
  std::vector<std::string> complaints;  // seals that did not hold; at most 16
  bool operator==(const PlayState &) const = default;
};

std::string write_fetch_state(const FetchState &state);
Result<FetchState> parse_fetch_state(std::string_view json);
std::string write_play_state(const PlayState &state);
Result<PlayState> parse_play_state(std::string_view json);

}
