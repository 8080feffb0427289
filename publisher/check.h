// What of a draft would be embarrassing on a wall. Pure; any thread.
#pragma once

#include "base/digest.h"
#include "media/measurement.h"
#include "publisher/board_class.h"
#include "publisher/draft.h"
#include "publisher/words.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sheaf::publisher {

/// broken: it would reach a screen broken, or not at all. warning: somebody should look. note: for
/// information.
enum class Severity { broken, warning, note };
/// "broken", "warning", "note": as `--json` spells it.
const char *name(Severity severity);

struct Concern {
  Severity severity = Severity::note;
  std::string name;    // "missing_file": the same for ever; words.txt has check_NAME and advice_NAME
  Saying what, advice; // a sentence each, without a full stop
  std::optional<std::size_t> item; // of Draft::items; nothing: it is about the whole
  std::string file;                // path; may be empty
  std::string where;               // file and line that it comes from; may be empty
  std::size_t many = 1;            // things that it stands for
};

/// What is known of one file.
struct Looked {
  Result<media::Measurement> measured;
  std::optional<Digest> digest; // known where another file is as long
  std::optional<std::vector<int>>
      word_heights;      // of a still on a screen of 1080 lines; nothing: nobody read it
  bool document = false; // that has no pages: `measured` says why
  std::optional<std::uint64_t> published = {}; // bytes that publishing made of it, where that is known
};

struct Evidence {
  std::map<std::string, Looked> files;         // by path, as Draft::items have it
  std::map<std::string, std::uint64_t> quotas; // id of a screen -> bytes that it can keep
  const BoardClass *board = nullptr;           // what files are judged by; null: the weakest of the screens'
  bool makes_films = true;                     // ffmpeg is there
  Wall today{};
};

/// What files are judged by.
const BoardClass &judging_board(const Draft &draft, const Evidence &evidence);

/// In the order of items; what is about the whole comes first.
std::vector<Concern> check(const Draft &draft, const Evidence &evidence);

/// One of `name`, about the whole.
Concern concern(Severity severity, const char *name, const Filling &filling);

/// What the readers of a draft have found: a mistake, or something to look at.
Concern concern(Severity severity, const Finding &said);

/// What read_draft_with_mistakes() complained about, sentence by sentence.
std::vector<Concern> concerns(const Error &of_reading);
/// A draft's mistakes, likewise.
std::vector<Concern> concerns(const std::vector<Finding> &mistakes);

}
