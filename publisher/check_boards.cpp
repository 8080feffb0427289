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

// Each reason is a sentence of its own; a finding ends without a full stop.
Saying with_reasons(Saying what, const Verdict &verdict) {
  for (const auto &reason : verdict.reasons) {
    auto both = saying(reason.word, reason.filling);
    what.vi += ". " + both.vi.substr(0, both.vi.find_last_not_of('.') + 1);
    what.en += ". " + both.en.substr(0, both.en.find_last_not_of('.') + 1);
  }
  return what;
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
      c.found.back().what = with_reasons(c.found.back().what, verdict);
    }
}

}
