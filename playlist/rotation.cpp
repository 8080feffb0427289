#include "playlist/rotation.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace sheaf::playlist {

void Rotation::replace(std::vector<std::string> items) {
  std::unordered_map<std::string, std::size_t> where; // the first place of each
  for (std::size_t i = items.size(); i-- > 0;) where[items[i]] = i;
  auto old = std::exchange(items_, std::move(items));
  std::erase_if(records_, [&](auto &r) { return !where.contains(r.first); });
  auto at = std::exchange(place_, std::nullopt);
  if (!at || old.empty()) return;
  if (*at < items_.size() && items_[*at] == old.at(*at)) {
    place_ = at;
    return;
  }
  for (auto i = *at + 1; i-- > 0 && !place_;)
    if (auto found = where.find(old.at(i)); found != where.end()) place_ = found->second;
}

std::optional<std::size_t> Rotation::find(const std::string &item, std::optional<std::size_t> guess) const {
  if (guess && *guess < items_.size() && items_[*guess] == item) return guess;
  auto found = std::find(items_.begin(), items_.end(), item);
  if (found == items_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - items_.begin());
}

Steady Rotation::out_until(const std::string &item) const {
  auto record = records_.find(item);
  return record == records_.end() ? Steady::min() : record->second.until;
}

std::optional<std::size_t> Rotation::following(std::optional<std::size_t> after, Steady now) const {
  auto first = after ? *after + 1 : 0;
  auto best = std::pair(Steady::max(), std::optional<std::size_t>());
  for (std::size_t step = 0; step < items_.size(); ++step) {
    auto index = first + step;
    if (index >= items_.size() && once_) break;
    index %= items_.size();
    auto until = out_until(items_[index]);
    if (until <= now) return index;
    if (until < best.first) best = {until, index};
  }
  return best.second;
}

void Rotation::back(std::size_t from, Steady now) {
  auto n = items_.size();
  if (n == 0) return;
  auto target = std::min(from, n);
  for (std::size_t step = 0; step < n; ++step) {
    if (target == 0 && once_) break;
    target = (target + n - 1) % n;
    if (!out(items_[target], now)) break;
  }
  place_ = target > 0 ? std::optional(target - 1) : std::nullopt;
}

bool Rotation::blame(const std::string &item, Steady now) {
  if (!find(item, place_)) return false;
  auto &record = records_[item];
  if (++record.failures < failures_in_a_row) return false;
  record = {failures_in_a_row - 1, now + left_out}; // when it is tried again, one more failure is enough
  return true;
}

std::size_t Rotation::candidates(Steady now) const {
  return static_cast<std::size_t>(
      std::count_if(items_.begin(), items_.end(), [&](auto &item) { return !out(item, now); }));
}

}
