// 'sheaf publish': a folder becomes blobs, a manifest and a signed head.
#include "playlist/acceptance.h"
#include "playlist/chunk_list.h"
#include "publisher/desk.h"
#include "publisher/draft.h"
#include "publisher/names.h"
#include "publisher/preparing.h"
#include "publisher/times.h"
#include "publisher/verbs.h"
#include "publisher/words.h"

#include "assets/sha256.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace sheaf::publisher {
namespace {

constexpr const char *usage = R"(usage: sheaf publish SRC --to DEST
Signs the films and pictures of a folder and lays them out for screens to fetch. SRC is a folder, with a sheaf.toml
in it or without (publisher/README.md). DEST is a folder, which any web server can serve, or NAME.sheaf, one file for
a stick or a chat.

  --channel C          the channel (default: as in sheaf.toml, else the one that DEST has, else main)
  --key FILE           a secret key; may stand several times (default: those of the keys' folder)
  --keys DIR           the keys' folder (default $SHEAF_KEYS, else ~/.config/sheaf/keys)
  --root FILE | DIR    root documents, where they are not with the keys
  --serial-from DEST   go on from what was published there; for a .sheaf file of a channel that is on the web
  --expires DAYS       how long screens take it without a new word from the office (default 180)
  --activate-at T      screens fetch at once and change over then: 2026-02-01T06:00:00+07:00, +2h, +3d
  --poll SECONDS       how often screens ask (default 120)
  --spread SECONDS     the time over which screens begin to fetch (default 0)
  --clock-is-right     sign although this machine's clock is not synchronised
  --cache DIR          what is known of files that have not changed (default ~/.cache/sheaf)
  --keep-places        publish also what holds a place that cannot be taken out
What cannot be opened is refused, and nothing is written then. Private metadata is taken out of the copies; a file that
keeps a place (GPS) is refused, one that keeps a name is told.
SHEAF_PASSWORD_FILE names a file with the keys' password, for scripts.
)";

constexpr Duration near_end = std::chrono::hours(24) * 30;
constexpr std::size_t most_told = 20;

struct Wish {
  std::int64_t days = default_days, poll = 120, spread = 0;
  bool days_given = false, keeps_places = false;
  bool plain = true; // nothing was said of the head
  std::optional<Wall> activate_at;
};

Result<Wish> read_wish(const Arguments &a, Wall now) {
  auto days = a.number("--expires", default_days, 1, most_days);
  auto poll = a.number("--poll", 120, 10, 86400);
  auto spread = a.number("--spread", 0, 0, 86400);
  for (const auto *n : {&days, &poll, &spread})
    if (!*n) return fail(n->error());
  Wish wish{*days, *poll, *spread, a.has("--expires"), a.has("--keep-places"), true, std::nullopt};
  for (const char *option : {"--expires", "--activate-at", "--poll", "--spread"})
    wish.plain = wish.plain && !a.has(option);
  if (!a.has("--activate-at")) return wish;
  auto at = parse_time(a.value("--activate-at"), now);
  if (!at) return fail(at.error().in("--activate-at"));
  wish.activate_at = *at;
  return wish;
}

bool holds_place(const std::string &tags) {
  return tags.find("GPS") != std::string::npos || tags.find("Location") != std::string::npos;
}

Error place_left(const std::string &path, const std::string &tags) {
  return {ErrorKind::refused, "'" + path + "' holds a place that cannot be taken out (" + tags +
                                  "); save it in another format, or say --keep-places if all may know it"};
}

class Publishing {
public:
  Publishing(Desk desk, Draft draft, Wish wish, const std::string &cache)
      : desk_(std::move(desk)), draft_(std::move(draft)), wish_(std::move(wish)),
        preparer_(cache, [this](const Known &k) { return has(k); }) {}

  Result<int> run() {
    if (auto prepared = prepare(); !prepared) return fail(prepared.error());
    auto manifest = compose();
    if (!manifest) return fail(manifest.error());
    auto bytes = checked_manifest(*manifest);
    if (!bytes) return fail(bytes.error());
    auto head = next_head(desk_, wish_.days);
    if (!head) return fail(head.error());
    if (auto fits = playlist::check_manifest(*manifest, *head, *desk_.role); !fits)
      return fail(fits.error().kind, fits.error().text + "; publish less, or sign with other keys");
    fill(*head, *bytes);
    if (unchanged(*head)) return say_unchanged();
    if (auto written = write(*manifest); !written) return fail(written.error());
    if (is_elsewhere(*head)) return copy();
    if (desk_.from_elsewhere && desk_.previous->current)
      warn("serial_ahead", {{"serial", std::to_string(head->serial)}});
    if (auto written = write_edition(desk_, *head, *manifest, *bytes); !written) return fail(written.error());
    std::ignore = preparer_.save_cache();
    say_published(*head, *manifest);
    return 0;
  }

private:
  // Its list is there too, so that it can be checked in pieces.
  bool has(const Known &k) {
    if (desk_.tree->size(blob_name(k.digest)) != k.size) return false;
    return !k.list || desk_.tree->size(blob_name(*k.list)) == playlist::chunk_count(k.size) * 32;
  }

