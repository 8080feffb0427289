// sheaf-fetch at work: asks each source for each channel, brings blobs, keeps the shelf, tells what it does.
// The loop's thread.
#pragma once

#include "assets/plays.h"
#include "board/folder_watch.h"
#include "board/loop.h"
#include "board/signals.h"
#include "fetcher/inner/delivery.h"
#include "fetcher/inner/intake.h"

namespace sheaf::fetcher {

class Service {
public:
  struct Parts { // all outlive the service
    board::Loop &loop;
    Hours &hours;
    assets::Shelf &shelf;
    const board::ScreenConfig &config;
    std::vector<Source *> sources; // in the order of their names
    Web *web;                      // may be null
    board::Signals &signals;
    /// Waits for what is next, at most until `until`; empty: the loop does. For tests, whose days are short.
    std::function<Now(Steady until)> wait = {};
  };
  explicit Service(Parts parts);
  ~Service();
  Service(const Service &) = delete;
  Service &operator=(const Service &) = delete;

  static constexpr std::uint64_t scrub_step = 8 << 20; // bytes a minute, while nothing comes in
  static constexpr Duration told_at_most = std::chrono::seconds(1);
  static constexpr int most_once = 3; // tries of a source, where it is once

  /// Until SIGTERM or SIGINT.
  void run();
  /// Once through; returns where nothing more can be done, or at SIGTERM. Errors: the first channel that is
  /// not whole and current, in a sentence.
  Result<void> run_once();

  /// Called after each change, at most once a second.
  void show_through(std::function<void(const assets::FetchState &)> show) { show_ = std::move(show); }

private:
  struct Channel {
    std::string name;
    bool wanted = true; // something may be missing
    Steady not_before{};
    Backoff backoff;
    std::size_t from = 0; // the source that its newest edition came from
    std::string trouble;
    std::map<std::string, Error> answers; // sources whose last answer was none
    std::set<std::string> asked;          // sources that have been asked
  };

  // Heads
  Task<void> poll(Source &source, std::size_t number, Channel &channel);
  Duration heard(Source &source, std::size_t number, Channel &channel, const Result<Found> &found,
                 Backoff &backoff);
  void came(Channel &channel, std::size_t number);
  // Blobs
  Task<void> bring();
  Task<void> bring_one(Channel &channel);
  void brought(Channel &channel, bool whole);
  void put_off(Channel &channel, const Error &error);
  Channel *due();
  Steady next_due() const;
  void begin_bringing();
  Duration spread(const playlist::Head &head) const;
  Wall reckoned() const;
  // Once
  Task<void> once();
  Task<void> ask_once(Source &source, std::size_t number, Channel &channel);
  [[nodiscard]] Result<void> verdict(const Channel &channel) const;
  void warn(const std::string &text) const;
  // Keeping
  void every_minute();
  void every_half_minute();
  void keep_floor();
  void scrub();
  void mend(const Result<std::vector<assets::ShelfFinding>> &found);
  void hear_complaints(std::vector<std::string> complaints);
  void look_at_player();
  void hear_signals();
  void recall_heads();
  [[nodiscard]] std::optional<playlist::Head> stored_head(const Digest &digest) const;
  void drain_plays();
  void want_all();
  void watch_player();
  // Telling
  void changed();
  void tell();
  assets::FetchState state();
  assets::ChannelProgress state_of(const Channel &channel);
  void turn();

  Parts p_;
  assets::RunFiles run_files_;
  Chance chance_;
  Allowance allowance_;
  Intake intake_;
  Delivery delivery_;
  Bell poll_bell_, bring_bell_;
  std::vector<std::unique_ptr<Channel>> channels_;
  std::unique_ptr<assets::Plays> plays_;
  std::optional<board::FolderWatch> watch_;
  std::map<assets::BadChunk, Steady> reported_;
  std::vector<std::string> complaints_; // of the player, as they were heard last
  Channel *bringing_ = nullptr;
  bool quit_ = false, told_ = false, untold_ = false, once_ = false;
  Wall floor_{};
  Steady floor_since_{}, floor_saved_{};
  std::optional<Wall> last_contact_;
  Steady last_told_{};
  std::optional<Timers::Id> tell_, minute_, plays_due_, restart_;
  assets::FetchState last_state_;
  std::function<void(const assets::FetchState &)> show_;
  std::vector<Task<void>> polls_; // last: they use all of the above
  Task<void> bring_;
};

/// A number that is always the same for these words, 0 ... 2^64 - 1, evenly spread.
std::uint64_t lot(std::string_view words);

}
