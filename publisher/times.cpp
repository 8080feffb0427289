#include "publisher/times.h"

#include "base/rfc3339.h"
#include "publisher/refusal.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace sheaf::publisher {
namespace {

namespace c = std::chrono;

// "Z", "+07:00": how far its clocks are ahead of UTC.
std::optional<c::minutes> ahead(std::string_view zone) {
  constexpr std::string_view shape = "+00:00";
  if (zone == "Z" || zone == "z") return c::minutes(0);
  bool shaped = std::equal(zone.begin(), zone.end(), shape.begin(), shape.end(), [](char is, char s) {
    return s == '0' ? is >= '0' && is <= '9' : s == '+' ? is == '+' || is == '-' : is == s;
  });
  if (!shaped) return std::nullopt;
  auto two = [&](std::size_t at) { return (zone[at] - '0') * 10 + (zone[at + 1] - '0'); };
  if (two(1) > 23 || two(4) > 59) return std::nullopt;
  return c::minutes(two(1) * 60 + two(4)) * (zone[0] == '-' ? -1 : 1);
}

std::optional<Wall> absolute(std::string_view t) {
  constexpr std::size_t zone_at = 19; // of "2026-02-01T06:00:00+07:00"
  if (t.size() <= zone_at) return std::nullopt;
  auto local = parse_rfc3339(std::string(t.substr(0, zone_at)) + "Z");
  auto zone = ahead(t.substr(zone_at));
  return local && zone ? std::optional(*local - *zone) : std::nullopt;
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

std::string text(Wall time) { return rfc3339(whole_seconds(time)); }

std::string viet_nam_day(Wall time) {
  auto there = text(time + c::hours(7)); // "2026-02-01T..."
  return there.substr(8, 2) + "/" + there.substr(5, 2) + "/" + there.substr(0, 4);
}

std::string viet_nam_time(Wall time) {
  return text(time + c::hours(7)).substr(11, 5) + " " + viet_nam_day(time);
}

Saying told(Wall time) { return {viet_nam_time(time), text(time)}; }

Saying told(Bytes bytes) {
  auto english = sheaf::text(bytes), vietnamese = english;
  std::replace(vietnamese.begin(), vietnamese.end(), '.', ',');
  return {vietnamese, english};
}

Result<Wall> parse_time(std::string_view text, Wall now) {
  std::optional<Wall> time;
  if (!text.starts_with('+'))
    time = absolute(text);
  else if (auto from_now = relative(text))
    time = whole_seconds(now + *from_now);
  if (time) return *time;
  return refuse(ErrorKind::unsupported, "no_time", {{"text", std::string(text)}});
}

}