  Result<void> prepare() {
    std::size_t count = 0;
    for (const auto &item : draft_.items) count += item.files.size();
    bool person = ::isatty(STDERR_FILENO) == 1;
    if (person) warn("reading", {{"count", std::to_string(count)}});
    for (const auto &item : draft_.items)
      for (const auto &[language, path] : item.files) {
        if (person) std::fprintf(stderr, "\r%zu/%zu ", prepared_.size() + 1, count);
        if (prepared_.contains(path)) continue;
        auto prepared = preparer_.prepare(path);
        if (!prepared && !is_of_file(prepared.error())) return fail(prepared.error());
        if (!prepared) refused_.push_back(prepared.error());
        if (prepared && !wish_.keeps_places && holds_place(prepared->known.left))
          refused_.push_back(place_left(path, prepared->known.left));
        if (prepared) prepared_[path] = std::move(*prepared);
      }
    if (person) std::fputs("\r", stderr);
    return refused_.empty() ? Result<void>() : fail(all_refused());
  }

  // Of others no next file is better off.
  static bool is_of_file(const Error &e) {
    return e.text.find("exiftool' is missing") == std::string::npos && e.kind != ErrorKind::full;
  }

  [[nodiscard]] Error all_refused() const {
    std::string out;
    for (std::size_t i = 0; i < refused_.size() && i < most_told; ++i)
      out += (i ? "\n" : "") + refused_[i].text;
    if (refused_.size() > most_told)
      out += "\nand " + std::to_string(refused_.size() - most_told) + " more files";
    return {refused_.front().kind,
            out + "\nnothing was published; repair or remove what is named, then publish again"};
  }

  Result<playlist::Manifest> compose() {
    auto manifest = draft_.about;
    manifest.channel = desk_.channel;
    if (desk_.previous && desk_.previous->trusted) manifest.withdrawn = desk_.previous->manifest.withdrawn;
    if (desk_.previous && !desk_.previous->trusted) warn("untrusted_previous");
    auto ids = known_ids();
    for (const auto &draft : draft_.items)
      if (!draft.item.id.empty()) ids.take(draft.item.id);
    for (const auto &draft : draft_.items) {
      auto item = compose_item(draft, manifest);
      if (!item) return fail(item.error());
      if (item->id.empty()) item->id = ids.give(item->source);
      if (!item->blobs.empty()) manifest.items.push_back(std::move(*item));
    }
    if (manifest.items.size() > playlist::most_items)
      return fail(ErrorKind::refused, "there are " + std::to_string(manifest.items.size()) +
                                          " items, but at most " + std::to_string(playlist::most_items) +
                                          " can be published; split them into two channels");
    return manifest;
  }

  Ids known_ids() {
    std::map<std::string, std::string> before;
    if (desk_.previous && desk_.previous->trusted)
      for (const auto &item : desk_.previous->manifest.items) before[folded(item.source)] = item.id;
    return Ids(std::move(before));
  }

  Result<playlist::Item> compose_item(const DraftItem &draft, playlist::Manifest &manifest) {
    auto item = draft.item;
    bool first = true;
    for (const auto &[language, path] : draft.files) {
      const auto &known = prepared_.at(path).known;
      if (!known.left.empty()) warn("location_left", {{"name", item.source}, {"what", known.left}});
      if (!first && item.kind != known.facts.kind)
        return fail(ErrorKind::refused,
                    "'" + path + "' is a film in one language and a picture in another; make it two items");
      item.kind = known.facts.kind;
      first = false;
      if (item.kind == playlist::ItemKind::film)
        item.duration =
            draft.item.duration ? draft.item.duration : std::max(item.duration, known.facts.duration);
      if (is_withdrawn(manifest, known.digest)) {
        warn("left_out", {{"name", item.source}, {"blob", known.digest.hex()}});
        continue;
      }
      item.blobs[language] = known.digest;
      manifest.blobs[known.digest] = {known.size, known.list};
    }
    return item;
  }

  static bool is_withdrawn(const playlist::Manifest &m, const Digest &blob) {
    return std::any_of(m.withdrawn.begin(), m.withdrawn.end(), [&](const auto &w) { return w.blob == blob; });
  }

  void fill(playlist::Head &head, const std::string &manifest) {
    head.manifest = assets::sha256(manifest);
    head.manifest_size = manifest.size();
    head.poll_s = static_cast<std::uint32_t>(wish_.poll);
    head.spread_s = static_cast<std::uint32_t>(wish_.spread);
    head.activate_at = wish_.activate_at;
    if (desk_.previous && desk_.previous->trusted && desk_.previous->head.stop &&
        desk_.previous->head.stop->until > desk_.now)
      head.stop = desk_.previous->head.stop;
  }

