// Untrusted JSON (RFC 8259) as a flat tree: a hundred thousand values in a few allocations. Refuses what two
// readers could understand differently: duplicate keys, bytes after the end, text that is not UTF-8. Pure;
// any thread.
#pragma once

#include "base/result.h"

#include <bit>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace sheaf::playlist {

inline constexpr std::size_t most_depth = 16;                 // arrays and objects within each other
inline constexpr std::size_t most_values = 1'000'000;         // in one document
inline constexpr std::uint64_t most_whole = (1ull << 53) - 1; // what every JSON library holds exactly

enum class JsonKind : std::uint8_t { null, boolean, whole, number, text, array, object };

/// `a` and `b`: first child and count; place and size in Json::texts; or the two halves of a number.
struct JsonNode {
  JsonKind kind = JsonKind::null;
  std::uint32_t parent = 0, next = 0; // next: the one after it in the same array or object; 0: none
  std::uint32_t key_at = 0, key_size = 0;
  std::uint32_t a = 0, b = 0;
};

struct Json {
  std::deque<JsonNode> nodes; // [0] is the document
  std::string texts;          // of all strings and keys
};

/// Points into a Json, which must outlive it.
struct JsonValue {
  const Json *json = nullptr;
  std::uint32_t at = 0;

  [[nodiscard]] const JsonNode &node() const { return json->nodes[at]; }
  [[nodiscard]] JsonKind kind() const { return node().kind; }
  [[nodiscard]] std::string_view key() const {
    return std::string_view(json->texts).substr(node().key_at, node().key_size);
  }
  [[nodiscard]] std::string_view text() const {
    return std::string_view(json->texts).substr(node().a, node().b);
  }
  [[nodiscard]] std::uint64_t whole() const { return std::uint64_t{node().a} << 32 | node().b; }
  [[nodiscard]] double number() const;
  [[nodiscard]] std::size_t count() const { return node().b; } // of an array or object
  [[nodiscard]] std::string path() const;                      // "items[3].blobs.vi"
};

/// Calls `each(JsonValue)` for what is in an array or object, in order.
template<class F> void for_each(JsonValue container, F each) {
  for (auto i = container.node().a; i != 0; i = container.json->nodes[i].next)
    each(JsonValue{container.json, i});
}

/// Errors: corrupt, with the path where there is one; refused (larger than `most` bytes).
Result<Json> parse_json(std::string_view text, std::uint64_t most);

/// Control characters have no business in names that stand in logs and on terminals.
bool printable(std::string_view utf8);

}
