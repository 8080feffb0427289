// 'sheaf screens': who gets what.
#include "board/clock.h"
#include "publisher/arguments.h"
#include "publisher/cache.h"
#include "publisher/documents.h"
#include "publisher/help.h"
#include "publisher/probing.h"
#include "publisher/profile.h"
#include "publisher/reasons.h"
#include "publisher/refusal.h"
#include "publisher/screen_list.h"
#include "publisher/verbs.h"

#include <cstdio>
#include <functional>

namespace sheaf::publisher {
namespace {

constexpr const char *screens_usage = R"(usage: sheaf screens SRC
Lists the screens of a folder's table ("man-hinh.csv", "screens.xlsx", or [[screen]] in its sheaf.toml), and what each
will show: how many items, in which languages, how long and how large; and the items that no screen would show.

  --json               one JSON document, for programs
  --csv                a table for Excel, in UTF-8 with a byte order mark
)";

// As the last publication for such boards found it, else looked at now; a picture has the time that screens
// give it where nobody says another.
class Looks {
public:
  explicit Looks(const BoardClass &board) : board_(board) {}

  Shown operator()(const std::string &path) {
    auto stamp = stamp_of(path);
    if (!stamp) return {};
    if (const auto *known = cache_.find(path, board_.name, *stamp))
      return {time_of(known->facts), known->size};
    auto facts = probed(path);
    return {facts ? time_of(*facts) : std::nullopt, stamp->size};
  }

private:
  static std::optional<Duration> time_of(const Facts &facts) {
    constexpr Duration still = 10s; // as player/options.h
    return facts.kind == playlist::ItemKind::still ? still : facts.duration;
  }

  std::optional<Facts> probed(const std::string &path) {
    if (!prober_) prober_ = Prober::start();
    if (!*prober_) return std::nullopt;
    auto facts = (*prober_)->probe(path);
    return facts ? std::optional(*facts) : std::nullopt;
  }

  const BoardClass &board_;
  Cache cache_{cache_folder()};
  std::optional<Result<Prober>> prober_;
};

void tell(const ScreenList &list, const std::vector<Finding> &warnings) {
  std::fputs(text_of(list).c_str(), stdout);
  for (const auto &warning : warnings) std::fprintf(stderr, "%s\n", text(warning).c_str());
}

}

Result<int> screens(VerbWords words) {
  Grammar grammar;
  grammar.switches = {"--help", "-h", "--json", "--csv", "--clock-is-right"};
  auto a = parse_arguments(words, grammar);
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_help("screens", screens_usage);
  if (a->names.size() != 1)
    return refuse(ErrorKind::unsupported, a->names.empty() ? "say_source" : "one_folder");
  if (a->has("--json") && a->has("--csv")) return refuse(ErrorKind::unsupported, "json_or_csv");
  auto draft = read_draft(a->names.front());
  if (!draft) return fail(draft.error());
  auto board = profile_for("", *draft);
  if (!board) return fail(board.error());
  auto unopened = unfold_documents(*draft, cache_folder());
  Looks looks(**board);
  auto warnings = draft->warnings;
  for (const auto &u : unopened)
    warnings.push_back(finding(source_name(u.path), "screens_unopened", {{"reason", reason(u.error)}}));
  auto list = screen_list(std::move(*draft), board::now().wall, std::ref(looks));
  if (a->has("--json"))
    std::fputs(json_of(list).c_str(), stdout);
  else if (a->has("--csv"))
    std::fputs(csv_of(list).c_str(), stdout);
  else
    tell(list, warnings);
  return 0;
}

}
