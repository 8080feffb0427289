// Documents for tests: small, whole, and with every field said.
#pragma once

#include "playlist/head.h"
#include "playlist/manifest.h"
#include "playlist/root.h"

#include <nlohmann/json.hpp>

namespace sheaf::playlist {

inline std::uint64_t most_whole_number() { return (1ull << 53) - 1; }
inline Wall at(std::int64_t seconds) { return Wall(std::chrono::seconds(seconds)); }
inline constexpr std::int64_t day = 86'400, epoch_2026 = 1'767'225'600;
inline Wall on_day(std::int64_t n) { return at(epoch_2026 + n * day); }

inline Digest digest_of(std::uint32_t n) {
  Digest d;
  for (std::size_t i = 0; i < 4; ++i) d.bytes[i] = static_cast<std::uint8_t>(n >> (24 - 8 * i));
  d.bytes[31] = 7;
  return d;
}

/// The id and public key line of a key that nobody has the secret of.
inline std::pair<KeyId, Key> made_up_key(unsigned n) {
  static constexpr std::string_view base64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes = "Ed" + std::string(40, static_cast<char>(n)), line;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k) bits = bits << 8 | static_cast<unsigned char>(bytes[i + k]);
    for (int shift : {18, 12, 6, 0}) line += base64[bits >> shift & 63];
  }
  KeyId id;
  for (int i = 0; i < 8; ++i) id += {"0123456789ABCDEF"[n >> 4], "0123456789ABCDEF"[n & 15]};
  return {id, {line, "key " + std::to_string(n)}};
}

inline Head a_head() {
  Head h{"hue", 2, 17, digest_of(1), 4711, on_day(0), on_day(30), on_day(1), 600, 60, {}};
  h.stop = Stop{on_day(2), "a mistake"};
  return h;
}

inline Item an_item(const std::string &id, std::uint32_t blob) {
  Item item;
  item.id = id;
  item.blobs = {{"vi", digest_of(blob)}};
  item.source = id + ".png";
  return item;
}

inline Manifest a_manifest() {
  Manifest m;
  m.channel = "hue";
  m.title = {{"vi", "Huế"}, {"en", "Hue"}};
  m.needs = {"film"};
  m.languages = {"vi", "en"};
  m.themes = {{"asean", {{"en", "ASEAN"}}}};
  m.order = Order::name;
  m.items = {an_item("a", 1), an_item("b", 2)};
  auto &film = m.items[1];
  film.kind = ItemKind::film;
  film.blobs["en"] = digest_of(3);
  film.title = {{"und", "b"}};
  film.theme = "asean";
  film.tags = {"festival", "rice"};
  film.duration = 12'345'678'901ns;
  film.fit = Fit::cover;
  film.volume = 40;
  film.fade = 500ms;
  film.credit = "someone";
  film.contact = "0234";
  film.evergreen = true;
  film.loudness = Loudness{-23.1, -1};
  film.needs = {"film", "hologram"};
  m.screens = {{"hall-1",
                "Hall",
                "Ward",
                "Door",
                {"t"},
                {"en"},
                "Asia/Ho_Chi_Minh",
                "06:00-22:00",
                90,
                "c",
                "https://h",
                "p"}};
  m.withdrawn = {{digest_of(9), "out of date", on_day(0)}};
  m.blobs = {{digest_of(1), {100, {}}},
             {digest_of(2), {(1 << 20) + 1, digest_of(8)}},
             {digest_of(3), {1 << 20, {}}}};
  return m;
}

inline Root a_root() {
  Root r;
  r.version = 3;
  r.epoch = 2;
  r.issued = on_day(0);
  for (unsigned n : {1u, 2u, 3u, 4u, 5u}) r.keys.insert(made_up_key(n));
  auto id = [](unsigned n) { return made_up_key(n).first; };
  r.root_keys = {id(1), id(2), id(3)};
  r.root_threshold = 2;
  r.roles = {{RoleKind::publisher, "office", {id(2), id(4)}, 1, {"hue", "da-nang-*"}, 5000, 1ull << 40},
             {RoleKind::local, "hall", {id(5)}, 1, {"hall-1"}, {}, {}}};
  return r;
}

/// `text` with what `pointer` (RFC 6901) points to set to `value`.
inline std::string with(const std::string &text, const std::string &pointer, const nlohmann::json &value) {
  auto json = nlohmann::json::parse(text);
  json[nlohmann::json::json_pointer(pointer)] = value;
  return json.dump();
}
inline std::string without(const std::string &text, const std::string &pointer) {
  auto json = nlohmann::json::parse(text);
  nlohmann::json::json_pointer p(pointer);
  json[p.parent_pointer()].erase(p.back());
  return json.dump();
}

}
