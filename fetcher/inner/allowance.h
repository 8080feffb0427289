// What the network policy leaves: night hours and the monthly cap, for blobs. Heads, manifests and roots are
// always fetched, and counted. The loop's thread.
#pragma once

#include "assets/shelf.h"
#include "board/screen_config.h"
#include "fetcher/inner/waiting.h"

namespace sheaf::fetcher {

class Web;

class Allowance {
public:
  /// `web`: may be null. Both outlive this.
  Allowance(Hours &hours, assets::Shelf &shelf, Web *web, const board::ScreenConfig &config);

  struct Closed {
    Duration wait{}; // until it may be otherwise
    std::string why; // one sentence
  };
  /// Nothing where blobs may be fetched over a network now.
  [[nodiscard]] std::optional<Closed> closed();
  [[nodiscard]] std::uint64_t month_bytes();
  /// Writes what was counted to the shelf.
  void save();

private:
  static constexpr std::uint64_t often_enough = 8
                                                << 20; // bytes: so many at most are forgotten by a power cut
  void count();
  [[nodiscard]] std::optional<Closed> before_night();
  [[nodiscard]] std::optional<Duration> offset();
  [[nodiscard]] std::optional<Closed> cap_reached();
  Hours &hours_;
  assets::Shelf &shelf_;
  Web *web_;
  board::NetworkPolicy policy_;
  std::string zone_;
  std::optional<Duration> offset_; // of the zone,
  Steady offset_read_{};           // and when it was looked up
  std::uint64_t unsaved_ = 0, saved_ = 0;
  std::chrono::year_month month_{};
};

}
