#include "playlist/rotation.h"

#include <algorithm>
#include <utility>

namespace sheaf::playlist {

ItemList::ItemList(std::vector<std::string> items) : items_(std::move(items)) {
  where_.reserve(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) where_.emplace(items_[i], i);
}

std::optional<std::size_t> ItemList::find(std::string_view item) const {
  auto found = where_.find(item);
  return found == where_.end() ? std::nullopt : std::optional(found->second);
}

void Rotation::replace(std::shared_ptr<const ItemList> list) {
  auto old = std::exchange(list_, std::move(list));
  std::erase_if(records_, [&](auto &r) { return !list_->find(r.first); });
  auto at = std::exchange(place_, std::nullopt);
  if (!at || old->items().empty()) return;
  if (*at < items().size() && items()[*at] == old->items().at(*at)) {
    place_ = at;
    return;
  }
  for (auto i = *at + 1; i-- > 0 && !place_;) place_ = list_->find(old->items().at(i));
}

std::optional<std::size_t> Rotation::find(const std::string &item, std::optional<std::size_t> guess) const {
  if (guess && *guess < items().size() && items()[*guess] == item) return guess;
  return list_->find(item);
}

Steady Rotation::out_until(const std::string &item) const {
  auto record = records_.find(item);
  return record == records_.end() ? Steady::min() : record->second.until;
}

std::optional<std::size_t> Rotation::following(std::optional<std::size_t> after, Steady now) const {
  auto first = after ? *after + 1 : 0;
  auto best = std::pair(Steady::max(), std::optional<std::size_t>());
  for (std::size_t step = 0; step < items().size(); ++step) {
    auto index = first + step;
    if (index >= items().size() && once_) break;
    index %= items().size();
    auto until = out_until(items()[index]);
    if (until <= now) return index;
    if (until < best.first) best = {until, index};
  }
  return best.second;
}

void Rotation::back(std::size_t from, Steady now) {
  auto n = items().size();
  if (n == 0) return;
  auto target = std::min(from, n);
  for (std::size_t step = 0; step < n; ++step) {
    if (target == 0 && once_) break;
    target = (target + n - 1) % n;
    if (!out(items()[target], now)) break;
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
      std::count_if(items().begin(), items().end(), [&](auto &item) { return !out(item, now); }));
}

}
