#include "base/colour.h"

#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace sheaf {
namespace {

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 17> names{{
    {"black", 0x000000},
    {"silver", 0xc0c0c0},
    {"gray", 0x808080},
    {"grey", 0x808080},
    {"white", 0xffffff},
    {"maroon", 0x800000},
    {"red", 0xff0000},
    {"purple", 0x800080},
    {"fuchsia", 0xff00ff},
    {"green", 0x008000},
    {"lime", 0x00ff00},
    {"olive", 0x808000},
    {"yellow", 0xffff00},
    {"navy", 0x000080},
    {"blue", 0x0000ff},
    {"teal", 0x008080},
    {"aqua", 0x00ffff},
}};

Colour from(std::uint32_t rgb) {
  return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8),
          static_cast<std::uint8_t>(rgb)};
}

}

Result<Colour> parse_colour(std::string_view text) {
  for (auto &[name, rgb] : names)
    if (name == text) return from(rgb);
  std::string digits(text.starts_with('#') ? text.substr(1) : std::string_view{});
  if (digits.size() == 3) digits = {digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]};
  std::uint32_t rgb = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), rgb, 16);
  if (digits.size() != 6 || error != std::errc{} || end != digits.data() + 6)
    return fail(ErrorKind::unsupported,
                "'" + std::string(text) + "' is not a colour: write #rrggbb, or a name such as black");
  return from(rgb);
}

}
