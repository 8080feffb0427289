// One zone's timeline: which item is on, what of it is seen when, and the next one open before this one ends.
// It decides; it owns neither screen nor clock nor files. The screen's thread; time comes in as an argument.
//
// Each turn of the loop: turn(now), then plan(now) until it gives a change, then at the change's due time
// present it and call presented().
#pragma once

#include "player/layers.h"
#include "player/showing.h"

#include <deque>
#include <functional>
#include <set>

namespace sheaf::player {

/// What a track needs from outside.
struct TrackCalls {
  struct Opened {
    std::unique_ptr<media::Rendering> rendering;
    std::shared_ptr<const Item> item{}; // null: of a bare file there is nothing to know
  };
  /// Begins to open `path`, beside an item that uses `in_use` of memory, and gives the result later, or at
  /// once, to `opened`; never calls it after the track has gone.
  std::function<void(const std::string &path, Bytes in_use, std::function<void(Result<Opened>)> opened)> open;
  /// A showing is over, or an item was passed over.
  std::function<void(const Showing &, Ended, const std::string &why)> ended;
  /// What is known of `path` by the list as it is now; gives it as `open` does, or never where it is not
  /// known. Empty: nothing is ever known of items.
  std::function<void(const std::string &path, std::function<void(std::shared_ptr<const Item>)> known)> ask{};
};

struct TrackWish {
  bool once = false;
  Duration still = 10s;
  Duration fade{}; // zero: cuts
  Fit fit = Fit::contain;
};

class Track {
public:
  /// `surface`: the first of two surfaces that the track may use; `idle`: one that shows the built-in card.
  Track(const TrackWish &wish, TrackCalls calls, Surface surface, Surface idle);

  /// The list of items from now on. Whatever is opened from now on is taken as it is then: a lone picture is
  /// opened anew.
  void play(std::shared_ptr<const playlist::ItemList> list, Steady now);
  void play(std::vector<std::string> items, Steady now) {
    play(std::make_shared<playlist::ItemList>(std::move(items)), now);
  }
  /// Goes on after item `index` of the list, as if that had been on.
  void go_on_after(std::size_t index) { rotation_.passed(index); }
  /// What `banned` says of must not be seen or heard for another instant: what is on gives way to the next
  /// where that is ready, else to the card. True where the planned change shows it: it is given up, and
  /// plan() has another.
  bool ban(const std::function<bool(const Item &)> &banned, const std::string &why, Steady now);
  [[nodiscard]] const std::vector<std::string> &items() const { return rotation_.items(); }
  /// Item `index` of the list comes next, as soon as it is ready; until then the last picture stays. True
  /// where the planned change is given up for it: plan() has another.
  bool cut_to(std::size_t index, const std::string &why, Steady now);
  /// `path` is another file now, under the same name.
  void renewed(const std::string &path) { rotation_.forgive(path); }
  /// Takes in what the decoders have said; opens, gives up, moves on. `screen`: the zone, logical pixels.
  void turn(Steady now, Rect screen);
  /// The next change of the picture, as soon as it is known and not more than `prepare_ahead` away.
  std::optional<Change> plan(Steady now);
  /// The last planned change is on the glass since `at`.
  void presented(Steady at);
  /// When turn() must be called again at the latest, if nothing happens before.
  [[nodiscard]] Steady wake(Steady now) const;
  /// A list that is played once has been played, and its last item has had its time.
  [[nodiscard]] bool finished(Steady now) const;
  /// An item has been handed to a decoder.
  [[nodiscard]] bool opening() const;
  /// The card may be needed within the next second; it is shown only after allow_idle.
  [[nodiscard]] bool may_idle(Steady now) const;
  /// The idle surface is there, or has another picture; `card`: its picture's size.
  void allow_idle(Size card) {
    card_ = card;
    card_renewed_ = idle_on_;
  }
  /// Something was shown at least once.
  [[nodiscard]] bool has_shown() const { return has_shown_; }

  void pause(bool on, Steady now);
  [[nodiscard]] bool paused() const { return paused_at_.has_value(); }
  void next(Steady now);
  void previous(Steady now);
  /// Ends what is on (`cut`), for the statistics.
  void stop(Steady now);
  /// What is on, for the sound; null: nothing.
  [[nodiscard]] const Showing *on_air() const { return banned_ ? nullptr : current_.get(); }
  /// What comes next, as far as it is opened; null: nothing.
  [[nodiscard]] const Showing *next_up() const {
    return upcoming_.empty() ? nullptr : upcoming_.front().get();
  }
  /// The card is seen.
  [[nodiscard]] bool idle() const { return idle_on_; }

