// What the weakest board of the screens makes of a file.
#include "publisher/board_class.h"
#include "publisher/checks.h"

namespace sheaf::publisher {

void check_boards(const Checking &c) {
  const auto &board = judging_board(c.draft, c.evidence);
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
      if (!refused && m->kind == media::ItemKind::film && !c.evidence.makes_films)
        c.item(Severity::broken, "no_ffmpeg", i, {}, path);
    }
}

}
