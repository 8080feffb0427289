// plays.db: every showing as a row, drained from the player's segments. sheaf-fetch's. One thread; may wait
// for a disk.
#pragma once

#include "assets/play_record.h"
#include "assets/store_files.h"

#include <memory>
#include <vector>

namespace sheaf::assets {

/// Half a year of a showing every 30 s, some 400 MB; the oldest go.
inline constexpr std::uint64_t most_plays = 500'000;

struct PlayCount {
  std::string item, theme, day; // those that were asked for; day: YYYY-MM-DD of the zone that was asked for
  std::uint64_t showings = 0;
  std::int64_t presented_ms = 0;
};

class Plays {
public:
  virtual ~Plays() = default;
  /// Makes it where there is none; one that is damaged is put aside as plays.db.damaged and begun anew.
  static Result<std::unique_ptr<Plays>> open(const std::string &path, std::uint64_t most_rows = most_plays);
  /// What sheaf-fetch writes, for somebody who only counts: nothing is made, put aside or changed. Errors:
  /// corrupt (damaged, or not there), refused (in use for longer than five seconds), transient.
  static Result<std::unique_ptr<Plays>> open_to_read(const std::string &path);
  /// Takes in all whole lines of the segments in `folder` that were not taken before, in one transaction. A
  /// record that is there already is not counted twice; one that was "on" is replaced by what came of it.
  /// Returns how many were new.
  virtual Result<std::size_t> drain(const std::string &folder) = 0;
  struct By {
    bool item = true, theme = false, day = false;
  };
  /// `utc_offset`: of the screen's zone, for days.
  virtual Result<std::vector<PlayCount>> count(By by, Duration utc_offset) = 0;
  virtual Result<std::vector<PlayRecord>> latest(std::size_t most) = 0;
};

}
