#include "playlist/natural_order.h"

#include <algorithm>

namespace sheaf::playlist {
namespace {

bool decimal(char c) { return c >= '0' && c <= '9'; }
unsigned char folded(char c) { return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); }

std::string_view take_number(std::string_view &s) {
  auto end = std::find_if_not(s.begin(), s.end(), decimal);
  auto number = s.substr(0, static_cast<std::size_t>(end - s.begin()));
  s.remove_prefix(number.size());
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

int compare_numbers(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

int compare(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (decimal(a[0]) && decimal(b[0])) {
      if (int c = compare_numbers(take_number(a), take_number(b))) return c;
    } else {
      if (folded(a[0]) != folded(b[0])) return folded(a[0]) < folded(b[0]) ? -1 : 1;
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  return static_cast<int>(!a.empty()) - static_cast<int>(!b.empty());
}

}

bool natural_less(std::string_view a, std::string_view b) {
  if (int c = compare(a, b)) return c < 0;
  return a < b;
}

}
