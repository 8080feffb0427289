#include "playlist/inner/utc.h"

#include <fmt/format.h>

namespace sheaf::playlist {
namespace {

constexpr std::string_view shape = "0000-00-00T00:00:00Z";

bool shaped(std::string_view text) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) return false;
  }
  return true;
}

int number(std::string_view digits) {
  int n = 0;
  for (char c : digits) n = n * 10 + (c - '0');
  return n;
}

}

std::optional<Wall> parse_utc(std::string_view text) {
  using namespace std::chrono;
  if (!shaped(text)) return std::nullopt;
  year_month_day day(year(number(text.substr(0, 4))), month(static_cast<unsigned>(number(text.substr(5, 2)))),
                     std::chrono::day(static_cast<unsigned>(number(text.substr(8, 2)))));
  auto h = number(text.substr(11, 2)), m = number(text.substr(14, 2)), s = number(text.substr(17, 2));
  if (!day.ok() || day.year() < year(1970) || day.year() > year(2199)) return std::nullopt;
  if (h > 23 || m > 59 || s > 59) return std::nullopt;
  return Wall(sys_days(day).time_since_epoch() + hours(h) + minutes(m) + std::chrono::seconds(s));
}

std::string write_utc(Wall time) {
  using namespace std::chrono;
  sys_seconds whole(floor<std::chrono::seconds>(time.time_since_epoch()));
  auto midnight = floor<days>(whole);
  year_month_day day(midnight);
  hh_mm_ss clock(whole - midnight);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int(day.year()), unsigned(day.month()),
                     unsigned(day.day()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

}
