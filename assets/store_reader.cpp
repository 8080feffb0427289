#include "assets/store_reader.h"

#include "assets/inner/documents.h"
#include "assets/inner/open_inside.h"
#include "assets/sha256.h"

#include <algorithm>

namespace sheaf::assets {
namespace {

constexpr int most_roots_at_once = 1000;

using Place = std::pair<std::uint64_t, std::uint64_t>; // epoch, serial
Place place(const playlist::Head &head) { return {head.epoch, head.serial}; }

}

struct StoreReader::Kept {
  std::vector<playlist::Edition> editions; // as they were read last; empty: none yet
  std::optional<playlist::Edition> newest; // that was ever accepted
  Place floor{0, 0};                       // nothing below it is accepted
  std::uint64_t root = 0;                  // version of the root that `editions` were verified under
};

StoreReader::StoreReader(StoreFiles files, TrustedRoot installed, std::vector<std::string> channels)
    : files_(std::move(files)), root_(std::move(installed)), channels_(std::move(channels)) {}

StoreReader::Kept &StoreReader::kept(const std::string &channel) {
  auto &kept = kept_[channel];
  if (!kept) kept = std::make_shared<Kept>();
  return *kept;
}

Result<StoreReader::Reading> StoreReader::read() {
  auto bytes = read_inside(files_.current(), most_current);
  if (!bytes) return fail(bytes.error());
  auto current = parse_current(*bytes);
  if (!current) return fail(current.error());
  Reading reading;
  follow_roots(reading);
  for (const auto &name : channels_) {
    auto named = std::find_if(current->channels.begin(), current->channels.end(),
                              [&](const auto &c) { return c.channel == name; });
    if (named != current->channels.end()) read_channel(*named, reading);
    if (const auto &editions = kept(name).editions; !editions.empty())
      reading.channels.push_back({name, editions});
  }
  forget_manifests();
  reading.floor = floor_;
  return reading;
}

void StoreReader::follow_roots(Reading &reading) {
  floor_ = std::max(floor_, root_.root.issued);
  for (int i = 0; i < most_roots_at_once; ++i) {
    auto path = files_.root(root_.root.version + 1);
    auto document = read_inside(path, playlist::most_root);
    if (!document && document.error().kind == ErrorKind::absent) return;
    auto next = document ? next_root(root_, *document) : Result<TrustedRoot>(fail(document.error()));
    if (!next) return reading.complaints.push_back(next.error().in(path).text);
    root_ = std::move(*next);
    floor_ = std::max(floor_, root_.root.issued);
  }
}

void StoreReader::read_channel(const CurrentChannel &channel, Reading &reading) {
  auto read = editions(channel, reading);
  if (!read) return reading.complaints.push_back(read.error().in(channel.channel).text);
  auto &kept = this->kept(channel.channel);
  kept.editions = std::move(*read);
  kept.newest = kept.editions.front();
  kept.floor = place(kept.newest->head);
  kept.root = root_.root.version;
}

/// Those that hold, newest first, at least one; the newest is none that was left behind already.
Result<std::vector<playlist::Edition>> StoreReader::editions(const CurrentChannel &channel,
                                                             Reading &reading) {
  std::vector<playlist::Edition> all;
  for (const auto &named : channel.editions) {
    auto read = edition_or_kept(channel.channel, named, reading);
    if (read && !all.empty() && place(read->head) >= place(all.back().head))
      read = fail(ErrorKind::refused, "out of order in 'current'");
    if (read)
      all.push_back(std::move(*read));
    else
      reading.complaints.push_back(channel.channel + ": " + named.head.hex() + ": " + read.error().text);
  }
  if (all.empty()) return fail(ErrorKind::absent, "no edition in 'current' holds");
  if (auto may = may_follow(all.front()); !may) return fail(may.error());
  for (const auto &edition : all) floor_ = std::max(floor_, edition.head.issued);
  return all;
}

Result<void> StoreReader::may_follow(const playlist::Edition &newest) {
  const auto &kept = this->kept(newest.head.channel);
  auto serial = std::to_string(newest.head.serial);
  if (place(newest.head) < kept.floor)
    return fail(ErrorKind::refused,
                "a rollback: serial " + serial + " after serial " + std::to_string(kept.floor.second));
  if (kept.newest && place(kept.newest->head) == place(newest.head) && kept.newest->digest != newest.digest)
    return fail(ErrorKind::refused, "two heads with serial " + serial);
  return {};
}

/// An edition that was read before does not go because its file is damaged now, unless there is a new root.
Result<playlist::Edition> StoreReader::edition_or_kept(const std::string &channel,
                                                       const CurrentEdition &named, Reading &reading) {
  auto read = edition(channel, named);
  const auto &kept = this->kept(channel);
  if (read || kept.root != root_.root.version) return read;
  auto same = std::find_if(kept.editions.begin(), kept.editions.end(),
                           [&](const auto &e) { return e.digest == named.head; });
  if (same == kept.editions.end()) return read;
  reading.complaints.push_back(channel + ": " + named.head.hex() + ": " + read.error().text);
  auto again = *same;
  again.complete = named.complete;
  return again;
}

Result<playlist::Edition> StoreReader::edition(const std::string &channel, const CurrentEdition &named) {
  auto document = read_inside(files_.head(named.head), playlist::most_head);
  if (!document) return fail(document.error());
  auto signed_head = open_head(*document, channel, root_.root);
  if (!signed_head) return fail(signed_head.error());
  if (signed_head->digest != named.head) return fail(ErrorKind::corrupt, "it is another head");
  auto manifest = this->manifest(signed_head->head, signed_head->role);
  if (!manifest) return fail(manifest.error());
  return playlist::Edition{signed_head->digest, std::move(signed_head->head), std::move(*manifest),
                           named.complete, signed_head->role.kind == playlist::RoleKind::local};
}

/// Its bytes are read and hashed each time; only what was parsed is remembered.
Result<std::shared_ptr<const playlist::Manifest>> StoreReader::manifest(const playlist::Head &head,
                                                                        const playlist::Role &role) {
  auto bytes = read_inside(files_.manifest(head.manifest), playlist::most_manifest);
  if (!bytes) return fail(bytes.error());
  if (auto is = check_manifest(*bytes, head); !is) return fail(is.error());
  auto known = manifests_.find(head.manifest);
  if (known == manifests_.end()) {
    auto parsed = playlist::parse_manifest(*bytes);
    if (!parsed) return fail(parsed.error());
    auto shared = std::make_shared<const playlist::Manifest>(std::move(*parsed));
    known = manifests_.emplace(head.manifest, std::move(shared)).first;
  }
  if (auto may = check_scope(*known->second, head.channel, role); !may) return fail(may.error());
  return known->second;
}

/// All but those of editions that are kept.
void StoreReader::forget_manifests() {
  std::set<Digest> used;
  for (const auto &[name, kept] : kept_)
    for (const auto &edition : kept->editions) used.insert(edition.head.manifest);
  std::erase_if(manifests_, [&](const auto &known) { return !used.contains(known.first); });
}

Result<StoreReader::OpenBlob> StoreReader::open(const Digest &blob, const playlist::Blob &as_signed) {
  damaged_list_.reset();
  auto opened = open_inside(files_.blob(blob));
  if (!opened) return fail(opened.error());
  if (opened->size != as_signed.size)
    return fail(ErrorKind::corrupt, "the blob " + blob.hex() + " has " + std::to_string(opened->size) +
                                        " bytes, signed were " + std::to_string(as_signed.size));
  if (!as_signed.chunks && as_signed.size > playlist::chunk_size)
    return fail(ErrorKind::corrupt, "the blob " + blob.hex() + " has no chunk list");
  if (!as_signed.chunks) return OpenBlob{std::move(opened->file), as_signed.size, {blob}};
  auto list = chunks(*as_signed.chunks, as_signed.size);
  if (!list) return fail(list.error());
  return OpenBlob{std::move(opened->file), as_signed.size, std::move(*list)};
}

Result<std::vector<Digest>> StoreReader::chunks(const Digest &list, std::uint64_t size) {
  auto bytes = read_inside(files_.blob(list), playlist::chunk_count(size) * sizeof(Digest::bytes));
  damaged_list_ = list;
  if (!bytes) return fail(bytes.error());
  if (sha256(*bytes) != list)
    return fail(ErrorKind::corrupt, "the chunk list " + list.hex() + " is not the one that was signed");
  auto parsed = playlist::parse_chunk_list(*bytes, size);
  if (parsed) damaged_list_.reset();
  return parsed;
}

std::map<std::string, playlist::Head> StoreReader::newest() const {
  std::map<std::string, playlist::Head> all;
  for (const auto &[name, kept] : kept_)
    if (kept->newest) all.emplace(name, kept->newest->head);
  return all;
}

void StoreReader::raise_floor(const std::string &channel, std::uint64_t epoch, std::uint64_t serial) {
  auto &floor = kept(channel).floor;
  floor = std::max(floor, Place{epoch, serial});
}

}
