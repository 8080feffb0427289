// What the player writes of itself into the run directory: play.json (its state, replaced whole) and play
// records (one per showing). The screen's thread; the scribe does the writing, so that a disk that does not
// answer holds up no picture.
#pragma once

#include "assets/play_record.h"
#include "assets/state_files.h"
#include "assets/store_files.h"
#include "board/worker.h"
#include "player/showing.h"

#include <algorithm>
#include <memory>

namespace sheaf::player {

class Segments;

class Books {
public:
  static constexpr Duration least_pause = 1s; // between two writings of play.json
  static constexpr Duration most_pause = 60s; // a player that lives says so
  static constexpr Duration on_pause = 30s;   // between two records of what is on still

  Books(const std::string &run_folder, board::Worker &scribe);
  Books(const Books &) = delete;
  Books &operator=(const Books &) = delete;
  ~Books();

  /// `showing` is on, null: nothing is. What is on for long has a record before it is over, so that a power
  /// cut does not cost all of it: "on", under the number that record() gives it at its end. Of one that was
  /// on, record() is called before another is.
  void on_air(const Showing *showing, const Now &now);
  /// A showing is over; where nothing of it was seen, nothing is written.
  void record(const Showing &showing, Ended ended, const std::string &why, const Now &now);
  /// The state is another. `updated`, `boot`, `showings` and `gaps` are filled in here.
  void tell(assets::PlayState state);
  /// Writes the state where that is due. wake(): when it is.
  void turn(const Now &now);
  [[nodiscard]] Steady wake() const { return std::min(state_due(), on_due_); }

private:
  [[nodiscard]] Steady state_due() const { return changed_ ? may_write_ : must_write_; }
  void write(assets::PlayRecord record);
  struct Files; // the scribe's
  std::shared_ptr<Files> files_;
  board::Worker &scribe_;
  std::string boot_;
  assets::PlayState state_;
  std::uint64_t sequence_ = 0, gaps_ = 0;
  bool numbered_ = false; // what is on has sequence_ already
  Steady on_said_{}, on_due_ = Steady::max();
  bool changed_ = false;
  Steady may_write_{}, must_write_ = Steady::max();
};

}
