// Which of an item's languages a screen shows: the player goes by it, and the office is told by it. Pure; any
// thread.
#pragma once

#include <string>
#include <vector>

namespace sheaf::playlist {

/// The entry of `files` (language -> anything) for a screen: in one of its own languages; else without one;
/// else in the publication's first: better than nothing. Null where there is none at all.
template<class Files>
const typename Files::value_type *in_language(const Files &files, const std::vector<std::string> &screen,
                                              const std::vector<std::string> &publication) {
  static const std::vector<std::string> any{"und"};
  for (const auto *languages : {&screen, &any, &publication})
    for (const auto &language : *languages)
      if (auto found = files.find(language); found != files.end()) return &*found;
  return files.empty() ? nullptr : &*files.begin();
}

}
