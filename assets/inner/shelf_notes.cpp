// What a shelf remembers for the fetcher: validators and bytes of a month.
#include "assets/inner/shelf_store.h"

#include <ctime>

namespace sheaf::assets {
namespace {

constexpr std::size_t most_validators = 256;
constexpr std::uint64_t write_after = 4ull << 20; // bytes of a month that a power cut may make us forget

std::string month_of(Wall wall) {
  auto seconds = static_cast<std::time_t>(wall.time_since_epoch() / 1s);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[16];
  return {text, std::strftime(text, sizeof text, "%Y-%m", &utc)};
}

std::uint64_t number(const std::optional<std::string> &text) {
  return text ? std::strtoull(text->c_str(), nullptr, 10) : 0;
}

}

std::string ShelfStore::validator(const std::string &url) const {
  return books_.get("validator/" + url).value_or("");
}

void ShelfStore::remember_validator(const std::string &url, const std::string &etag) {
  std::vector<Books::Change> changes;
  auto known = books_.all("validator/");
  if (known.size() >= most_validators && !known.contains(url))
    changes.push_back({"validator/" + known.begin()->first, std::nullopt});
  changes.push_back({"validator/" + url, etag.empty() ? std::nullopt : std::optional(etag)});
  (void)books_.write(std::move(changes)); // one that is forgotten costs an answer of 2 kB
}

void ShelfStore::forget_validators() {
  std::vector<Books::Change> changes;
  for (auto &[url, etag] : books_.all("validator/")) changes.push_back({"validator/" + url, std::nullopt});
  (void)books_.write(std::move(changes));
}

std::uint64_t ShelfStore::month_bytes(Wall now) const {
  auto month = month_of(now);
  return number(books_.get("month/" + month)) + (month == month_ ? pending_bytes_ : 0);
}

void ShelfStore::add_month_bytes(Wall now, std::uint64_t bytes) {
  auto month = month_of(now);
  if (month != month_) write_month();
  month_ = month;
  pending_bytes_ += bytes;
  if (pending_bytes_ >= write_after) write_month();
}

void ShelfStore::write_month() {
  if (pending_bytes_ == 0) return;
  std::vector<Books::Change> changes;
  for (auto &[month, bytes] : books_.all("month/"))
    if (month != month_) changes.push_back({"month/" + month, std::nullopt});
  auto sum = number(books_.get("month/" + month_)) + pending_bytes_;
  changes.push_back({"month/" + month_, std::to_string(sum)});
  if (books_.write(std::move(changes))) pending_bytes_ = 0;
}

}
