// Texts that people edit as files of their own, compiled in: plans, the starting folder's guide, the page's
// style. Any thread.
#pragma once

#include <span>
#include <string_view>

namespace sheaf::publisher {

struct EmbeddedText {
  std::string_view name; // below publisher/: "plans/hue.toml"
  std::string_view text;
};

std::span<const EmbeddedText> embedded_texts();
/// The text of one. A name that is not there is a bug, and empty.
std::string_view embedded(std::string_view name);

}
