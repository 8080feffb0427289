#include "base/rfc3339.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace sheaf {
namespace {

constexpr std::string_view shape = "0000-00-00T00:00:00";

bool digit(char c) { return c >= '0' && c <= '9'; }

bool shaped(std::string_view text) {
  return text.size() == shape.size() &&
         std::equal(text.begin(), text.end(), shape.begin(),
                    [](char c, char s) { return s == '0' ? digit(c) : c == s; });
}

int number(std::string_view digits) {
  int n = 0;
  for (char c : digits) n = n * 10 + (c - '0');
  return n;
}

/// Of ".5"; nothing at all is zero.
std::optional<Duration> fraction(std::string_view text) {
  if (text.empty()) return Duration::zero();
  text.remove_prefix(1);
  if (text.empty() || text.size() > 9 || !std::all_of(text.begin(), text.end(), digit)) return std::nullopt;
  std::string nine(text);
  nine.resize(9, '0');
  return Duration(number(nine));
}

std::optional<Wall> whole_seconds(std::string_view text) {
  using namespace std::chrono;
  if (!shaped(text)) return std::nullopt;
  auto at = [&](std::size_t from, std::size_t count) { return number(text.substr(from, count)); };
  auto ymd = year(at(0, 4)) / at(5, 2) / at(8, 2);
  auto h = at(11, 2), m = at(14, 2), s = at(17, 2);
  if (!ymd.ok() || ymd.year() < year(1970) || ymd.year() > year(2199)) return std::nullopt;
  if (h > 23 || m > 59 || s > 59) return std::nullopt;
  return Wall(sys_days(ymd).time_since_epoch() + hours(h) + minutes(m) + std::chrono::seconds(s));
}

}

std::string rfc3339(Wall time) {
  using namespace std::chrono;
  auto whole =
      std::max(floor<std::chrono::milliseconds>(time.time_since_epoch()), std::chrono::milliseconds::zero());
  auto day = std::chrono::floor<days>(whole);
  year_month_day ymd{sys_days(day)};
  hh_mm_ss clock(whole - day);
  auto ms = static_cast<int>(clock.subseconds().count());
  std::array<char, 64> out{};
  auto n =
      std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d", int(ymd.year()),
                    unsigned(ymd.month()), unsigned(ymd.day()), static_cast<int>(clock.hours().count()),
                    static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  std::string text(out.data(), static_cast<std::size_t>(std::max(n, 0)));
  if (ms != 0) {
    std::snprintf(out.data(), out.size(), ".%03d", ms);
    text += out.data();
  }
  return text + "Z";
}

std::optional<Wall> parse_rfc3339(std::string_view text) {
  if (text.size() <= shape.size() || text.back() != 'Z') return std::nullopt;
  text.remove_suffix(1);
  auto rest = text.substr(shape.size());
  if (!rest.empty() && rest[0] != '.') return std::nullopt;
  auto seconds = whole_seconds(text.substr(0, shape.size()));
  auto part = fraction(rest);
  if (!seconds || !part) return std::nullopt;
  return *seconds + *part;
}

}