  static constexpr Duration prepare_ahead = 60ms;
  static constexpr Duration kept_time =
      50ms;                                  // a cut that is later begins its item anew; else it is caught up
  static constexpr Duration open_ahead = 4s; // before the end of what is on
  static constexpr Duration open_anew = 2s;  // before its time, what is asked for otherwise is opened again
  static constexpr Duration patience = 1s;   // with an item whose time has come, where another is ready
  static constexpr Duration last_patience = 1800ms; // where none is
  static constexpr Duration spare_after = 300ms;    // of waiting for one, the one after it is opened too
  static constexpr Duration first_patience = 10s;   // with one that nobody waits for yet
  static constexpr Duration quiet = 500ms;    // a film that brings no picture: the next is opened beside it
  static constexpr Duration stall = 1500ms;   // it is given up
  static constexpr Duration worth_while = 1s; // a film that breaks sooner counts as not shown
  static constexpr Duration idle_after = 1s;  // nothing to show for that long: the card
  static constexpr Duration retry = 10s;      // after a round in which nothing could be shown
  static constexpr Duration retry_soon = 1s;  // where that was not the items' fault

private:
  using Kept = std::unique_ptr<Showing>;
  enum class Pending { none, frame, cut, idle, tick };
  using Next = std::pair<std::optional<Steady>, Pending>;

  void follow_list(Steady now);
  void ask_again();
  void know(Showing &next, std::shared_ptr<const Item> item);
  void open_next(Steady now);
  void drop_failed(Steady now);
  void give_up_late(Steady now);
  void give_up(const Error &why, Steady now);
  std::string blame(const Showing &showing, const std::string &why, Steady now);
  void skip_awaited();
  void count_vain(bool later, Steady now);
  void watch_current(Steady now);
  void fail_current(const Error &why, Steady now);
  void end_current(Ended how, const std::string &why, Steady now);
  void finish_current(Steady at);
  bool repeat_still(Steady now);
  void keep_facts();
  [[nodiscard]] Bytes beside(Steady at) const;
  void free_memory(Steady now);
  [[nodiscard]] bool silent(Duration length, Steady now) const;
  [[nodiscard]] bool wants_next(Steady now) const;
  [[nodiscard]] bool wants_spare(Steady now) const;
  [[nodiscard]] bool late() const { return nothing_since_ != Steady::max(); }
  [[nodiscard]] std::optional<Steady> change_over() const;
  [[nodiscard]] std::optional<Steady> frame_due() const;
  [[nodiscard]] std::optional<Steady> cut_due(Steady now) const;
  [[nodiscard]] std::optional<Steady> idle_due() const;
  [[nodiscard]] Next soonest(Steady now) const;
  [[nodiscard]] Duration fade_for(const Showing &showing) const;
  media::Frame take(Showing &showing, Steady now);
  void fill(Change &change, Steady now);
  void begin_next(Steady at);
  void drop_superseded(Steady now);

  TrackWish wish_;
  TrackCalls calls_;
  playlist::Rotation rotation_;
  Layers layers_;
  std::optional<Size> card_;
  Kept current_;              // on the glass, or the last that was
  std::deque<Kept> upcoming_; // being opened or open: the next, and one more where the next may fail
  unsigned version_ = 0;      // of the list
  bool over_ = false;         // current_ has ended early: the next comes as soon as it is ready
  std::string over_why_;
  Ended over_how_ = Ended::ok;
  std::size_t vain_ = 0;                 // items tried in vain in this round
  bool later_ = false, hopeful_ = false; // in this round, and in the last, one was only not there yet
  std::set<std::string> passed_over_;    // said to be not there yet; of this list
  std::optional<Steady> retry_at_;
  Steady turned_at_{};
  Steady nothing_since_ = Steady::max(); // nothing has been due to be on since
  bool idle_on_ = false, has_shown_ = false;
  bool card_renewed_ = false;         // the card that is seen has another picture now
  bool banned_ = false;               // current_ must not be seen any longer
  std::shared_ptr<const Item> below_; // was on before, and may still be seen below a fade
  bool alone_ = false;                // the next did not fit beside current_: it is opened when that is over
  std::optional<Steady> paused_at_;
  // the planned change
  Pending pending_ = Pending::none;
  Steady pending_due_{};
  Duration pending_length_{};
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true); // for callbacks that outlive us
};

}
