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
  if (!place_) return;
  auto at = *place_;
  if (at < items_.size() && at < old.size() && items_[at] == old[at]) return;
  for (std::size_t step = 0; step < old.size(); ++step) {
    auto found = where.find(old[(at + step) % old.size()]);
    if (found == where.end()) continue;
    auto place = found->second;
    if (step == 0)
      place_ = place;
    else
      place_ = place > 0 ? std::optional(place - 1) : once_ ? std::nullopt : std::optional(items_.size() - 1);
    return;
  }
  place_ = std::nullopt;
}

bool Rotation::out(const std::string &item, Steady now) const {
  auto record = records_.find(item);
  return record != records_.end() && record->second.until > now;
}

std::optional<std::size_t> Rotation::following(std::optional<std::size_t> after, Steady now) const {
  auto first = after ? *after + 1 : 0;
  for (std::size_t step = 0; step < items_.size(); ++step) {
    auto index = first + step;
    if (index >= items_.size() && once_) return std::nullopt;
    index %= items_.size();
    if (!out(items_[index], now)) return index;
  }
  return std::nullopt;
}

void Rotation::shown(std::size_t index) {
  place_ = index;
  records_.erase(items_.at(index));
}

bool Rotation::failed(std::size_t index, Steady now) {
  place_ = index;
  auto &record = records_[items_.at(index)];
  if (++record.failures < failures_in_a_row) return false;
  record = {0, now + left_out};
  return true;
}

void Rotation::back() {
  if (!place_ || items_.empty()) return;
  auto n = items_.size();
  if (once_)
    place_ = *place_ >= 2 ? std::optional(*place_ - 2) : std::nullopt;
  else
    place_ = (*place_ + 2 * n - 2) % n;
}

}
