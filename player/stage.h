// Everything of `sheaf play` together: supply, decoders, one track, presenter, cards, sound, books. The
// screen's thread; what may wait for a disk goes to the worker.
#pragma once

#include "board/loop.h"
#include "board/screen_config.h"
#include "board/signals.h"
#include "board/worker.h"
#include "media/render_server.h"
#include "player/books.h"
#include "player/cards.h"
#include "player/glass.h"
#include "player/presenter.h"
#include "player/sounding.h"
#include "player/supply.h"
#include "player/track.h"

namespace sheaf::player {

/// What screen.toml says.
struct Settings {
  std::optional<board::ScreenConfig> config; // nothing: folders are played, and no books are kept
  std::string path;                          // of the file
  std::optional<Error> fault;                // it was needed and cannot be read
};

class Stage {
public:
  struct Parts {
    board::Loop &loop;
    board::Worker &worker; // files
    board::Worker &scribe; // statistics
    board::Signals &signals;
    media::RenderServer &decoders;
    Display &display;
  };
  Stage(const Options &options, const Settings &settings, Parts parts);
  Stage(const Stage &) = delete;
  Stage &operator=(const Stage &) = delete;
  ~Stage();

  /// Plays until told to end, or until settings that were at fault are mended. The program's exit code.
  int run();
  [[nodiscard]] bool mended() const { return mended_; }

private:
  static constexpr Surface idle_surface = 1, track_surface = 2;

  Result<void> open_glass();
  [[nodiscard]] Size screen() const;
  [[nodiscard]] QuarterTurns turns() const;
  int end();
  void show(Show show);
  void ask(const std::string &path, const std::function<void(std::shared_ptr<const Item>)> &known);
  void open(const std::string &path, Bytes in_use,
            const std::function<void(Result<TrackCalls::Opened>)> &opened);
  TrackCalls::Opened render(Supply::Opened file, Bytes in_use);
  void hear_signals();
  void hear_input();
  void press(Key key);
  void turn(const Now &now);
  void present(const Now &now);
  void record(const Showing &showing, Ended ended, const std::string &why);
  void take_screenshot();
  void keep_card(const Now &now);
  void keep_books(const Now &now);
  [[nodiscard]] std::optional<assets::OnAir> on_air(const Showing *showing, const Now &now) const;
  [[nodiscard]] Steady wake(const Now &now) const;

  const Options &options_;
  Parts p_;
  bool from_store_;
  std::unique_ptr<Supply> supply_;
  std::unique_ptr<Glass> glass_;         // opened when the first item is on its way
  std::unique_ptr<Presenter> presenter_; // before glass_ it goes
  Track track_;
  Cards cards_;
  Sounding sounding_;
  std::unique_ptr<Books> books_; // null: none are kept
  Show shown_;                   // as the supply said last
  std::optional<Change> pending_;
  Steady started_{};
  Now now_{};
  bool quit_ = false, mended_ = false, screenshot_wanted_ = false, listed_ = false;
  bool drawn_over_ = false; // what was drawn unseen will never be seen
  bool ended_ = false;      // nothing is begun any more
  struct Told {             // what play.json says last
    const Showing *on = nullptr, *next = nullptr;
    bool next_known = false, idle = false;
    std::optional<Steady> start;
    bool operator==(const Told &) const = default;
  };
  Told told_;
  bool news_ = true; // beside that
  std::optional<assets::OnAir> told_on_;
};

}
