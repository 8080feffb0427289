#include "playlist/inner/fields.h"

#include "base/rfc3339.h"

#include <cmath>
#include <fmt/format.h>

namespace sheaf::playlist {

void Trouble::say(JsonValue where, const std::string &what, ErrorKind kind) {
  if (first) return; // paths cost time, and one error is enough
  auto path = where.path();
  first = Error{kind, path.empty() ? what : path + ": " + what};
}

Fields::Fields(JsonValue object, Trouble &trouble)
    : object_(object), trouble_(trouble), is_object_(object.kind() == JsonKind::object) {
  if (!is_object_) trouble.say(object, "must be an object");
}

std::optional<JsonValue> Fields::find(std::string_view name) const {
  if (!is_object_) return std::nullopt;
  for (auto i = object_.node().a; i != 0; i = object_.json->nodes[i].next)
    if (JsonValue value{object_.json, i}; value.key() == name) return value;
  return std::nullopt;
}

std::string Text::operator()(JsonValue value, Trouble &trouble) const {
  if (value.kind() != JsonKind::text) return trouble.say(value, "must be a text"), std::string();
  auto text = value.text();
  if (text.size() < least || text.size() > most)
    trouble.say(value, fmt::format("has {} bytes, may have {} ... {}", text.size(), least, most));
  else if (!printable(text))
    trouble.say(value, "has control characters");
  return std::string(text);
}

std::string Named::operator()(JsonValue value, Trouble &trouble) const {
  if (value.kind() != JsonKind::text || !valid(value.text()))
    return trouble.say(value, std::string("must be ") + what), std::string();
  return std::string(value.text());
}

template<class T> T Whole<T>::operator()(JsonValue value, Trouble &trouble) const {
  if (value.kind() == JsonKind::whole && value.whole() >= least && value.whole() <= most)
    return static_cast<T>(value.whole());
  return trouble.say(value, fmt::format("must be a whole number, {} ... {}", least, most)), T{};
}
template struct Whole<std::uint64_t>;
template struct Whole<std::uint32_t>;
template struct Whole<int>;

double Number::operator()(JsonValue value, Trouble &trouble) const {
  bool is_number = value.kind() == JsonKind::whole || value.kind() == JsonKind::number;
  if (is_number && value.number() >= least && value.number() <= most) return value.number();
  return trouble.say(value, fmt::format("must be a number, {} ... {}", least, most)), least;
}

Duration Seconds::operator()(JsonValue value, Trouble &trouble) const {
  return Duration(std::llround(Number{least, most}(value, trouble) * 1e9));
}

bool yes_no(JsonValue value, Trouble &trouble) {
  if (value.kind() != JsonKind::boolean) trouble.say(value, "must be true or false");
  return value.node().b != 0;
}

Digest digest(JsonValue value, Trouble &trouble) {
  auto parsed = Digest::parse(value.kind() == JsonKind::text ? value.text() : std::string_view());
  if (!parsed) trouble.say(value, parsed.error().text);
  return parsed.value_or(Digest{});
}

Wall instant(JsonValue value, Trouble &trouble) {
  constexpr std::size_t whole_seconds = std::string_view("2026-11-25T01:37:51Z").size();
  bool may_be = value.kind() == JsonKind::text && value.text().size() == whole_seconds;
  auto time = may_be ? parse_rfc3339(value.text()) : std::nullopt;
  if (!time) trouble.say(value, "must be an instant like \"2026-11-25T01:37:51Z\"");
  return time.value_or(Wall{});
}

bool holds(JsonValue value, JsonKind kind, std::size_t least, std::size_t most, Trouble &trouble) {
  if (value.kind() != kind) {
    trouble.say(value, kind == JsonKind::array ? "must be an array" : "must be an object");
    return false;
  }
  if (value.count() >= least && value.count() <= most) return true;
  trouble.say(value, fmt::format("holds {}, may hold {} ... {}", value.count(), least, most));
  return false;
}

bool check_kind(const Fields &document, std::string_view kind) {
  std::uint64_t version = 1;
  std::string is;
  document.need("sheaf", version, Whole<>{1, most_whole});
  document.need("kind", is, Text{1, 64});
  auto &trouble = document.trouble();
  if (!trouble.first && version > 1)
    trouble.say(document.object(), fmt::format("written for a newer Sheaf (format {})", version),
                ErrorKind::unsupported);
  if (is != kind) trouble.say(document.object(), fmt::format("\"kind\" must be \"{}\"", kind));
  return !trouble.first;
}

}
