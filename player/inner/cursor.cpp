#include "player/inner/cursor.h"

#include "assets/sha256.h"
#include "board/files.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sheaf::player {
namespace {

constexpr Bytes most{256ull << 10};
constexpr std::size_t digits = 64;

using Json = nlohmann::json;

std::optional<Cursor> read(const Json &json) {
  if (!json.is_object()) return std::nullopt;
  auto number = [](const Json &where, const char *name) {
    auto found = where.find(name);
    return found != where.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
  };
  Cursor c;
  c.turn = number(json, "turn");
  if (auto key = json.find("key"); key != json.end() && key->is_string()) c.key = key->get<std::string>();
  auto newest = json.find("newest");
  if (newest == json.end() || !newest->is_object()) return c;
  for (auto &[channel, place] : newest->items())
    if (place.is_object()) c.newest[channel] = {number(place, "epoch"), number(place, "serial")};
  return c;
}

void raise(Cursor::Place &place, const Cursor::Place &by) {
  place = std::max(place, by, [](auto &a, auto &b) {
    return std::pair(a.epoch, a.serial) < std::pair(b.epoch, b.serial);
  });
}

}

std::string write_cursor(const Cursor &c) {
  Json newest = Json::object();
  for (auto &[channel, place] : c.newest)
    newest[channel] = {{"epoch", place.epoch}, {"serial", place.serial}};
  auto text = Json{{"turn", c.turn}, {"key", c.key}, {"newest", newest}}.dump(-1, ' ', false,
                                                                              Json::error_handler_t::replace);
  return assets::sha256(text).hex() + "\n" + text;
}

Result<Cursor> parse_cursor(std::string_view bytes) {
  auto damaged = [] { return fail(ErrorKind::corrupt, "it is not a whole cursor"); };
  if (bytes.size() <= digits || bytes[digits] != '\n') return damaged();
  auto text = bytes.substr(digits + 1);
  if (assets::sha256(text).hex() != bytes.substr(0, digits)) return damaged();
  auto cursor = read(Json::parse(text, nullptr, false));
  if (!cursor) return damaged();
  return std::move(*cursor);
}

Cursor load_cursor(const assets::StoreFiles &files) {
  Cursor best;
  for (int slot : {0, 1}) {
    auto bytes = board::read_whole(files.cursor(slot), most);
    auto read = bytes ? parse_cursor(*bytes) : Result<Cursor>(fail(bytes.error()));
    if (!read) continue;
    auto &later = read->turn >= best.turn ? *read : best, &earlier = &later == &best ? *read : best;
    for (auto &[channel, place] : earlier.newest) raise(later.newest[channel], place);
    if (&later != &best) best = std::move(later);
  }
  return best;
}

Result<void> save_cursor(const assets::StoreFiles &files, const Cursor &cursor) {
  return board::write_whole(files.cursor(static_cast<int>(cursor.turn % 2)), write_cursor(cursor),
                            board::Durable::yes);
}

}
