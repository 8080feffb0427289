#include "assets/inner/shelf_store.h"

#include "assets/inner/incoming.h"
#include "assets/inner/shelf_built.h"
#include "base/bytes.h"
#include "board/log.h"

#include <algorithm>
#include <filesystem>

namespace sheaf::assets {

ShelfStore::ShelfStore(Disk &disk, StoreFiles files, TrustedRoot root, ShelfLimits limits, Fd lock,
                       Books books)
    : disk_(disk), files_(std::move(files)), installed_(std::move(root)), root_(installed_), limits_(limits),
      lock_(std::move(lock)), books_(std::move(books)), blobs_(disk, files_) {}

ShelfStore::~ShelfStore() {
  write_month();
  (void)books_.write({{"scrub", scrub_at_.blob.hex()}});
}

const ShelfEdition *ShelfStore::newest(const std::string &channel) const {
  auto found = state_.editions.find(channel);
  return found == state_.editions.end() || found->second.empty() ? nullptr : &found->second.front();
}

playlist::Accepted ShelfStore::accepted(const std::string &channel) const {
  auto found = state_.serials.find(channel);
  return found == state_.serials.end() ? playlist::Accepted{} : found->second;
}

bool ShelfStore::lacks_documents(const std::string &channel) const {
  auto *edition = newest(channel);
  auto id = accepted(channel);
  return id.serial > 0 && (edition == nullptr || edition->id.head != id.head || edition->damaged);
}

// --- changing ---

// All facts as they are to be; the books leave out what they say already.
std::vector<Books::Change> ShelfStore::changes_to(const ShelfState &next) const {
  std::vector<Books::Change> changes;
  std::map<std::string, std::string> editions;
  for (auto &[channel, accepted] : next.serials)
    changes.push_back({"serial/" + channel, write_accepted(accepted)});
  for (auto &[channel, list] : next.editions)
    for (auto &e : list) editions[e.id.head.hex()] = e.complete ? "complete" : "coming in";
  for (auto &[head, words] : editions) changes.push_back({"edition/" + head, words});
  for (auto &[head, words] : books_.all("edition/"))
    if (!editions.contains(head)) changes.push_back({"edition/" + head, std::nullopt});
  changes.push_back({"floor", std::to_string(next.floor.time_since_epoch() / 1s)});
  return changes;
}

Result<void> ShelfStore::commit(ShelfState next) {
  auto written = books_.write(changes_to(next));
  if (!written) return written;
  auto before = std::exchange(state_, std::move(next));
  auto settled = settle();
  if (!settled) return settled;
  auto wanted = needed();
  for (auto &[channel, list] : before.editions)
    for (auto &e : list) blobs_.parted_with(e.wanted, wanted);
  prune_documents();
  return {};
}

// What could not be told before is told now.
Result<void> ShelfStore::settle() {
  auto serials = write_serials(state_.serials), now = write_current(current());
  if (serials != told_serials_) {
    auto told = replace(disk_, files_.serials(), serials);
    if (!told) return told;
    told_serials_ = serials;
  }
  if (now == told_current_) return {};
  auto told = replace(disk_, files_.current(), now);
  if (told) told_current_ = now;
  return told;
}

Current ShelfStore::current() const {
  Current now;
  now.root = root_.root.version > installed_.root.version ? root_.root.version : 0;
  for (auto &[channel, list] : state_.editions) {
    CurrentChannel c{channel, {}};
    for (auto &e : list)
      if (!e.damaged) c.editions.push_back({e.id.head, e.manifest, e.complete});
    if (!c.editions.empty()) now.channels.push_back(std::move(c));
  }
  return now;
}

// After `current` has ceased to name them.
void ShelfStore::prune_documents() {
  std::set<std::string> kept;
  for (auto &[channel, list] : state_.editions)
    for (auto &e : list) kept.insert({files_.head(e.id.head), files_.manifest(e.manifest)});
  std::error_code error;
  std::vector<std::string> strays;
  for (std::filesystem::directory_iterator i(files_.editions(), error), end; !error && i != end;
       i.increment(error))
    if (!kept.contains(i->path().string())) strays.push_back(i->path().string());
  for (auto &path : strays) (void)disk_.remove(path); // next time, where it cannot be now
}

Result<void> ShelfStore::accept(std::string_view head_document, const playlist::Head &head,
                                const Digest &head_digest, std::string_view manifest_bytes,
                                const playlist::Manifest &manifest) {
  auto next = state_;
  auto edition = take_edition(head, head_digest, manifest);
  auto &before = next.serials[head.channel];
  if (newer(before, edition.id))
    return fail(ErrorKind::refused, head.channel + ": a newer edition was accepted before");
  if (!newer(edition.id, before) && head_digest != before.head)
    return fail(ErrorKind::refused, head.channel + ": another head was accepted under the same serial");
  auto kept = replace(disk_, files_.manifest(head.manifest), manifest_bytes);
  if (kept) kept = replace(disk_, files_.head(head_digest), head_document);
  if (!kept) return kept;
  before = edition.id;
  next.floor = std::max(next.floor, head.issued);
  auto &list = next.editions[head.channel];
  for (auto &e : list)
    if (e.id.head == head_digest) edition.complete = e.complete;
  std::erase_if(list, [&](auto &e) { return e.id.head == head_digest; });
  list.push_back(std::move(edition));
  keep_what_counts(list, next.floor);
  return commit(std::move(next));
}

Result<bool> ShelfStore::complete(const std::string &channel) {
  auto *edition = newest(channel);
  if (edition == nullptr) return false;
  for (auto &w : edition->wanted)
    if (!blobs_.holds(w.blob)) return false;
  auto next = state_;
  auto &list = next.editions[channel];
  list.front().complete = true;
  keep_what_counts(list, next.floor);
  auto done = commit(std::move(next));
  if (!done) return fail(done.error());
  return true;
}

Result<void> ShelfStore::raise_floor(Wall wall) {
  if (wall <= state_.floor) return {};
  auto next = state_;
  next.floor = wall;
  for (auto &[channel, list] : next.editions) keep_what_counts(list, wall);
  return commit(std::move(next));
}

Result<void> ShelfStore::add_root(std::string_view document) {
  auto root = next_root(root_, document);
  if (!root) return fail(root.error());
  auto kept = replace(disk_, files_.root(root->root.version), document);
  if (kept) kept = books_.write({{"root/" + std::to_string(root->root.version), std::string(document)}});
  if (!kept) return kept;
  auto next = state_;
  if (root->root.epoch > root_.root.epoch) next.floor = std::max(build_time(), root->root.issued);
  root_ = std::move(*root);
  for (auto &[channel, list] : next.editions) {
    std::erase_if(list, [this](auto &e) { return !load_edition(files_, root_.root, e.id.head); });
    keep_what_counts(list, next.floor);
  }
  forget_validators(); // what was refused under the old root may hold under the new
  return commit(std::move(next));
}

// --- room, and what is to come ---

WantedBlobs ShelfStore::needed() const {
  WantedBlobs all;
  for (auto &[channel, list] : state_.editions)
    for (auto &e : list)
      for (auto &w : e.wanted) all.emplace(w.blob, w);
  return all;
}

// A part as long as its blob has a damaged chunk somewhere.
std::uint64_t ShelfStore::begun_of(const Wanted &w) const {
  auto begun = blobs_.begun(w.blob);
  return begun < w.size ? begun : w.size - chunk_bytes(w.size, 0);
}

Result<std::vector<Needed>> ShelfStore::plan(const std::string &channel) {
  auto settled = settle();
  if (!settled) return fail(settled.error());
  auto *edition = newest(channel);
  std::vector<Needed> missing;
  if (edition == nullptr) return missing;
  std::uint64_t bytes = 0;
  for (auto &w : edition->wanted) {
    if (blobs_.holds(w.blob)) continue;
    missing.push_back({w.blob, w.size, w.chunks, begun_of(w)});
    bytes += w.size - missing.back().held;
  }
  auto room = make_room(bytes);
  if (!room) return fail(room.error());
  return missing;
}

Result<void> ShelfStore::make_room(std::uint64_t bytes) {
  if (bytes == 0) return {};
  auto free = disk_.room(files_.folder);
  if (!free) return fail(free.error());
  auto less = [](std::uint64_t a, std::uint64_t b) { return a > b ? a - b : 0; };
  auto lacking = less(bytes + limits_.reserve, *free);
  if (limits_.quota) lacking = std::max(lacking, less(blobs_.bytes() + bytes, *limits_.quota));
  if (lacking == 0) return {};
  auto wanted = needed();
  auto swept = blobs_.sweep(wanted);
  if (!swept) return fail(swept.error());
  auto evicted = blobs_.evict(wanted, less(lacking, *swept));
  if (!evicted) return fail(evicted.error());
  lacking = less(lacking, *swept + *evicted);
  if (lacking == 0) return {};
  return fail(ErrorKind::full, "there is no room for " + text(Bytes{bytes}) + " in '" + files_.folder +
                                   "': " + text(Bytes{lacking}) +
                                   " are missing; a larger card or quota is needed");
}

Result<std::unique_ptr<Incoming>> ShelfStore::receive(const Needed &blob) {
  Wanted wanted{blob.blob, blob.size, blob.chunks};
  auto list = blobs_.chunks(wanted);
  if (!list && list.error().kind == ErrorKind::corrupt)
    (void)take_away({*blob.chunks, 0, {}}); // plan() asks for it again
  return IncomingBlob::open(blobs_, wanted, list ? std::move(*list) : std::vector<Digest>{});
}

ChannelProgress ShelfStore::progress(const std::string &channel) const {
  ChannelProgress p;
  p.channel = channel;
  p.serial = accepted(channel).serial;
  auto *edition = newest(channel);
  if (edition == nullptr) return p;
  for (auto &w : edition->wanted) {
    auto held = blobs_.holds(w.blob);
    p.blobs += 1;
    p.bytes += w.size;
    p.blobs_held += held ? 1 : 0;
    p.bytes_held += held ? w.size : begun_of(w);
  }
  p.state = p.blobs == p.blobs_held && !edition->damaged ? "current" : "fetching";
  return p;
}

Result<std::uint64_t> ShelfStore::collect() {
  auto wanted = needed();
  auto swept = blobs_.sweep(wanted);
  if (!swept) return swept;
  auto evicted = blobs_.evict(wanted, ~0ull);
  if (!evicted) return evicted;
  return *swept + *evicted;
}

}
