#include "publisher/edition.h"

#include "assets/sha256.h"
#include "playlist/acceptance.h"
#include "playlist/chunk_list.h"
#include "publisher/apart.h"
#include "publisher/dates.h"
#include "publisher/documents.h"
#include "publisher/html.h"
#include "publisher/names.h"
#include "publisher/profile.h"
#include "publisher/readying.h"
#include "publisher/refusal.h"
#include "publisher/times.h"
#include "publisher/words.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

constexpr std::size_t most_told = 20;

bool holds_place(const std::string &tags) {
  return tags.find("GPS") != std::string::npos || tags.find("Location") != std::string::npos;
}

Error place_left(const std::string &path, const std::string &tags) {
  return refusal(ErrorKind::refused, "place_left", {{"file", path}, {"tags", tags}});
}

// Of others no next file is better off.
bool is_of_file(const Error &e) {
  bool program = e.text.find("' is missing, which") != std::string::npos;
  return !program && e.kind != ErrorKind::full;
}

Error all_of(const std::vector<Error> &refused) {
  std::string out;
  for (std::size_t i = 0; i < refused.size() && i < most_told; ++i)
    out += in_both_languages(refused[i]) + "\n";
  auto add = [&](const char *name, const Filling &filling) {
    out += refusal(ErrorKind::refused, name, filling).text;
  };
  if (refused.size() > most_told) add("more_files", {{"count", std::to_string(refused.size() - most_told)}});
  if (refused.size() > most_told) out += "\n";
  add("nothing_published", {});
  return {refused.front().kind, out};
}

bool is_withdrawn(const playlist::Manifest &m, const Digest &blob) {
  return std::any_of(m.withdrawn.begin(), m.withdrawn.end(), [&](const auto &w) { return w.blob == blob; });
}

// A corrected file is welcome under its old name; the same in another rendition comes like that too.
void tell_same_name(const Desk &desk, const playlist::Manifest &m, const std::string &source,
                    const Digest &blob) {
  if (desk.previous && desk.previous->manifest.blobs.contains(blob)) return; // told when it came
  for (const auto &w : m.withdrawn)
    if (!w.source.empty() && folded(w.source) == folded(source))
      return warn("same_name_withdrawn", {{"name", source}, {"reason", w.reason}});
}

std::string name_and_bytes(const playlist::Item &item) {
  auto out = folded(item.source);
  for (const auto &[language, blob] : item.blobs) out += "\n" + language + blob.hex();
  return out;
}

// Of files of one name each keeps the id that its bytes had, wherever it stands now.
void give_ids(std::vector<playlist::Item> &items, const Desk &desk) {
  std::multimap<std::string, std::string> names, same;
  if (desk.previous && desk.previous->trusted)
    for (const auto &item : desk.previous->manifest.items) {
      names.emplace(folded(item.source), item.id);
      same.emplace(name_and_bytes(item), item.id);
    }
  Ids ids(std::move(names));
  for (const auto &item : items)
    if (!item.id.empty()) ids.take(item.id);
  for (auto &item : items)
    for (auto [had, end] = same.equal_range(name_and_bytes(item)); had != end && item.id.empty(); ++had)
      if (ids.take(had->second)) item.id = had->second;
  for (auto &item : items)
    if (item.id.empty()) item.id = ids.give(item.source);
}

// Before anybody has signed it is enough that somebody could.
Result<void> check_limits(const Desk &desk, const playlist::Manifest &manifest, const playlist::Head &head) {
  if (desk.role) return playlist::check_manifest(manifest, head, *desk.role);
  Result<void> last = refuse(ErrorKind::refused, "channel_without_role", {{"channel", desk.channel}});
  for (const auto *role : roles_for(desk.chain.newest().root, desk.channel))
    if (last = playlist::check_manifest(manifest, head, *role); last) break;
  return last;
}

}

void add_edition_options(Grammar &g) {
  g.switches.insert("--keep-places");
  g.valued.insert({{"--profile", "value_board"},
                   {"--activate-at", "value_time"},
                   {"--poll", "value_poll"},
                   {"--spread", "value_spread"},
                   {"--cache", "value_folder"}});
}

Result<EditionWish> read_edition_wish(const Arguments &a, const Draft &draft, Wall now) {
  auto days = a.number("--expires", default_days, 1, most_days);
  auto poll = a.number("--poll", 120, 10, 86400);
  auto spread = a.number("--spread", 0, 0, 86400);
  for (const auto *n : {&days, &poll, &spread})
    if (!*n) return fail(n->error());
  auto board = profile_for(a.value("--profile"), draft);
  if (!board) return fail(board.error());
  EditionWish wish{*days,
                   *poll,
                   *spread,
                   a.has("--expires"),
                   a.has("--keep-places"),
                   true,
                   std::nullopt,
                   *board,
                   cache_folder(a.value("--cache"))};
  for (const char *option : {"--expires", "--activate-at", "--poll", "--spread"})
    wish.plain = wish.plain && !a.has(option);
  if (!a.has("--activate-at")) return wish;
  auto at = parse_time(a.value("--activate-at"), now);
  if (!at) return fail(at.error().in("--activate-at"));
  wish.activate_at = *at;
  return wish;
}

