#include "publisher/readying.h"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <set>

namespace sheaf::publisher {
namespace {

std::string time_left(Duration left) {
  auto s = std::chrono::duration_cast<std::chrono::seconds>(left).count();
  return s >= 60 ? fmt::format(", còn {} phút / {} min left", (s + 59) / 60, (s + 59) / 60)
                 : fmt::format(", còn {} giây / {} s left", s, s);
}

}

std::vector<std::string> files_of(const Draft &draft) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (const auto &item : draft.items)
    for (const auto &[language, path] : item.files)
      if (seen.insert(path).second) out.push_back(path);
  return out;
}

void show_readying(const Readying &at) {
  auto line = fmt::format("\r\x1b[K{}/{} {:3.0f} % {}{}", at.done + 1, at.count, at.part * 100,
                          source_name(at.path), at.left ? time_left(*at.left) : "");
  std::fputs(line.c_str(), stderr);
}

std::optional<playlist::Loudness> louder(std::optional<playlist::Loudness> a,
                                         std::optional<playlist::Loudness> b) {
  if (!a || !b) return a ? a : b;
  return playlist::Loudness{std::max(a->lufs, b->lufs), std::max(a->peak_db, b->peak_db)};
}

}
