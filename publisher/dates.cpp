#include "publisher/dates.h"

#include "board/zone.h"
#include "publisher/table.h"
#include "publisher/times.h"
#include "publisher/unicode.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <regex>

namespace sheaf::publisher {
namespace {

namespace c = std::chrono;

constexpr const char *zone = "Asia/Ho_Chi_Minh";
constexpr const char *unreadable = "date_unreadable";

// Without the zone's rules on this machine: as it has been since 1975.
Duration offset_at(Wall at) { return board::utc_offset(zone, at).value_or(Duration(7h)); }

Wall wall_of(Duration local) { return Wall(local) - offset_at(Wall(local) - 7h); }

struct Clock {
  int hour = 0, minute = 0, second = 0;
};
struct Day {
  int year = 0, month = 0, day = 0;
  bool year_first = false;
};
using Reading = tl::expected<Wall, std::string>;

int number(const std::string &digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

Reading wrong(const char *name) { return tl::unexpected<std::string>(name); }

Reading composed_of(Day d, const std::optional<Clock> &clock, Edge edge) {
  if (d.year < 100) d.year += d.year < 20 ? 0 : 2000; // of 01/02/03 nobody knows which is the year
  if (d.month > 12 && d.day <= 12 && !d.year_first) return wrong("date_month_first");
  if (d.year < 2000 || d.year > 2199) return wrong("date_far");
  c::year_month_day day{c::year(d.year), c::month(static_cast<unsigned>(d.month)),
                        c::day(static_cast<unsigned>(d.day))};
  if (!day.ok()) return wrong("date_impossible");
  Duration local = c::sys_days(day).time_since_epoch();
  if (!clock) return wall_of(local + (edge == Edge::until ? c::hours(24) : c::hours(0)));
  if (clock->hour > 24 || clock->minute > 59 || clock->second > 59 ||
      (clock->hour == 24 && clock->minute > 0))
    return wrong("date_hour");
  // A minute's last second comes from how a spreadsheet keeps 08:30, or from somebody who means the end of a
  // day.
  auto minute = clock->minute + (clock->second == 59 ? 1 : 0);
  return wall_of(local + c::hours(clock->hour) + c::minutes(minute));
}

// "8:30", "08:30:00", "8h", "8h30", "8 gio 30", "8:30 ch": in plain letters.
std::optional<Clock> clock_of(std::string text) {
  static const std::regex shape(
      R"((\d{1,2})(?:(?::| ?h ?| ?gio ?)(\d{1,2})?)(?::(\d{1,2}))?(?: ?phut)? ?(sa|ch|am|pm)?)");
  std::smatch part;
  if (!std::regex_match(text, part, shape)) return std::nullopt;
  Clock clock{number(part[1]), number(part[2]), number(part[3])};
  auto half = part[4].str();
  if ((half == "ch" || half == "pm") && clock.hour < 12) clock.hour += 12;
  if ((half == "sa" || half == "am") && clock.hour == 12) clock.hour = 0;
  return clock;
}

std::optional<Day> day_of(const std::string &text) {
  static const std::regex ours(R"((\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4}|\d{2}))"),
      iso(R"((\d{4})[/.-](\d{1,2})[/.-](\d{1,2}))"), spoken(R"((\d{1,2}) thang (\d{1,2})(?: nam)? (\d{4}))");
  std::smatch part;
  if (std::regex_match(text, part, ours) || std::regex_match(text, part, spoken))
    return Day{number(part[3]), number(part[2]), number(part[1])};
  if (std::regex_match(text, part, iso)) return Day{number(part[1]), number(part[2]), number(part[3]), true};
  return std::nullopt;
}

Reading of_serial(double days, Edge edge) {
  constexpr double first = 36526, last = 109574; // 2000 to 2199
  if (!(days >= first && days < last)) return wrong(unreadable);
  auto whole = std::floor(days);
  auto minutes = std::lround((days - whole) * 24 * 60);
  constexpr int from_1899_to_1970 = 25569;
  Duration local = c::hours(24) * (static_cast<int>(whole) - from_1899_to_1970) + c::minutes(minutes);
  return wall_of(minutes == 0 && edge == Edge::until ? local + c::hours(24) : local);
}

// Small letters without marks; the signs that separate stay.
std::string plain(std::string_view written) {
  static const std::regex between(R"((\d)t(\d))");
  auto text = std::regex_replace(plain_letters(one_line(written)), between, "$1 $2");
  std::replace(text.begin(), text.end(), ',', ' ');
  return text;
}

std::string without_filler(const std::string &text) {
  static const std::regex filler(
      R"((^|\s)(ngay|luc|vao|thu (hai|ba|tu|nam|sau|bay)|chu nhat|het|tu|den)(?=\s|$))");
  return one_line(std::regex_replace(text, filler, "$1"));
}

Reading day_and_clock(const std::string &text, Edge edge) {
  if (auto day = day_of(text)) return composed_of(*day, std::nullopt, edge);
  for (auto space = text.find(' '); space != std::string::npos; space = text.find(' ', space + 1)) {
    auto first = text.substr(0, space), second = text.substr(space + 1);
    for (bool turned : {false, true}) {
      auto day = day_of(turned ? second : first);
      auto clock = clock_of(turned ? first : second);
      if (!day || !clock) continue;
      // A spreadsheet writes midnight behind a day that was typed alone.
      bool midnight = !turned && second == "00:00:00";
      return composed_of(*day, midnight ? std::nullopt : clock, edge);
    }
  }
  static const std::regex without_year(R"(\d{1,2}[/.-]\d{1,2})");
  return wrong(std::regex_match(text, without_year) ? "date_no_year" : unreadable);
}

}

Reading parse_date(std::string_view written, Edge edge) {
  constexpr std::size_t most = 64; // bytes; regular expressions are not for more
  if (written.size() > most) return wrong(unreadable);
  if (auto exact = parse_time(written, Wall()); exact && !written.starts_with('+')) return *exact;
  if (auto days = number_of(written)) return of_serial(*days, edge);
  return day_and_clock(without_filler(plain(written)), edge);
}

MonthFirst month_first(std::string_view written) {
  constexpr std::size_t most = 64; // bytes
  static const std::regex shape(R"((?:^|.*\s)(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(?:\d{4}|\d{2})(?:\s.*)?)");
  if (written.size() > most) return MonthFirst::no;
  auto text = one_line(written);
  std::smatch part;
  if (!std::regex_match(text, part, shape)) return MonthFirst::no;
  auto first = number(part[1]), second = number(part[2]);
  constexpr int months = 12;
  if (first > months || first == second) return MonthFirst::no;
  return second > months ? MonthFirst::certain : MonthFirst::maybe;
}

std::vector<LeftOut> split_by_date(Draft &draft, Wall now) {
  std::vector<LeftOut> out;
  std::erase_if(draft.items, [&](const DraftItem &d) {
    bool early = d.from && now < *d.from, over = d.until && now >= *d.until;
    if (early || over)
      out.push_back(
          {d.item.id.empty() ? d.item.source : d.item.id, d.where, over, over ? *d.until : *d.from});
    return early || over;
  });
  return out;
}

Finding finding_of(const LeftOut &left) {
  return finding(left.where, left.over ? "item_over" : "item_early",
                 {{"name", left.name}, {"at", local_text(left.at)}});
}

std::string local_text(Wall at) {
  auto local = at + offset_at(at);
  auto days = c::floor<c::days>(c::sys_time<Duration>(local.time_since_epoch()));
  c::year_month_day day(days);
  auto minutes = c::floor<c::minutes>(local.time_since_epoch() - days.time_since_epoch()).count();
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%02u/%02u/%04d %02d:%02d", static_cast<unsigned>(day.day()),
                static_cast<unsigned>(day.month()), static_cast<int>(day.year()),
                static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
  return out.data();
}

}
