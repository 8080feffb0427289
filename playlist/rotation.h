// Which item comes after which, in a bare list that goes round: and which are left out for a while because
// they failed. Pure: no clock, no file. Any thread, one at a time.
#pragma once

#include "base/time.h"

#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sheaf::playlist {

/// Items in playing order, and where each is. Made once, on whatever thread has the time, and handed about
/// from then on: a list of thousands changes hands at the cost of a pointer.
class ItemList {
public:
  explicit ItemList(std::vector<std::string> items = {});
  ItemList(const ItemList &) = delete;
  ItemList &operator=(const ItemList &) = delete;
  [[nodiscard]] const std::vector<std::string> &items() const { return items_; }
  /// Its first place.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view item) const;

private:
  const std::vector<std::string> items_;
  std::unordered_map<std::string_view, std::size_t> where_; // views of items_
};

class Rotation {
public:
  static constexpr int failures_in_a_row = 3;
  static constexpr Duration left_out = std::chrono::hours(1);

  /// `once`: the list is gone through one time only.
  explicit Rotation(bool once) : once_(once) {}

  /// The list from now on, in playing order. The place in the list is kept: at the same item, or where that
  /// is gone at the nearest one before it that remains.
  void replace(std::shared_ptr<const ItemList> list);
  void replace(std::vector<std::string> items) { replace(std::make_shared<ItemList>(std::move(items))); }
  void replace(std::initializer_list<std::string> items) { replace(std::vector(items)); } // {} is a list
  [[nodiscard]] const std::shared_ptr<const ItemList> &list() const { return list_; }
  [[nodiscard]] const std::vector<std::string> &items() const { return list_->items(); }
  /// Where `item` is in the list: at `guess`, where it is there, else its first place.
  [[nodiscard]] std::optional<std::size_t> find(const std::string &item,
                                                std::optional<std::size_t> guess) const;

  /// Index of the item to play after index `after` (nothing: from the front) that is not left out at `now`.
  /// Where all are left out, the one whose hour ends first: a screen that has nothing else keeps trying.
  /// Nothing where the list is empty, or `once` and the end has been reached.
  [[nodiscard]] std::optional<std::size_t> following(std::optional<std::size_t> after, Steady now) const;

  /// The place: the last item that was shown, or passed over.
  [[nodiscard]] std::optional<std::size_t> place() const { return place_; }
  /// Item `index` is on, or is passed over: the next is one after it.
  void passed(std::size_t index) { place_ = index; }
  /// Item `index` is the next, but for those that are left out.
  void go_to(std::size_t index) { place_ = index ? std::optional(index - 1) : std::nullopt; }
  /// Moves the place so that the item before index `from` that is not left out comes next; `once`: from the
  /// front, the first again.
  void back(std::size_t from, Steady now);

  /// `item` could not be shown. True where it is left out from now on; an item that is not in the list is
  /// not held to account.
  bool blame(const std::string &item, Steady now);
  /// `item` was shown to its end, or is another file now: its failures are forgotten.
  void forgive(const std::string &item) { records_.erase(item); }
  /// How many items are not left out.
  [[nodiscard]] std::size_t candidates(Steady now) const;

private:
  struct Record {
    int failures = 0;
    Steady until{};
  };
  [[nodiscard]] Steady out_until(const std::string &item) const;
  [[nodiscard]] bool out(const std::string &item, Steady now) const { return out_until(item) > now; }
  bool once_;
  std::shared_ptr<const ItemList> list_ = std::make_shared<ItemList>(); // never null
  std::optional<std::size_t> place_;
  std::map<std::string, Record> records_; // of items in the list only
};

}
