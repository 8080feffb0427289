// Looks at the office's files as a screen would show them: a small picture of each, and how high the words on
// stills are. Several at a time, by threads of its own. Called from one thread.
#pragma once

#include "base/result.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sheaf::publisher {

struct View {
  std::string jpeg;                             // at most 480x270; empty: there is none
  std::optional<std::vector<int>> word_heights; // of a still, drawn at 1920x1080
};

struct Views {
  std::map<std::string, View> of; // by path
  bool text_read = true;          // false: tesseract is not installed
};

struct ToLook {
  std::string path;
  bool still = false;
};

/// What was seen once is remembered in `cache_folder`/views, at most `most_views`. `progress` hears how many
/// are done.
Views look(const std::vector<ToLook> &files, const std::string &cache_folder,
           const std::function<void(std::size_t)> &progress);

inline constexpr std::size_t most_views = 2000; // files, of about 30 kB; the oldest go

}
