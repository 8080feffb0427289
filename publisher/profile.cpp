#include "publisher/profile.h"

#include "publisher/refusal.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

Result<const BoardClass *> class_named(const std::string &name, const std::string &where) {
  if (const auto *board = board_class(name)) return board;
  std::string all;
  for (const auto &c : board_classes()) all += (all.empty() ? "" : ", ") + std::string(c.name);
  return refuse(ErrorKind::refused, "no_board_class", {{"where", where}, {"name", name}, {"all", all}});
}

}

// Boards stand in their table from the weakest on.
const BoardClass &weakest_board(const Draft &draft) {
  const auto &screens = draft.about.screens;
  auto all = board_classes();
  auto found = std::find_if(all.begin(), all.end(), [&](const BoardClass &board) {
    return std::any_of(screens.begin(), screens.end(), [&](const playlist::Screen &s) {
      return s.profile == board.name || !board_class(s.profile);
    });
  });
  return found == all.end() ? all.front() : *found;
}

Result<const BoardClass *> profile_for(const std::string &asked, const Draft &draft) {
  if (!asked.empty()) return class_named(asked, "--profile");
  if (!draft.profile.empty()) return class_named(draft.profile, "profile");
  return &weakest_board(draft);
}

}
