// Integrity: what lies on the card is what was signed, or it is taken away.
#include "assets/inner/shelf_store.h"
#include "board/log.h"

#include <algorithm>

namespace sheaf::assets {
namespace {

constexpr std::uint64_t note_after = 256ull << 20; // bytes that are read twice after a power cut
constexpr std::uint64_t least = 64 << 10;          // a small file's turn costs about as much as reading these

// The next digest in order; after the last comes the first.
Digest after(Digest d) {
  for (auto i = d.bytes.rbegin(); i != d.bytes.rend(); ++i)
    if (++*i != 0) break;
  return d;
}

}

void ShelfStore::note_scrub(std::uint64_t read) {
  scrubbed_ += read;
  if (scrubbed_ < note_after) return;
  scrubbed_ = 0;
  (void)books_.write({{"scrub", scrub_at_.blob.hex()}});
}

Result<void> ShelfStore::take_away(const Wanted &blob) {
  auto size = std::min(blobs_.size(blob.blob), blob.size);
  return blobs_.take_away(blob, size > playlist::chunk_size ? size - playlist::chunk_size : 0);
}

// One chunk; all of a blob that has no list.
std::optional<ShelfFinding> ShelfStore::examine(const Wanted &blob, std::uint64_t chunk) {
  if (!blobs_.holds(blob.blob)) return std::nullopt;
  auto list = blobs_.chunks(blob);
  if (!list) { // nothing can be said about the blob, but the list has to come again
    if (list.error().kind != ErrorKind::absent) (void)take_away({*blob.chunks, 0, {}});
    return list.error().kind == ErrorKind::absent
               ? std::nullopt
               : std::optional(ShelfFinding{*blob.chunks, "the chunk list is damaged"});
  }
  auto verified = [&]() -> Result<void> {
    if (list->empty()) return blobs_.verify_whole(blob.blob);
    auto file = disk_.open_to_read(files_.blob(blob.blob));
    if (!file) return fail(file.error());
    return ShelfBlobs::verify_chunk(**file, blob, *list, chunk);
  }();
  if (verified) return std::nullopt;
  board::log(board::Level::warning, "'" + files_.blob(blob.blob) + "': " + verified.error().text);
  (void)take_away(blob);
  return ShelfFinding{blob.blob, verified.error().text};
}

std::optional<ShelfFinding> ShelfStore::examine_all(const Wanted &blob) {
  auto steps = blob.chunks ? playlist::chunk_count(blob.size) : 1;
  for (std::uint64_t chunk = 0; chunk < steps; ++chunk)
    if (auto found = examine(blob, chunk)) return found;
  return std::nullopt;
}

Result<void> ShelfStore::report_bad(const BadChunk &bad) {
  auto wanted = needed();
  auto found = wanted.find(bad.blob);
  auto blob = found == wanted.end() ? Wanted{bad.blob, blobs_.size(bad.blob), {}} : found->second;
  if (blob.chunks && bad.chunk >= playlist::chunk_count(blob.size)) return {};
  (void)examine(blob, bad.chunk);
  return {};
}

Result<std::vector<ShelfFinding>> ShelfStore::scrub(std::uint64_t most) {
  std::vector<ShelfFinding> findings;
  auto wanted = needed();
  auto held = blobs_.held();
  for (std::uint64_t read = 0; read < most;) {
    auto next = held.lower_bound(scrub_at_.blob);
    if (next == held.end()) { // once around
      scrub_at_ = {};
      auto documents = check_documents();
      if (!documents) return documents;
      findings.insert(findings.end(), documents->begin(), documents->end());
      break;
    }
    if (*next != scrub_at_.blob) scrub_at_ = {*next, 0};
    auto known = wanted.find(*next);
    auto blob = known == wanted.end() ? Wanted{*next, blobs_.size(*next), {}} : known->second;
    auto found = examine(blob, scrub_at_.chunk);
    if (found) findings.push_back(*found);
    read += std::max(least, blob.chunks ? chunk_bytes(blob.size, scrub_at_.chunk) : blob.size);
    auto over = found || !blob.chunks || ++scrub_at_.chunk >= playlist::chunk_count(blob.size);
    if (over) scrub_at_ = {after(*next), 0};
  }
  note_scrub(most);
  return findings;
}

Result<std::vector<ShelfFinding>>
ShelfStore::check(const std::function<void(std::uint64_t done, std::uint64_t of)> &progress) {
  std::vector<ShelfFinding> findings;
  std::uint64_t done = 0, of = 0;
  auto wanted = needed();
  for (auto &[digest, blob] : wanted) of += blobs_.holds(digest) ? blob.size : 0;
  auto documents = check_documents();
  if (!documents) return documents;
  findings = std::move(*documents);
  for (auto &[digest, blob] : wanted) {
    auto size = blobs_.holds(digest) ? blob.size : 0;
    if (auto found = examine_all(blob)) findings.push_back(*found);
    done += size;
    if (progress) progress(done, of);
  }
  std::set<Digest> told;
  for (auto &f : findings) told.insert(f.blob);
  for (auto &[channel, list] : state_.editions)
    for (auto &e : list)
      for (auto &w : e.wanted)
        if (e.complete && !blobs_.holds(w.blob) && told.insert(w.blob).second)
          findings.push_back({w.blob, "absent"});
  return findings;
}

}
