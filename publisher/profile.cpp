#include "publisher/profile.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

Result<const BoardClass *> named(const std::string &name, const std::string &where) {
  if (const auto *board = board_class(name)) return board;
  std::string all;
  for (const auto &c : board_classes()) all += (all.empty() ? "" : ", ") + std::string(c.name);
  return fail(ErrorKind::refused, where + ": there is no board class '" + name + "'; write one of " + all);
}

}

Result<const BoardClass *> profile_for(const std::string &asked, const Draft &draft) {
  if (!asked.empty()) return named(asked, "--profile");
  if (!draft.profile.empty()) return named(draft.profile, "profile");
  const BoardClass *weakest = nullptr;
  for (const auto &screen : draft.about.screens) {
    if (screen.profile.empty()) continue;
    auto board = named(screen.profile, "profile of screen '" + screen.id + "'");
    if (!board) return board;
    weakest = weakest ? std::min(weakest, *board) : *board; // they stand in one table, the weakest first
  }
  return weakest ? weakest : board_class("pi3");
}

}
