// Integrity of the small files: what can be derived is written anew, what is signed comes from a source
// again.
#include "assets/inner/shelf_store.h"
#include "board/files.h"
#include "board/log.h"

namespace sheaf::assets {
namespace {

constexpr Bytes most_derived{4u << 20}; // of serials.json and `current`

}

// Each root is there twice: as a file, which the player reads, and in the books.
Result<TrustedRoot> ShelfStore::follow_roots(TrustedRoot root) {
  constexpr std::uint64_t most_roots = 10'000; // versions beyond the installed one
  for (std::uint64_t i = 0; i < most_roots; ++i) {
    auto version = root.root.version + 1;
    auto file = files_.root(version);
    auto document = board::read_whole(file, {playlist::most_root});
    auto next = document ? next_root(root, *document) : fail(document.error());
    auto copy = books_.get("root/" + std::to_string(version));
    if (next && copy != *document) (void)books_.write({{"root/" + std::to_string(version), *document}});
    if (!next && copy) {
      next = next_root(root, *copy);
      auto written = next ? replace(disk_, file, *copy) : Result<void>{};
      if (!written) return fail(written.error());
    }
    if (!next) break;
    root = std::move(*next);
  }
  return root;
}

// Where the file says something else than what was written there last, it is written again by settle().
void ShelfStore::forget_told(const std::string &path, std::string &told) {
  auto lies = board::read_whole(path, most_derived);
  if (told.empty() || (lies && *lies == told)) return;
  board::log(board::Level::warning, "'" + path + "' is damaged; it is written anew");
  told.clear();
}

// The accepted serials stay what they are. Blobs of an edition whose documents are damaged are needed still.
Result<std::vector<ShelfFinding>> ShelfStore::check_documents() {
  std::vector<ShelfFinding> findings;
  auto roots = follow_roots(installed_);
  if (!roots) return fail(roots.error());
  if (roots->root.version < root_.root.version)
    findings.push_back({{}, "'" + files_.root(roots->root.version + 1) + "' is damaged"});
  for (auto &[channel, list] : state_.editions)
    for (auto &e : list) {
      auto whole = verify_edition(files_, root_.root, e);
      if (!whole && !e.damaged) findings.push_back({e.id.head, whole.error().text});
      e.damaged = !whole;
    }
  if (!findings.empty()) forget_validators();
  forget_told(files_.serials(), told_serials_);
  forget_told(files_.current(), told_current_);
  auto settled = settle();
  if (!settled) return fail(settled.error());
  return findings;
}

}
