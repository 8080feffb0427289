#include "playlist/inner/language.h"

#include <algorithm>

namespace sheaf::playlist {
namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter_or_digit(char c) { return letter(c) || digit(c); }

bool subtag(std::string_view part) {
  return !part.empty() && part.size() <= 8 && std::all_of(part.begin(), part.end(), letter_or_digit);
}

bool time_of_day(std::string_view t) {
  if (t.size() != 5 || t[2] != ':' || !digit(t[0]) || !digit(t[1]) || !digit(t[3]) || !digit(t[4]))
    return false;
  return t.substr(0, 2) < "24" && t[3] < '6';
}

}

bool valid_language(std::string_view tag) {
  if (tag.size() > 35) return false;
  auto end = std::min(tag.find('-'), tag.size());
  auto first = tag.substr(0, end);
  if (!subtag(first) || first.size() < 2 || !std::all_of(first.begin(), first.end(), letter)) return false;
  for (tag.remove_prefix(end); !tag.empty(); tag.remove_prefix(end)) {
    tag.remove_prefix(1);
    end = std::min(tag.find('-'), tag.size());
    if (!subtag(tag.substr(0, end))) return false;
  }
  return true;
}

bool valid_hours(std::string_view hours) {
  if (hours.empty()) return true;
  return hours.size() == 11 && hours[5] == '-' && time_of_day(hours.substr(0, 5)) &&
         time_of_day(hours.substr(6));
}

}
