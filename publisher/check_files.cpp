// Files: there, playable, whole, and not twice.
#include "publisher/checks.h"
#include "publisher/named_things.h"
#include "publisher/reasons.h"

#include <set>

namespace sheaf::publisher {
namespace {

void measured(const Checking &c, std::size_t i, const std::string &path, const Looked &looked) {
  if (!looked.measured) {
    auto absent = looked.measured.error().kind == ErrorKind::absent; // of a document: a program is
    const auto *name = looked.document ? "unopened_document" : absent ? "missing_file" : "unplayable";
    return c.item(Severity::broken, name, i,
                  {{"file", source_name(path)}, {"reason", reason(looked.measured.error())}}, path);
  }
  const auto &p = looked.measured->picture; // what is worse is refused by any board
  if (p.damaged > 0 && p.damaged * 10 <= p.pictures)
    c.item(Severity::warning, "damaged", i, {{"count", std::to_string(p.damaged)}}, path);
}

void twice(const Checking &c, std::size_t i, std::size_t first, const std::string &path) {
  const auto &other = c.draft.items[first];
  auto where = other.where.empty() || other.where == other.item.source ? "" : " (" + other.where + ")";
  c.item(Severity::warning, "twice", i,
         {{"number", std::to_string(first + 1)}, {"other", other.item.source}, {"where", where}}, path);
}

// A publication has a film or a picture under one id, in all of its languages.
void one_kind(const Checking &c, std::size_t i) {
  std::set<media::ItemKind> kinds;
  for (const auto &[language, path] : c.draft.items[i].files)
    if (const auto *m = c.measurement(path)) kinds.insert(m->kind);
  if (kinds.size() > 1) c.item(Severity::broken, "mixed_kinds", i);
}

}

void check_files(const Checking &c) {
  if (const auto &ignored = c.draft.ignored; !ignored.empty())
    c.whole(Severity::warning, "ignored",
            {{"count", std::to_string(ignored.size())}, {"names", some_of(ignored, 8)}});
  std::map<std::string, std::size_t> paths; // -> the item that has it
  std::map<Digest, std::size_t> digests;
  for (std::size_t i = 0; i < c.draft.items.size(); ++i) {
    const auto &item = c.draft.items[i];
    for (const auto &[language, path] : item.files) {
      auto looked = c.evidence.files.find(path);
      if (looked == c.evidence.files.end()) continue;
      measured(c, i, path, looked->second);
      auto first = paths.emplace(path, i).first->second;
      if (const auto &digest = looked->second.digest)
        first = std::min(first, digests.emplace(*digest, i).first->second);
      if (first != i) twice(c, i, first, path);
    }
    one_kind(c, i);
  }
}

}
