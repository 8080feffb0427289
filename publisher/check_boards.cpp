// What the weakest board of the screens makes of a file.
#include "publisher/board_class.h"
#include "publisher/checks.h"
#include "publisher/profile.h"

namespace sheaf::publisher {
namespace {

const BoardClass &judging(const Checking &c) {
  if (c.evidence.board) return *c.evidence.board;
  const auto *said = board_class(c.draft.profile);
  return said ? *said : weakest_board(c.draft);
}

}

void check_boards(const Checking &c) {
  const auto &board = judging(c);
  for (std::size_t i = 0; i < c.draft.items.size(); ++i)
    for (const auto &[language, path] : c.draft.items[i].files) {
      const auto *m = c.measurement(path);
      auto verdict = m ? judge(*m, board) : Verdict();
      if (verdict.fate == Fate::playable) continue;
      bool refused = verdict.fate == Fate::refused;
      c.item(refused ? Severity::broken : Severity::note, refused ? "refused" : "made_anew", i, {}, path);
      auto &what = c.found.back().what;
      auto reasons = told(verdict);
      what = {what.vi + ". " + reasons.vi, what.en + ". " + reasons.en};
    }
}

}
