#include "playlist/inner/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace sheaf::playlist {
namespace {

using nlohmann::json;

/// What a person sees of a key: never much, and nothing that moves the cursor.
std::string shown(std::string_view key) {
  if (!printable(key)) return "(unprintable)";
  return std::string(key.size() > 64 ? "(long)" : key);
}

/// nlohmann's SAX events into a Json. A handler that gives false ends the parsing.
class Builder {
public:
  explicit Builder(std::size_t size) { json_.texts.reserve(size); } // decoded is never longer than encoded
  Json take() { return std::move(json_); }
  std::optional<Error> error;

  bool null() { return add(JsonKind::null); }
  bool boolean(bool yes) { return add(JsonKind::boolean, 0, yes ? 1 : 0); }
  bool number_integer(json::number_integer_t n) { return add_number(static_cast<double>(n)); } // below zero
  bool number_unsigned(json::number_unsigned_t n) {
    if (n > most_whole) return add_number(static_cast<double>(n));
    return add(JsonKind::whole, static_cast<std::uint32_t>(n >> 32), static_cast<std::uint32_t>(n));
  }
  bool number_float(json::number_float_t n, const std::string &) { return add_number(n); }
  bool string(std::string &text) {
    auto at = keep(text);
    return add(JsonKind::text, at, static_cast<std::uint32_t>(text.size()));
  }
  bool binary(json::binary_t &) { return refuse("binary data"); }
  bool start_object(std::size_t) { return open(JsonKind::object); }
  bool key(std::string &text) {
    key_size_ = static_cast<std::uint32_t>(text.size());
    key_at_ = keep(text);
    return true;
  }
  bool end_object() { return distinct() && close(); }
  bool start_array(std::size_t) { return open(JsonKind::array); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t position, const std::string &, const json::exception &) {
    return refuse("not JSON, or not UTF-8, at byte " + std::to_string(position));
  }

private:
  struct Open {
    std::uint32_t node, last; // last: its newest child
  };

  std::uint32_t keep(const std::string &text) {
    auto at = static_cast<std::uint32_t>(json_.texts.size());
    json_.texts += text;
    return at;
  }
  bool add_number(double n) {
    auto bits = std::bit_cast<std::uint64_t>(n);
    return add(JsonKind::number, static_cast<std::uint32_t>(bits >> 32), static_cast<std::uint32_t>(bits));
  }
  bool add(JsonKind kind, std::uint32_t a = 0, std::uint32_t b = 0) {
    if (json_.nodes.size() >= most_values) return refuse("more than a million values");
    auto at = static_cast<std::uint32_t>(json_.nodes.size());
    json_.nodes.push_back({kind, 0, 0, std::exchange(key_at_, 0), std::exchange(key_size_, 0), a, b});
    if (!open_.empty()) link(at);
    return true;
  }
  void link(std::uint32_t at) {
    auto &[parent, last] = open_.back();
    json_.nodes[at].parent = parent;
    if (last == 0)
      json_.nodes[parent].a = at;
    else
      json_.nodes[last].next = at;
    ++json_.nodes[parent].b;
    last = at;
  }
  bool open(JsonKind kind) {
    if (open_.size() >= most_depth) return refuse("more than 16 levels deep");
    if (!add(kind)) return false;
    open_.push_back({static_cast<std::uint32_t>(json_.nodes.size() - 1), 0});
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  bool distinct() {
    keys_.clear();
    for_each({&json_, open_.back().node}, [&](JsonValue v) { keys_.push_back(v.key()); });
    std::sort(keys_.begin(), keys_.end());
    auto twice = std::adjacent_find(keys_.begin(), keys_.end());
    return twice == keys_.end() || refuse("the key \"" + shown(*twice) + "\" stands twice");
  }
  bool refuse(std::string text) {
    auto where = open_.empty() ? std::string() : JsonValue{&json_, open_.back().node}.path();
    if (!error) error = Error{ErrorKind::corrupt, where.empty() ? text : where + ": " + text};
    return false;
  }

  Json json_;
  std::vector<Open> open_;
  std::vector<std::string_view> keys_;
  std::uint32_t key_at_ = 0, key_size_ = 0;
};

/// "name" in an object, "[3]" in an array.
std::string step(JsonValue value) {
  JsonValue parent{value.json, value.node().parent};
  if (parent.kind() == JsonKind::object) return shown(value.key());
  std::size_t index = 0;
  for (auto i = parent.node().a; i != value.at; i = value.json->nodes[i].next) ++index;
  return "[" + std::to_string(index) + "]";
}

}

double JsonValue::number() const {
  return kind() == JsonKind::whole ? static_cast<double>(whole()) : std::bit_cast<double>(whole());
}

std::string JsonValue::path() const {
  std::string path;
  for (auto v = *this; v.at != 0; v.at = v.node().parent) {
    bool dot = !path.empty() && path[0] != '[';
    path = step(v) + (dot ? "." : "") + path;
  }
  return path;
}

bool printable(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    auto c = static_cast<unsigned char>(utf8[i]);
    if (c < 0x20 || c == 0x7f) return false;
    if (c == 0xc2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xa0) return false;
  }
  return true;
}

Result<Json> parse_json(std::string_view text, std::uint64_t most) {
  if (text.size() > most)
    return fail(ErrorKind::refused, "larger than the " + std::to_string(most) + " bytes that it may have");
  if (text.starts_with("\xef\xbb\xbf")) return fail(ErrorKind::corrupt, "it begins with a byte order mark");
  if (text.find('\0') != std::string_view::npos) // the parser would take it for the end
    return fail(ErrorKind::corrupt, "it holds a zero byte");
  Builder builder(text.size());
  if (json::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
  return fail(builder.error.value_or(Error{ErrorKind::corrupt, "not JSON"}));
}

}
