#include "playlist/manifest.h"

#include "playlist/chunk_list.h"
#include "playlist/head.h"
#include "playlist/inner/features.h"
#include "playlist/inner/fields.h"
#include "playlist/inner/language.h"

#include <algorithm>
#include <set>

namespace sheaf::playlist {
namespace {

constexpr std::size_t most_blobs = 100'000;
constexpr std::uint64_t most_blob = 1ull << 40; // bytes
constexpr double week_s = 604'800;

const Named id{valid_channel, "an id: a-z, 0-9, '-', '_', '.', 1 ... 64 bytes"};
const Named language{valid_language, "a language tag like \"vi\" (BCP 47)"};

auto words(std::size_t most) { return table(0, 32, valid_language, Text{1, most}); }
auto needs() { return list(0, 16, id); }

Loudness read_loudness(JsonValue value, Trouble &trouble) {
  Loudness loudness;
  Fields f(value, trouble);
  f.need("lufs", loudness.lufs, Number{-70, 0});
  f.need("peak_db", loudness.peak_db, Number{-70, 20});
  return loudness;
}

void read_showing(Item &item, const Fields &f) {
  f.need("kind", item.kind, OneOf<ItemKind>{{"still", "film"}});
  f.may("title", item.title, words(500));
  f.may("theme", item.theme, id);
  f.may("tags", item.tags, list(0, 32, Text{1, 64}));
  f.may("duration_s", item.duration, Seconds{0.001, week_s});
  f.may("fit", item.fit, OneOf<Fit>{{"contain", "cover", "stretch"}});
  f.may("volume", item.volume, Whole<int>{0, 100});
  f.may("fade_s", item.fade, Seconds{0, 10});
  f.may("credit", item.credit, Text{0, 500});
  f.may("contact", item.contact, Text{0, 500});
  f.may("evergreen", item.evergreen, yes_no);
  f.may("loudness", item.loudness, read_loudness);
  f.may("source", item.source, Text{0, 1024});
}

void read_blobs_of(Item &item, const Fields &f) {
  f.need("blobs", item.blobs, table(1, 32, valid_language, digest));
}

/// What an item means that needs more than we know is for newer players to judge: it is not shown here.
Item read_item(JsonValue value, Trouble &trouble) {
  Item item;
  Fields f(value, trouble);
  f.need("id", item.id, id);
  f.may("needs", item.needs, needs());
  Trouble not_ours;
  Fields rest(value, first_unmet(item.needs).empty() ? trouble : not_ours);
  read_blobs_of(item, rest);
  read_showing(item, rest);
  return item;
}

Theme read_theme(JsonValue value, Trouble &trouble) {
  Theme theme;
  Fields f(value, trouble);
  f.need("id", theme.id, id);
  f.may("title", theme.title, words(500));
  return theme;
}

Screen read_screen(JsonValue value, Trouble &trouble) {
  Screen s;
  Fields f(value, trouble);
  f.need("id", s.id, id);
  f.may("name", s.name, Text{0, 200});
  f.may("ward", s.ward, Text{0, 200});
  f.may("place", s.place, Text{0, 200});
  f.may("tags", s.tags, list(0, 32, Text{1, 64}));
  f.may("languages", s.languages, list(0, 32, language));
  f.may("zone", s.zone, Text{0, 64});
  f.may("hours", s.hours, Named{valid_hours, "hours like \"06:00-22:00\""});
  f.may("orientation", s.orientation, Whole<int>{0, 270});
  f.may("contact", s.contact, Text{0, 500});
  f.may("help_url", s.help_url, Text{0, 500});
  f.may("profile", s.profile, Text{0, 64});
  if (s.orientation % 90 != 0) trouble.say(value, "\"orientation\" must be 0, 90, 180 or 270");
  return s;
}

Withdrawal read_withdrawal(JsonValue value, Trouble &trouble) {
  Withdrawal w;
  Fields f(value, trouble);
  f.need("blob", w.blob, digest);
  f.need("since", w.since, instant);
  f.may("reason", w.reason, Text{0, 200});
  f.may("item", w.item, id);
  f.may("source", w.source, Text{0, 1024});
  return w;
}

std::map<Digest, Blob> read_blobs(JsonValue value, Trouble &trouble) {
  std::map<Digest, Blob> all;
  if (!holds(value, JsonKind::array, 0, most_blobs, trouble)) return all;
  for_each(value, [&](JsonValue v) {
    Digest sha256;
    Blob blob;
    Fields f(v, trouble);
    f.need("sha256", sha256, digest);
    f.need("size", blob.size, Whole<>{1, most_blob});
    f.may("chunks", blob.chunks, digest);
    f.may("loudness", blob.loudness, read_loudness);
    if (blob.chunks.has_value() != (blob.size > chunk_size))
      trouble.say(v, "\"chunks\" must be there exactly where a blob is larger than 1 MiB");
    if (!all.emplace(sha256, blob).second) trouble.say(v, "the same blob stands twice");
  });
  return all;
}

template<class T> void distinct_ids(const std::vector<T> &all, const char *field, const Fields &document) {
  std::set<std::string_view> seen;
  for (const auto &one : all)
    if (!seen.insert(one.id).second)
      document.trouble().say(document.object(),
                             std::string(field) + ": the id \"" + one.id + "\" stands twice");
}

/// What items name is there, and nothing else is.
void match_blobs(const Manifest &m, const Fields &document) {
  std::set<Digest> named;
  bool all_known = true;
  for (const auto &item : m.items) {
    all_known = all_known && first_unmet(item.needs).empty();
    for (const auto &[tongue, blob] : item.blobs) {
      named.insert(blob);
      if (!m.blobs.contains(blob))
        document.trouble().say(document.object(),
                               "blobs: the one of item \"" + item.id + "\" in \"" + tongue + "\" is missing");
    }
  }
  if (all_known && named.size() < m.blobs.size()) // what items name that we do not know, we cannot know
    document.trouble().say(document.object(), "blobs: there are some that no item names");
}

void check_needs(const Manifest &m, const Fields &f) {
  if (auto unmet = first_unmet(m.needs); !unmet.empty())
    f.trouble().say(f.object(), "needs \"" + unmet + "\", which this version does not have: update Sheaf",
                    ErrorKind::unsupported);
}

Manifest read_manifest(const Fields &f) {
  Manifest m;
  f.may("needs", m.needs, needs());
  check_needs(m, f); // first: what is new may look wrong to us
  f.need("channel", m.channel, Named{valid_channel, "a channel's name"});
  f.may("title", m.title, words(500));
  f.may("languages", m.languages, list(0, 32, language));
  f.may("themes", m.themes, list(0, 256, read_theme));
  f.may("order", m.order, OneOf<Order>{{"list", "name"}});
  f.need("items", m.items, list(0, most_items, read_item));
  f.may("screens", m.screens, list(0, most_screens, read_screen));
  f.may("withdrawn", m.withdrawn, list(0, most_withdrawn, read_withdrawal));
  f.need("blobs", m.blobs, read_blobs);
  return m;
}

void check_whole(const Manifest &m, const Fields &f) {
  if (f.trouble().first) return;
  distinct_ids(m.themes, "themes", f);
  distinct_ids(m.items, "items", f);
  distinct_ids(m.screens, "screens", f);
  match_blobs(m, f);
}

}

Result<Manifest> parse_manifest(std::string_view json) {
  auto tree = parse_json(json, most_manifest);
  if (!tree) return fail(tree.error().in("manifest"));
  Trouble trouble;
  Fields document({&*tree, 0}, trouble);
  auto manifest = check_kind(document, "manifest") ? read_manifest(document) : Manifest();
  check_whole(manifest, document);
  if (trouble.first) return fail(trouble.first->in("manifest"));
  return manifest;
}

std::uint64_t total_size(const Manifest &manifest) {
  std::uint64_t total = 0;
  for (const auto &[sha256, blob] : manifest.blobs)
    total += blob.size + (blob.chunks ? chunk_count(blob.size) * sizeof(Digest::bytes) : 0);
  return total;
}

}
