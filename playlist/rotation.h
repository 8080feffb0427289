// Which item comes after which, in a bare list that goes round: and which are left out for a while because
// they failed. Pure: no clock, no file. Any thread, one at a time.
#pragma once

#include "base/time.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sheaf::playlist {

class Rotation {
public:
  static constexpr int failures_in_a_row = 3;
  static constexpr Duration left_out = std::chrono::hours(1);

  /// `once`: the list is gone through one time only.
  explicit Rotation(bool once) : once_(once) {}

  /// The list from now on, in playing order. The place in the list is kept: at the item that is on, or where
  /// that is gone at the one before the next that remains.
  void replace(std::vector<std::string> items);
  [[nodiscard]] const std::vector<std::string> &items() const { return items_; }

  /// Index of the item to play after index `after` (nothing: from the front) that is not left out at `now`.
  /// Nothing where there is none, or `once` and the end has been reached.
  [[nodiscard]] std::optional<std::size_t> following(std::optional<std::size_t> after, Steady now) const;

  /// The place: the last item that was shown, or tried in vain.
  [[nodiscard]] std::optional<std::size_t> place() const { return place_; }
  /// Item `index` is on: its earlier failures are forgotten.
  void shown(std::size_t index);
  /// Item `index` could not be shown. True where it is left out from now on.
  bool failed(std::size_t index, Steady now);
  /// Item `index` is passed over without blame.
  void passed(std::size_t index) { place_ = index; }
  /// Moves the place so that the item before the one that is on comes next.
  void back();

private:
  struct Record {
    int failures = 0;
    Steady until{};
  };
  [[nodiscard]] bool out(const std::string &item, Steady now) const;
  bool once_;
  std::vector<std::string> items_;
  std::optional<std::size_t> place_;
  std::map<std::string, Record> records_; // of items in the list only
};

}
