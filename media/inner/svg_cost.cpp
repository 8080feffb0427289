#include "media/inner/svg_cost.h"

#include <algorithm>
#include <string_view>

namespace sheaf::media {

namespace {

// Measured with librsvg 2.54 and Pango 1.50, rounded up.
constexpr Bytes an_element{1500}, an_attribute{200}, a_letter{700};
constexpr std::uint64_t times_the_file = 4; // path data as numbers

/// Bytes that count as letters in `between`, what stands between two tags.
std::uint64_t letters(std::string_view between) {
  return static_cast<std::uint64_t>(std::count_if(
      between.begin(), between.end(), [](char c) { return static_cast<unsigned char>(c) > ' '; }));
}

}

SvgCost svg_cost(std::span<const std::uint8_t> file) {
  std::string_view rest(reinterpret_cast<const char *>(file.data()), file.size());
  SvgCost cost{Bytes{rest.size()} * times_the_file, rest.find("text") != std::string_view::npos};
  while (!rest.empty()) {
    auto open = std::min(rest.find('<'), rest.size());
    if (cost.has_text) cost.memory = cost.memory + a_letter * letters(rest.substr(0, open));
    rest.remove_prefix(open);
    auto tag = rest.substr(0, rest.find('>'));
    if (tag.substr(0, 2) != "</") cost.memory = cost.memory + an_element;
    cost.memory =
        cost.memory + an_attribute * static_cast<std::uint64_t>(std::count(tag.begin(), tag.end(), '='));
    rest.remove_prefix(std::min(rest.size(), tag.size() + 1));
    if (tag.substr(0, 6) == "<style")
      rest.remove_prefix(std::min(rest.find("</"), rest.size())); // fonts in it
  }
  return cost;
}

}
