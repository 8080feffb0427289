// Everything of `sheaf play` together: list and files, decoders, one track, presenter, sound, statistics. The
// screen's thread; what may wait for a disk goes to the worker.
#pragma once

#include "assets/bare_files.h"
#include "board/folder_watch.h"
#include "board/loop.h"
#include "board/signals.h"
#include "board/worker.h"
#include "media/render_server.h"
#include "player/glass.h"
#include "player/presenter.h"
#include "player/sound.h"
#include "player/track.h"

namespace sheaf::player {

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
  Stage(const Options &options, Parts parts);
  Stage(const Stage &) = delete;
  Stage &operator=(const Stage &) = delete;
  ~Stage();

  /// Plays until told to end. The program's exit code.
  int run();

private:
  static constexpr Surface idle_surface = 1, track_surface = 2;

  void start();
  Result<void> open_glass();
  [[nodiscard]] Size screen() const;
  int end();
  void look();
  void take(assets::Listing listing);
  void watch_folders(const std::vector<std::string> &folders);
  void folder_changed();
  void open(const std::string &path, Bytes in_use,
            const std::function<void(Result<std::unique_ptr<media::Rendering>>)> &opened);
  void hear_signals();
  void hear_input();
  void press(Key key);
  void turn(const Now &now);
  void present(const Now &now);
  void follow_with_sound();
  void record(const Showing &showing, Ended ended, const std::string &why);
  void take_screenshot();
  void want_idle_card();
  [[nodiscard]] Steady wake(const Now &now) const;

  const Options &options_;
  Parts p_;
  std::unique_ptr<Glass> glass_;             // opened when the first item is on its way
  std::unique_ptr<Presenter> presenter_;     // before glass_ it goes
  std::shared_ptr<assets::BareFiles> files_; // the worker's, but for its making
  std::optional<board::FolderWatch> watch_;
  Track track_;
  std::optional<Change> pending_;
  bool card_asked_ = false;
  Steady started_{};
  Now now_{};
  bool looking_ = false, look_again_ = false, quit_ = false, screenshot_wanted_ = false, listed_ = false;
  bool changed_ = true; // somebody said so, since the last list was played
  bool ended_ = false;  // nothing is begun any more
  std::optional<Steady> look_at_;
  std::vector<std::string> said_absent_;
  Mixer mixer_;
  std::unique_ptr<SoundDevice> device_; // made by the worker, taken over by an answer
  bool device_asked_ = false;
  const Showing *heard_ = nullptr;
  Steady heard_origin_{};
  bool sounding_ = false;
};

}
