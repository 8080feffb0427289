// Bounds of what a person may write, in a table as in sheaf.toml: the manifest's (playlist/FORMAT.md,
// "Limits").
#pragma once

#include <cstddef>

namespace sheaf::publisher {

constexpr std::size_t most_title = 500, most_tag = 64, most_named = 200; // bytes
constexpr std::size_t most_listed = 32, most_themes = 256;

}
