#include "base/bytes.h"

#include <array>
#include <cstdio>

namespace sheaf {

std::string text(Bytes bytes) {
  constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  auto value = static_cast<double>(bytes.count);
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), unit && value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  return out.data();
}

}