Result<Draft> draft_named(const Arguments &a) {
  if (a.names.size() != 1)
    return refuse(ErrorKind::unsupported, a.names.empty() ? "say_source" : "one_folder");
  auto draft = read_draft(a.names.front());
  if (!draft) return draft;
  if (auto apart = check_apart(a.names.front(), a.value("--to")); !apart) return fail(apart.error());
  std::vector<Error> refused;
  for (const auto &u : unfold_documents(*draft, cache_folder(a.value("--cache"))))
    refused.push_back(refusal(u.error, "document_unread", {{"file", u.path}}));
  return refused.empty() ? std::move(draft) : fail(all_of(refused));
}

Edition::Edition(const Desk &desk, Draft draft, const EditionWish &wish)
    : desk_(desk), draft_(std::move(draft)), wish_(wish),
      preparer_(wish.cache, *wish.board, [this](const Known &k) { return has(k); }) {}

Result<std::unique_ptr<Edition>> Edition::make(const Desk &desk, Draft draft, const EditionWish &wish) {
  std::unique_ptr<Edition> edition(new Edition(desk, std::move(draft), wish)); // NOLINT
  for (auto step : {&Edition::leave_out, &Edition::prepare, &Edition::compose, &Edition::settle})
    if (auto done = (*edition.*step)(); !done) return fail(done.error());
  return edition;
}

// Its list is there too, so that it can be checked in pieces.
bool Edition::has(const Known &k) const {
  if (desk_.tree->size(blob_name(k.digest)) != k.size) return false;
  return !k.list || desk_.tree->size(blob_name(*k.list)) == playlist::chunk_count(k.size) * 32;
}

// What is not to be shown yet, or no more. A screen does not know: somebody has to publish again then.
Result<void> Edition::leave_out() {
  for (const auto &warning : draft_.warnings) std::fprintf(stderr, "%s\n", text(warning).c_str());
  auto left = split_by_date(draft_, wish_.activate_at.value_or(desk_.now));
  std::optional<Wall> next;
  auto sooner = [&](const std::optional<Wall> &at) { next = !next ? at : at ? std::min(*next, *at) : next; };
  for (const auto &l : left) {
    std::fprintf(stderr, "%s\n", text(finding_of(l)).c_str());
    if (!l.over) sooner(l.at);
  }
  for (const auto &item : draft_.items) sooner(item.until);
  if (draft_.items.empty()) return refuse(ErrorKind::refused, "nothing_to_show_now");
  if (next) warn("publish_again", {{"at", local_text(*next)}});
  return {};
}

Result<void> Edition::prepare() {
  std::size_t count = 0;
  std::vector<Error> refused;
  for (const auto &item : draft_.items) count += item.files.size();
  bool person = ::isatty(STDERR_FILENO) == 1;
  if (person) warn("reading", {{"count", std::to_string(count)}});
  preparer_.make_ready(files_of(draft_), person ? show_readying : nullptr);
  for (const auto &item : draft_.items)
    for (const auto &[language, path] : item.files) {
      if (person) std::fprintf(stderr, "\r%zu/%zu ", prepared_.size() + 1, count);
      if (prepared_.contains(path)) continue;
      auto prepared = preparer_.prepare(path);
      if (!prepared && !is_of_file(prepared.error())) return fail(prepared.error());
      if (!prepared) refused.push_back(prepared.error());
      if (prepared && !wish_.keeps_places && holds_place(prepared->known.left))
        refused.push_back(place_left(path, prepared->known.left));
      if (prepared) prepared_[path] = std::move(*prepared);
    }
  if (person) std::fputs("\r", stderr);
  return refused.empty() ? Result<void>() : fail(all_of(refused));
}

Result<void> Edition::compose() {
  manifest_ = draft_.about;
  manifest_.channel = desk_.channel;
  if (desk_.previous && desk_.previous->trusted) manifest_.withdrawn = desk_.previous->manifest.withdrawn;
  if (desk_.previous && !desk_.previous->trusted) warn("untrusted_previous");
  std::vector<playlist::Item> items;
  for (const auto &draft : draft_.items) {
    auto item = compose_item(draft);
    if (!item) return fail(item.error());
    items.push_back(std::move(*item));
  }
  give_ids(items, desk_);
  for (std::size_t i = 0; i < items.size(); ++i) {
    days_[items[i].id] = {draft_.items[i].from, draft_.items[i].until};
    if (!items[i].blobs.empty()) manifest_.items.push_back(std::move(items[i]));
  }
  if (manifest_.items.size() > playlist::most_items)
    return refuse(
        ErrorKind::refused, "too_many_items",
        {{"count", std::to_string(manifest_.items.size())}, {"most", std::to_string(playlist::most_items)}});
  return {};
}

