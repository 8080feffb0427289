#include "assets/inner/shelf_edition.h"

#include "assets/inner/shelf_serials.h"
#include "assets/seal.h"
#include "assets/sha256.h"
#include "board/files.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sheaf::assets {
namespace {

std::set<Digest> evergreens(const playlist::Manifest &manifest) {
  std::set<Digest> found;
  for (auto &item : manifest.items)
    if (item.evergreen)
      for (auto &[language, blob] : item.blobs) found.insert(blob);
  return found;
}

std::vector<Wanted> wanted_by(const playlist::Manifest &manifest) {
  using Rank = std::tuple<int, std::uint64_t, Digest>;
  std::map<Rank, Wanted> ranked; // a list that two blobs share is wanted once
  auto evergreen = evergreens(manifest);
  for (auto &[digest, blob] : manifest.blobs) {
    auto list_size = playlist::chunk_count(blob.size) * sizeof(Digest::bytes);
    if (blob.chunks) ranked[{0, list_size, *blob.chunks}] = {*blob.chunks, list_size, {}};
    ranked[{evergreen.contains(digest) ? 1 : 2, blob.size, digest}] = {digest, blob.size, blob.chunks};
  }
  std::vector<Wanted> wanted;
  wanted.reserve(ranked.size());
  for (auto &[rank, one] : ranked) wanted.push_back(one);
  return wanted;
}

Result<playlist::Head> load_head(const StoreFiles &files, const playlist::Root &root, const Digest &digest) {
  auto document = board::read_whole(files.head(digest), {playlist::most_head});
  if (!document) return fail(document.error());
  auto opened = open_seal(*document, root);
  if (!opened) return fail(opened.error());
  if (opened->digest != digest) return fail(ErrorKind::corrupt, "it is another head than its name says");
  auto head = playlist::parse_head(opened->bytes);
  if (!head) return head;
  if (head->epoch != root.epoch) return fail(ErrorKind::refused, "it is of another epoch than the root");
  if (playlist::role_for(root, head->channel, opened->signers) == nullptr)
    return fail(ErrorKind::refused, "nobody who has signed it may sign for the channel " + head->channel);
  return head;
}

Result<std::string> read_manifest(const StoreFiles &files, const Digest &digest) {
  auto bytes = board::read_whole(files.manifest(digest), {playlist::most_manifest});
  if (bytes && sha256(*bytes) != digest) return fail(ErrorKind::corrupt, "its manifest is damaged");
  return bytes;
}

Result<playlist::Manifest> load_manifest(const StoreFiles &files, const playlist::Head &head) {
  auto bytes = read_manifest(files, head.manifest);
  if (!bytes) return fail(bytes.error());
  auto manifest = playlist::parse_manifest(*bytes);
  if (manifest && manifest->channel != head.channel)
    return fail(ErrorKind::corrupt, "its manifest is of another channel");
  return manifest;
}

bool active(const ShelfEdition &e, Wall floor) { return !e.activate_at || *e.activate_at <= floor; }

}

ShelfEdition take_edition(const playlist::Head &head, const Digest &digest,
                          const playlist::Manifest &manifest) {
  ShelfEdition e;
  e.channel = head.channel;
  e.id = {head.epoch, head.serial, digest};
  e.manifest = head.manifest;
  e.issued = head.issued;
  e.activate_at = head.activate_at;
  e.wanted = wanted_by(manifest);
  return e;
}

Result<ShelfEdition> load_edition(const StoreFiles &files, const playlist::Root &root, const Digest &digest) {
  auto head = load_head(files, root, digest);
  if (!head) return fail(head.error().in("'" + files.head(digest) + "'"));
  auto manifest = load_manifest(files, *head);
  if (!manifest) return fail(manifest.error().in("'" + files.manifest(head->manifest) + "'"));
  return take_edition(*head, digest, *manifest);
}

Result<void> verify_edition(const StoreFiles &files, const playlist::Root &root,
                            const ShelfEdition &edition) {
  auto head = load_head(files, root, edition.id.head);
  if (!head) return fail(head.error().in("'" + files.head(edition.id.head) + "'"));
  auto manifest = read_manifest(files, edition.manifest);
  if (!manifest) return fail(manifest.error().in("'" + files.manifest(edition.manifest) + "'"));
  return {};
}

void keep_what_counts(std::vector<ShelfEdition> &editions, Wall floor) {
  std::sort(editions.begin(), editions.end(), [](auto &a, auto &b) { return newer(a.id, b.id); });
  std::set<std::size_t> kept;
  auto first = [&](auto &&fits) {
    auto found = std::find_if(editions.begin(), editions.end(), fits);
    if (found != editions.end()) kept.insert(static_cast<std::size_t>(found - editions.begin()));
    return found;
  };
  first([](auto &) { return true; });
  first([](auto &e) { return e.complete; });
  auto on = first([floor](auto &e) { return e.complete && active(e, floor); });
  for (auto i = editions.begin(); i != on && kept.size() < most_editions; ++i)
    if (i->complete) kept.insert(static_cast<std::size_t>(i - editions.begin()));
  std::vector<ShelfEdition> left;
  for (auto i : kept) left.push_back(std::move(editions[i]));
  editions = std::move(left);
}

}
