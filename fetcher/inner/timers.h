// Calls at a time to come, for one loop. The loop's thread.
#pragma once

#include "base/time.h"

#include <functional>
#include <map>

namespace sheaf::fetcher {

class Timers {
public:
  using Id = std::pair<Steady, std::uint64_t>;

  Id at(Steady due, std::function<void()> call) {
    Id id{due, ++count_};
    calls_[id] = std::move(call);
    return id;
  }
  void cancel(const Id &id) { calls_.erase(id); }

  /// When the next call is due; Steady::max() where there is none.
  [[nodiscard]] Steady next() const { return calls_.empty() ? Steady::max() : calls_.begin()->first.first; }

  /// Makes the calls that are due. What they add in turn waits for the next time, so that this ends.
  void fire(Steady now) {
    const auto last = count_;
    for (auto i = calls_.begin(); i != calls_.end() && i->first.first <= now;) {
      if (i->first.second > last) {
        ++i;
        continue;
      }
      auto call = std::move(i->second);
      auto id = i->first;
      calls_.erase(i);
      call();
      i = calls_.upper_bound(id);
    }
  }

private:
  std::map<Id, std::function<void()>> calls_;
  std::uint64_t count_ = 0;
};

}
