// Reading documents field by field: each field with its bound beside it, and the first thing that is wrong is
// kept. A reader of a value is any `T(JsonValue, Trouble &)`. Pure; any thread.
#pragma once

#include "base/digest.h"
#include "base/time.h"
#include "playlist/inner/json.h"

#include <map>
#include <optional>
#include <vector>

namespace sheaf::playlist {

/// The first thing that is wrong.
struct Trouble {
  std::optional<Error> first;
  void say(JsonValue where, const std::string &what, ErrorKind kind = ErrorKind::corrupt);
};

/// The fields of one object; what is none has no fields, and is trouble.
class Fields {
public:
  Fields(JsonValue object, Trouble &trouble);
  [[nodiscard]] std::optional<JsonValue> find(std::string_view name) const;
  [[nodiscard]] JsonValue object() const { return object_; }
  [[nodiscard]] Trouble &trouble() const { return trouble_; }

  template<class T, class Read> void may(std::string_view name, T &into, Read read) const {
    if (auto value = find(name)) into = read(*value, trouble_);
  }
  template<class T, class Read> void need(std::string_view name, T &into, Read read) const {
    if (!find(name)) trouble_.say(object_, "\"" + std::string(name) + "\" is missing");
    may(name, into, read);
  }

private:
  JsonValue object_;
  Trouble &trouble_;
  bool is_object_;
};

/// Bounds of a text: bytes of UTF-8, no control characters.
struct Text {
  std::size_t least, most;
  std::string operator()(JsonValue value, Trouble &trouble) const;
};
/// A name that `valid` accepts.
struct Named {
  bool (*valid)(std::string_view);
  const char *what; // it must be, e.g. "an id"
  std::string operator()(JsonValue value, Trouble &trouble) const;
};
template<class T = std::uint64_t> struct Whole {
  std::uint64_t least, most;
  T operator()(JsonValue value, Trouble &trouble) const;
};
struct Number {
  double least, most;
  double operator()(JsonValue value, Trouble &trouble) const;
};
/// Seconds with a fraction, to the nanosecond.
struct Seconds {
  double least, most;
  Duration operator()(JsonValue value, Trouble &trouble) const;
};
bool yes_no(JsonValue value, Trouble &trouble);
Digest digest(JsonValue value, Trouble &trouble);
Wall instant(JsonValue value, Trouble &trouble);

/// One of a few words; `T` counts them from zero.
template<class T> struct OneOf {
  std::vector<std::string_view> words;
  T operator()(JsonValue value, Trouble &trouble) const {
    if (value.kind() == JsonKind::text)
      for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i] == value.text()) return static_cast<T>(i);
    std::string all;
    for (auto word : words) all += (all.empty() ? "\"" : ", \"") + std::string(word) + "\"";
    trouble.say(value, "must be one of " + all);
    return T{};
  }
};

/// Whether `value` is of `kind` and holds `least` ... `most`; trouble where not.
bool holds(JsonValue value, JsonKind kind, std::size_t least, std::size_t most, Trouble &trouble);

template<class Read> auto list(std::size_t least, std::size_t most, Read read) {
  return [=](JsonValue value, Trouble &trouble) {
    std::vector<decltype(read(value, trouble))> all;
    if (!holds(value, JsonKind::array, least, most, trouble)) return all;
    all.reserve(value.count());
    for_each(value, [&](JsonValue v) { all.push_back(read(v, trouble)); });
    return all;
  };
}

template<class Read>
auto table(std::size_t least, std::size_t most, bool (*valid)(std::string_view), Read read) {
  return [=](JsonValue value, Trouble &trouble) {
    std::map<std::string, decltype(read(value, trouble))> all;
    if (!holds(value, JsonKind::object, least, most, trouble)) return all;
    for_each(value, [&](JsonValue v) {
      if (!valid(v.key())) trouble.say(v, "the key is not what it must be");
      all.emplace(v.key(), read(v, trouble));
    });
    return all;
  };
}

/// "sheaf" and "kind", which all documents begin with. False where nothing more should be read.
bool check_kind(const Fields &document, std::string_view kind);

}
