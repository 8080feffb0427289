// Brings the blobs of a channel's newest edition: two at a time, from whichever source has them, each going
// on where it was cut off. The loop's thread; writing waits for the disk.
#pragma once

#include "fetcher/inner/allowance.h"
#include "fetcher/inner/backoff.h"

#include <deque>

namespace sheaf::fetcher {

class Delivery {
public:
  static constexpr int lanes = 2;
  static constexpr int most_idle = 5;              // tries of a blob at each source that bring nothing
  static constexpr int most_corrupt = 3;           // tries of a blob at each source that bring something else
  static constexpr std::uint64_t worth = 64 << 10; // bytes of a try that count as progress

  Delivery(Hours &hours, assets::Shelf &shelf, Allowance &allowance, std::vector<Source *> sources,
           Chance &chance, Duration first_pause = Backoff::first)
      : hours_(hours), shelf_(shelf), allowance_(allowance), sources_(std::move(sources)), chance_(chance),
        first_pause_(first_pause) {}

  /// Brings what is missing of `channel`, beginning at source number `first`. True where the edition is whole
  /// then. Errors: the first that a blob was given up for; what could be brought is here.
  Task<Result<bool>> bring(std::string channel, std::size_t first);

  /// The policy's word, where it holds a blob up now.
  [[nodiscard]] const std::optional<Allowance::Closed> &closed() const { return closed_; }
  /// Bytes that have come in since the last call.
  std::uint64_t take_count() { return std::exchange(count_, 0); }

private:
  using Needed = assets::Needed;
  struct Queue {
    std::deque<Needed> left;
    std::optional<Error> trouble; // the first
    std::size_t first = 0;
  };
  struct Part { // how a try ended
    Result<Answer> answer;
    std::optional<Error> disk;
  };
  Task<void> bring_all(Queue &queue);
  Task<void> lane(Queue &queue, std::size_t number);
  Task<Result<void>> blob(Needed need, std::size_t first);
  Task<Result<void>> ask(Needed need, assets::Incoming &incoming, std::size_t &turn);
  Task<Part> part(Source &source, Needed need, assets::Incoming &incoming);
  Result<void> write(const Needed &need, assets::Incoming &incoming, std::uint64_t &at,
                     std::string_view bytes);
  void forget_validators(const Digest &blob);
  Source *choose(std::size_t &turn);
  [[nodiscard]] Steady alone_until(Source &source) const;

  Hours &hours_;
  assets::Shelf &shelf_;
  Allowance &allowance_;
  std::vector<Source *> sources_;
  Chance &chance_;
  Duration first_pause_; // after a failure
  std::optional<Allowance::Closed> closed_;
  std::map<Source *, Steady> alone_until_;   // as they have asked (Retry-After)
  using Begun = std::pair<Digest, Source *>; // a validator is its own source's: another has never heard of it
  std::map<Begun, std::string> validators_;  // of blobs that were begun, for If-Range
  std::uint64_t count_ = 0;
};

}