Result<playlist::Item> Edition::compose_item(const DraftItem &draft) {
  auto item = draft.item;
  bool first = true;
  for (const auto &[language, path] : draft.files) {
    const auto &known = prepared_.at(path).known;
    if (!known.left.empty()) warn("location_left", {{"name", item.source}, {"what", known.left}});
    if (!first && item.kind != known.facts.kind)
      return refuse(ErrorKind::refused, "mixed_kinds", {{"file", path}});
    item.kind = known.facts.kind;
    if (!draft.item.loudness) item.loudness = louder(item.loudness, known.loudness);
    first = false;
    if (item.kind == playlist::ItemKind::film)
      item.duration =
          draft.item.duration ? draft.item.duration : std::max(item.duration, known.facts.duration);
    if (is_withdrawn(manifest_, known.digest)) {
      warn("left_out", {{"name", item.source}, {"blob", known.digest.hex()}});
      continue;
    }
    tell_same_name(desk_, manifest_, item.source, known.digest);
    item.blobs[language] = known.digest;
    auto &blob = manifest_.blobs[known.digest];
    blob.size = known.size, blob.chunks = known.list;
    if (draft.files.size() > 1 && !draft.item.loudness) blob.loudness = known.loudness;
  }
  return item;
}

Result<void> Edition::settle() {
  auto bytes = checked_manifest(manifest_);
  if (!bytes) return fail(bytes.error());
  bytes_ = std::move(*bytes);
  auto head = next_head(desk_, wish_.days);
  if (!head) return fail(head.error());
  head_ = std::move(*head);
  if (auto fits = check_limits(desk_, manifest_, head_); !fits) return refuse(fits.error(), "over_limits");
  fill();
  news_ = unchanged() ? News::unchanged : is_elsewhere() ? News::elsewhere : News::fresh;
  return {};
}

void Edition::fill() {
  head_.manifest = assets::sha256(bytes_);
  head_.manifest_size = bytes_.size();
  head_.poll_s = static_cast<std::uint32_t>(wish_.poll);
  head_.spread_s = static_cast<std::uint32_t>(wish_.spread);
  head_.activate_at = wish_.activate_at;
  if (desk_.previous && desk_.previous->trusted && desk_.previous->head.stop &&
      desk_.previous->head.stop->until > desk_.now)
    head_.stop = desk_.previous->head.stop;
}

// The destination lacks nothing.
bool Edition::whole() const {
  return std::all_of(prepared_.begin(), prepared_.end(),
                     [](const auto &p) { return p.second.path.empty(); }) &&
         desk_.tree->size(root_name(desk_.chain.newest().root.version)).has_value();
}

// What the last head says already need not be said again, unless it soon says nothing any more.
bool Edition::unchanged() {
  if (!desk_.previous || !desk_.previous->current || desk_.from_elsewhere) return false;
  const auto &before = desk_.previous->head;
  bool passed = before.activate_at && *before.activate_at <= desk_.now && !head_.activate_at;
  bool same = before.manifest == head_.manifest && before.poll_s == head_.poll_s &&
              before.spread_s == head_.spread_s && (before.activate_at == head_.activate_at || passed) &&
              before.stop == head_.stop;
  if (!same || !whole()) return false;
  auto asked =
      wish_.days_given && std::max(head_.expires - before.expires, before.expires - head_.expires) > 24h;
  renewed_ = before.expires - desk_.now < playlist::near_end && head_.expires - before.expires > 24h;
  return !renewed_ && !asked;
}

bool Edition::is_elsewhere() const {
  return desk_.from_elsewhere && desk_.previous->current && wish_.plain &&
         desk_.previous->head.manifest == head_.manifest && desk_.previous->head.expires > desk_.now;
}

Result<Edition::Written> Edition::write_blobs(Tree &tree) {
  Written written;
  for (const auto &[path, p] : prepared_) {
    auto name = blob_name(p.known.digest);
    if (p.path.empty() || !manifest_.blobs.contains(p.known.digest) || has(p.known)) continue;
    if (tree.size(name) == p.known.size) continue;
    if (auto put = tree.put_file(name, p.path, p.known.digest, p.known.size); !put) return fail(put.error());
    ++written.blobs;
    written.bytes += p.known.size;
  }
  for (const auto &[path, p] : prepared_)
    if (!p.path.empty() && p.known.list && manifest_.blobs.contains(p.known.digest) &&
        !desk_.tree->size(blob_name(*p.known.list)) && !tree.size(blob_name(*p.known.list)))
      if (auto put = tree.put(blob_name(*p.known.list), playlist::write_chunk_list(p.chunks)); !put)
        return fail(put.error());
  return written;
}

std::map<Digest, std::string> Edition::sources() const {
  std::map<Digest, std::string> out;
  for (const auto &[path, p] : prepared_) out.emplace(p.known.digest, path);
  return out;
}

}
