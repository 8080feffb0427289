#include "playlist/inner/features.h"

#include "playlist/manifest.h"

#include <algorithm>
#include <array>

namespace sheaf::playlist {
namespace {

// A name that has been published means the same for ever; FORMAT.md has the table with its words.
constexpr std::array<std::string_view, 2> features{
    "film", // moving pictures with sound
    "fade", // items that come in over the one before (fade_s)
};

}

bool has_feature(std::string_view name) {
  return std::find(features.begin(), features.end(), name) != features.end();
}

std::string first_unmet(const std::vector<std::string> &needs) {
  auto unmet = std::find_if_not(needs.begin(), needs.end(), has_feature);
  return unmet == needs.end() ? std::string() : *unmet;
}

}