  // What the last head says already need not be said again, unless it soon says nothing any more.
  bool unchanged(const playlist::Head &head) {
    if (!desk_.previous || !desk_.previous->current || desk_.from_elsewhere) return false;
    const auto &before = desk_.previous->head;
    bool passed = before.activate_at && *before.activate_at <= desk_.now && !head.activate_at;
    bool same = before.manifest == head.manifest && before.poll_s == head.poll_s &&
                before.spread_s == head.spread_s && (before.activate_at == head.activate_at || passed) &&
                before.stop == head.stop;
    bool whole = std::all_of(prepared_.begin(), prepared_.end(),
                             [](const auto &p) { return p.second.path.empty(); }) &&
                 desk_.tree->size(root_name(desk_.chain.newest().root.version)).has_value();
    if (!same || !whole) return false;
    auto asked =
        wish_.days_given && std::max(head.expires - before.expires, before.expires - head.expires) > 24h;
    auto limit = std::min<Duration>(near_end, (before.expires - before.issued) / 2);
    renewed_ = before.expires - desk_.now < limit;
    return !renewed_ && !asked;
  }

  // What --serial-from has: two heads of one serial would be an alarm on every screen.
  bool is_elsewhere(const playlist::Head &head) {
    return desk_.from_elsewhere && desk_.previous->current && wish_.plain &&
           desk_.previous->head.manifest == head.manifest && desk_.previous->head.expires > desk_.now;
  }

  Result<int> copy() {
    const auto &edition = *desk_.previous;
    if (auto copied = copy_edition(desk_, edition); !copied) return fail(copied.error());
    std::ignore = preparer_.save_cache();
    say_published(edition.head, edition.manifest);
    return 0;
  }

  Result<int> say_unchanged() {
    std::ignore = preparer_.save_cache();
    const auto &head = desk_.previous->head;
    say("unchanged", {{"serial", std::to_string(head.serial)}, {"expires", text(head.expires)}});
    return 0;
  }

  Result<void> write(const playlist::Manifest &manifest) {
    for (const auto &[path, p] : prepared_) {
      if (p.path.empty() || !manifest.blobs.contains(p.known.digest) || has(p.known)) continue;
      if (desk_.tree->size(blob_name(p.known.digest)) != p.known.size) {
        auto put = desk_.tree->put_file(blob_name(p.known.digest), p.path, p.known.digest, p.known.size);
        if (!put) return put;
        ++new_blobs_;
        new_bytes_ += p.known.size;
      }
    }
    for (const auto &[path, p] : prepared_)
      if (!p.path.empty() && p.known.list && manifest.blobs.contains(p.known.digest) &&
          !desk_.tree->size(blob_name(*p.known.list)))
        if (auto put = desk_.tree->put(blob_name(*p.known.list), playlist::write_chunk_list(p.chunks)); !put)
          return put;
    return {};
  }

  void say_published(const playlist::Head &head, const playlist::Manifest &m) {
    if (renewed_) say("renewed");
    say("published", {{"channel", head.channel},
                      {"serial", std::to_string(head.serial)},
                      {"items", std::to_string(m.items.size())},
                      {"blobs", std::to_string(new_blobs_)},
                      {"bytes", text(Bytes{new_bytes_})},
                      {"expires", text(head.expires)}});
    if (head.stop) warn("keeps_stop", {{"channel", head.channel}, {"until", text(head.stop->until)}});
    if (draft_.ignored) warn("ignored", {{"count", std::to_string(draft_.ignored)}});
  }

  Desk desk_;
  Draft draft_;
  Wish wish_;
  Preparer preparer_;
  std::map<std::string, Prepared> prepared_; // path -> what became of it
  std::vector<Error> refused_;
  std::uint64_t new_blobs_ = 0, new_bytes_ = 0;
  bool renewed_ = false;
};

Grammar grammar() {
  Grammar g;
  add_desk_options(g);
  g.switches.insert("--keep-places");
  g.valued.insert({{"--activate-at", "a time, or +2h"},
                   {"--poll", "seconds from 10 to 86400"},
                   {"--spread", "seconds from 0 to 86400"},
                   {"--cache", "a folder"}});
  return g;
}

}

Result<int> publish(VerbWords words) {
  auto a = parse_arguments(words, grammar());
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return std::fputs(usage, stdout) < 0;
  if (a->names.size() != 1)
    return fail(ErrorKind::unsupported, a->names.empty()
                                            ? "say what: a folder, or a sheaf.toml"
                                            : "one folder at a time; a name with spaces stands in quotes");
  auto draft = read_draft(a->names.front());
  if (!draft) return fail(draft.error());
  auto desk = open_desk(*a, a->value("--channel", draft->about.channel));
  if (!desk) return fail(desk.error());
  auto wish = read_wish(*a, desk->now);
  if (!wish) return fail(wish.error());
  if (!desk->previous && is_sheaf_file(a->value("--to"))) warn("first_of_file");
  return Publishing(std::move(*desk), std::move(*draft), *wish, a->value("--cache", default_cache_folder()))
      .run();
}

}
