// A stage without a screen: runs a Track as player/stage.cpp does, over simulated time, and writes down what
// is seen when. Checks with each change what must always hold.
#pragma once

#include "player/track.h"
#include "tests/support/scripted_rendering.h"

#include <functional>
#include <map>

namespace sheaf::testing {

/// One change of what is seen.
struct Sight {
  Steady due{}, at{};
  std::string path; // of the topmost layer
  std::int64_t number = 0;
  bool begins = false; // its first picture
  std::vector<player::Layer> layers;
  std::vector<std::string> paths; // of all layers
};

/// One line of the statistics.
struct Line {
  std::string path;
  player::Ended ended{};
  std::string why, json;
  std::optional<Steady> due, start;
  Steady at{};
  std::int64_t presented = 0, late = 0, dropped = 0;
  std::optional<double> gap_ms;
};

struct Opened {
  Steady at{};
  std::string path;
  Bytes in_use;
};

class SimulatedStage {
public:
  static constexpr player::Surface idle = 1, first = 2;
  static constexpr const char *card = "(card)";

  explicit SimulatedStage(const player::TrackWish &wish);
  void play(std::vector<std::string> list) { track.play(std::move(list), now); }

  /// Does all that the loop would do, woken as it would be.
  void run(Duration length) {
    run_until([] { return false; }, length);
  }
  void run_to(Steady until) { run(until - now); }
  /// Until `done`, but not for ever.
  void run_until(const std::function<bool()> &done, Duration most = std::chrono::minutes(10));
  /// Since when it is seen.
  Steady run_until_seen(const std::string &path) {
    run_until([&] { return on_glass() == path; });
    return seen.back().at;
  }

  std::map<std::string, std::shared_ptr<const player::Item>> items; // what is known of some of them
  std::map<std::string, Script> world; // what each item is; one that is not in here is absent
  std::function<Duration(const player::Change &)> delay; // how late a change gets onto the glass
  Duration disk = 1ms;                                   // until a file is open
  Rect screen{0, 0, 160, 90};

  Steady now = Steady(1000s);
  player::Track track;
  std::vector<Sight> seen;
  std::vector<Line> lines;
  std::vector<Opened> opened;
  std::shared_ptr<ScriptedRendering::Registry> renderings = std::make_shared<ScriptedRendering::Registry>();
  std::size_t turns = 0;
  bool ended = false;

  /// As the real stage does when something is withdrawn.
  void ban(const std::function<bool(const player::Item &)> &banned) {
    if (track.ban(banned, "it was withdrawn", now)) pending_.reset();
  }

  /// As the real stage does when an edition's time has come.
  void cut_to(std::size_t index) {
    if (track.cut_to(index, "its time has come", now)) pending_.reset();
  }

  [[nodiscard]] bool pending() const { return pending_.has_value(); }
  /// Another item is on its way to the glass.
  [[nodiscard]] bool cut_pending() const {
    return pending_ && !pending_->uploads.empty() &&
           held_.at(pending_->uploads.back().first).path != on_glass();
  }
  [[nodiscard]] std::string on_glass() const { return seen.empty() ? "" : seen.back().path; }
  /// What is seen at `at`.
  [[nodiscard]] const Sight *seen_at(Steady at) const;
  /// The first sight of each showing, and of the card.
  [[nodiscard]] std::vector<Sight> starts() const;
  [[nodiscard]] std::vector<std::string> order() const;
  [[nodiscard]] std::vector<Line> lines_of(const std::string &path) const;
  [[nodiscard]] std::size_t times_opened(const std::string &path) const;

private:
  using WhenOpened = std::function<void(Result<player::TrackCalls::Opened>)>;
  struct Delivery {
    Steady at;
    std::function<void()> call;
  };

  void open(const std::string &path, Bytes in_use, const WhenOpened &opened);
  void record(const player::Showing &showing, player::Ended how, const std::string &why);
  void deliver();
  void turn();
  void plan();
  void present();
  void check(const player::Change &change) const;
  [[nodiscard]] Steady wake() const;

  std::vector<Delivery> deliveries_;
  std::optional<player::Change> pending_;
  std::map<player::Surface, FrameName> held_; // as a presenter does
};

}
