// State files as JSON: unknown fields are ignored, missing ones keep their default, and one of the wrong type
// makes the whole file corrupt. For files that a sister process has written. Any thread.
#pragma once

#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace sheaf::assets {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_channels = 1024; // of one screen

/// One object; `sound` becomes false with the first field that is not what it should be.
class StateReader {
public:
  /// `what` it is, for the error: "fetch.json".
  StateReader(std::string_view json, std::string what, std::size_t most_bytes);

  void read(const char *name, std::string &into);
  void read(const char *name, std::uint64_t &into);
  void read(const char *name, std::int64_t &into);
  void read(const char *name, bool &into);
  void read(const char *name, Wall &into);
  void read(const char *name, ClockQuality &into);
  void read(const char *name, Digest &into);
  template<class T> void read(const char *name, std::optional<T> &into) {
    if (find(name) == nullptr) return;
    read(name, into.emplace());
  }
  /// Each of an array of at most `most`, by read_each(reader, value).
  template<class T, class F>
  void read_list(const char *name, std::vector<T> &into, std::size_t most, F each) {
    const auto *list = find(name);
    if (list == nullptr) return;
    sound_ = sound_ && list->is_array() && list->size() <= most;
    for (std::size_t i = 0; sound_ && i < list->size(); ++i) {
      StateReader reader((*list)[i]);
      each(reader, into.emplace_back());
      sound_ = reader.sound_;
    }
  }
  void read_list(const char *name, std::vector<std::string> &into, std::size_t most);
  template<class T, class F> void read_object(const char *name, std::optional<T> &into, F each) {
    const auto *object = find(name);
    if (object == nullptr) return;
    StateReader reader(*object);
    each(reader, into.emplace());
    sound_ = sound_ && reader.sound_;
  }

  void reject() { sound_ = false; }
  /// Errors: corrupt.
  [[nodiscard]] Result<void> finish() const;

private:
  explicit StateReader(const Json &object);
  /// Null where there is none, and for null.
  [[nodiscard]] const Json *find(const char *name) const;
  Json whole_;
  const Json *object_;
  std::string what_;
  bool sound_ = true;
};

/// Bytes that are not UTF-8 are replaced, not thrown at.
std::string dump(const Json &json, int indent);

Json to_json(Wall time);
Json to_json(ClockQuality quality);
Json to_json(const Digest &digest);
template<class T> Json to_json(const std::optional<T> &value) { return value ? to_json(*value) : Json(); }

}
