// What the player writes of itself into the run directory: play.json (its state, replaced whole) and play
// records (one per showing). The screen's thread; the scribe does the writing, so that a disk that does not
// answer holds up no picture.
#pragma once

#include "assets/state_files.h"
#include "assets/store_files.h"
#include "board/worker.h"
#include "player/showing.h"

#include <memory>

namespace sheaf::player {

class Segments;

class Books {
public:
  static constexpr Duration least_pause = 1s; // between two writings of play.json
  static constexpr Duration most_pause = 60s; // a player that lives says so

  Books(const std::string &run_folder, board::Worker &scribe);
  Books(const Books &) = delete;
  Books &operator=(const Books &) = delete;
  ~Books();

  /// A showing is over; where nothing of it was seen, nothing is written.
  void record(const Showing &showing, Ended ended, const std::string &why, const Now &now);
  /// The state is another. `updated`, `boot`, `showings` and `gaps` are filled in here.
  void tell(assets::PlayState state);
  /// Writes the state where that is due. wake(): when it is.
  void turn(const Now &now);
  [[nodiscard]] Steady wake() const { return changed_ ? may_write_ : must_write_; }

private:
  struct Files; // the scribe's
  std::shared_ptr<Files> files_;
  board::Worker &scribe_;
  std::string boot_;
  assets::PlayState state_;
  std::uint64_t sequence_ = 0, gaps_ = 0;
  bool changed_ = false;
  Steady may_write_{}, must_write_ = Steady::max();
};

}
