#include "publisher/times.h"

#include <charconv>
#include <cstdio>
#include <optional>

namespace sheaf::publisher {
namespace {

namespace c = std::chrono;

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return std::nullopt;
  int value = 0;
  for (char d : text.substr(from, count)) {
    if (d < '0' || d > '9') return std::nullopt;
    value = value * 10 + (d - '0');
  }
  return value;
}

// "Z", "+07:00"
std::optional<c::minutes> offset(std::string_view zone) {
  if (zone == "Z" || zone == "z") return c::minutes(0);
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  auto hours = digits(zone, 1, 2), minutes = digits(zone, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return c::minutes(*hours * 60 + *minutes) * (zone[0] == '-' ? -1 : 1);
}

std::optional<Wall> absolute(std::string_view t) {
  constexpr std::size_t zone_at = 19;
  auto year = digits(t, 0, 4), month = digits(t, 5, 2), day = digits(t, 8, 2);
  auto hour = digits(t, 11, 2), minute = digits(t, 14, 2), second = digits(t, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second || *year < 1970 || *year > 2200)
    return std::nullopt;
  if (t[4] != '-' || t[7] != '-' || (t[10] != 'T' && t[10] != ' ') || t[13] != ':' || t[16] != ':')
    return std::nullopt;
  c::year_month_day date{c::year(*year), c::month(static_cast<unsigned>(*month)),
                         c::day(static_cast<unsigned>(*day))};
  auto zone = offset(t.substr(zone_at));
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59 || !zone) return std::nullopt;
  return Wall(c::sys_days(date).time_since_epoch() + c::hours(*hour) + c::minutes(*minute) +
              c::seconds(*second) - *zone);
}

std::optional<Duration> relative(std::string_view t) {
  constexpr int most = 100'000;
  int value = 0;
  auto [end, error] = std::from_chars(t.data() + 1, t.data() + t.size(), value);
  if (error != std::errc{} || value < 1 || value > most || end + 1 != t.data() + t.size())
    return std::nullopt;
  switch (*end) {
  case 'm':
    return c::minutes(value);
  case 'h':
    return c::hours(value);
  case 'd':
    return c::hours(24) * value;
  default:
    return std::nullopt;
  }
}

}

Wall whole_seconds(Wall time) { return Wall(c::floor<c::seconds>(time.time_since_epoch())); }

std::string text(Wall time) {
  auto whole = c::floor<c::seconds>(time.time_since_epoch());
  auto day = c::floor<c::days>(whole);
  c::year_month_day date{c::sys_days(day)};
  c::hh_mm_ss clock(whole - day);
  char out[64];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02dZ", int(date.year()), unsigned(date.month()),
                unsigned(date.day()), int(clock.hours().count()), int(clock.minutes().count()),
                int(clock.seconds().count()));
  return out;
}

Result<Wall> parse_time(std::string_view text, Wall now) {
  auto wrong = [&] {
    return fail(ErrorKind::unsupported,
                "'" + std::string(text) +
                    "' is no time; write 2026-02-01T06:00:00+07:00, or +2h or +3d from now");
  };
  if (text.starts_with('+')) {
    auto from_now = relative(text);
    if (!from_now) return wrong();
    return whole_seconds(now + *from_now);
  }
  auto time = absolute(text);
  if (!time) return wrong();
  return *time;
}

}
