// What the writers of documents share: the same value gives the same bytes, and bytes that are not UTF-8 do
// not throw. Pure; any thread.
#pragma once

#include "base/rfc3339.h"

#include <nlohmann/json.hpp>

namespace sheaf::playlist {

using Ordered = nlohmann::ordered_json;

/// `indent`: -1 for one line.
inline std::string dump(const Ordered &json, int indent) {
  return json.dump(indent, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

/// Documents say whole seconds.
inline std::string write_utc(Wall time) {
  return rfc3339(Wall(std::chrono::floor<std::chrono::seconds>(time.time_since_epoch())));
}

/// A whole number where it is one: 5, not 5.0.
inline Ordered plain(double number) {
  auto whole = static_cast<std::int64_t>(number);
  return static_cast<double>(whole) == number ? Ordered(whole) : Ordered(number);
}

}
