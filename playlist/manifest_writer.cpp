#include "playlist/inner/writing.h"
#include "playlist/manifest.h"

namespace sheaf::playlist {
namespace {

const char *word(ItemKind kind) { return kind == ItemKind::film ? "film" : "still"; }
const char *word(Order order) { return order == Order::name ? "name" : "list"; }
const char *word(Fit fit) {
  switch (fit) {
  case Fit::contain:
    return "contain";
  case Fit::cover:
    return "cover";
  case Fit::stretch:
    return "stretch";
  }
  return "contain";
}

/// Only what says something: an absent field is its default.
template<class T> void put(Ordered &out, const char *name, const T &value) {
  if (!value.empty()) out[name] = value;
}
Ordered written(const Loudness &loudness) {
  return {{"lufs", plain(loudness.lufs)}, {"peak_db", plain(loudness.peak_db)}};
}
Ordered written(const Item &item);
Ordered written(const Theme &theme);
Ordered written(const Screen &screen);
Ordered written(const Withdrawal &withdrawal);
template<class T> void put_list(Ordered &out, const char *name, const std::vector<T> &all) {
  if (all.empty()) return;
  auto &array = out[name] = Ordered::array();
  for (const auto &one : all) array.push_back(written(one));
}

Ordered written(const Item &item) {
  Ordered out{{"id", item.id}, {"kind", word(item.kind)}};
  auto &blobs = out["blobs"] = Ordered::object();
  for (const auto &[language, blob] : item.blobs) blobs[language] = blob.hex();
  put(out, "title", item.title);
  put(out, "theme", item.theme);
  put(out, "tags", item.tags);
  if (item.duration) out["duration_s"] = plain(seconds(*item.duration));
  if (item.fit) out["fit"] = word(*item.fit);
  if (item.volume) out["volume"] = *item.volume;
  if (item.fade) out["fade_s"] = plain(seconds(*item.fade));
  put(out, "credit", item.credit);
  put(out, "contact", item.contact);
  if (item.evergreen) out["evergreen"] = true;
  if (item.loudness) out["loudness"] = written(*item.loudness);
  put(out, "source", item.source);
  put(out, "needs", item.needs);
  return out;
}

Ordered written(const Theme &theme) {
  Ordered out{{"id", theme.id}};
  put(out, "title", theme.title);
  return out;
}

Ordered written(const Screen &s) {
  Ordered out{{"id", s.id}};
  put(out, "name", s.name);
  put(out, "ward", s.ward);
  put(out, "place", s.place);
  put(out, "tags", s.tags);
  put(out, "languages", s.languages);
  put(out, "zone", s.zone);
  put(out, "hours", s.hours);
  if (s.orientation != 0) out["orientation"] = s.orientation;
  put(out, "contact", s.contact);
  put(out, "help_url", s.help_url);
  put(out, "profile", s.profile);
  return out;
}

Ordered written(const Withdrawal &w) {
  Ordered out{{"blob", w.blob.hex()}, {"since", write_utc(w.since)}};
  put(out, "reason", w.reason);
  put(out, "item", w.item);
  put(out, "source", w.source);
  return out;
}

Ordered written(const std::map<Digest, Blob> &blobs) {
  auto out = Ordered::array();
  for (const auto &[sha256, blob] : blobs) {
    Ordered one{{"sha256", sha256.hex()}, {"size", blob.size}};
    if (blob.chunks) one["chunks"] = blob.chunks->hex();
    if (blob.loudness) one["loudness"] = written(*blob.loudness);
    out.push_back(std::move(one));
  }
  return out;
}

}

std::string write_manifest(const Manifest &m) {
  Ordered out{{"sheaf", 1}, {"kind", "manifest"}, {"channel", m.channel}};
  put(out, "title", m.title);
  put(out, "needs", m.needs);
  put(out, "languages", m.languages);
  put_list(out, "themes", m.themes);
  if (m.order != Order::list) out["order"] = word(m.order);
  out["items"] = Ordered::array();
  put_list(out, "items", m.items);
  put_list(out, "screens", m.screens);
  put_list(out, "withdrawn", m.withdrawn);
  out["blobs"] = written(m.blobs);
  return dump(out, -1);
}

}
