// The words of a command line: names, switches, and options with values. Pure; any thread.
#pragma once

#include "base/result.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

/// What a verb understands.
struct Grammar {
  std::map<std::string, std::string> valued; // "--to" -> name in words.txt of what its value may be
  std::set<std::string> switches;
  std::set<std::string> repeated; // of the valued: may stand several times
};

struct Arguments {
  std::vector<std::string> names;
  std::set<std::string> switches;
  std::map<std::string, std::vector<std::string>> values;

  [[nodiscard]] bool has(const std::string &option) const {
    return switches.contains(option) || values.contains(option);
  }
  /// The value of an option, or `otherwise`.
  [[nodiscard]] std::string value(const std::string &option, const std::string &otherwise = {}) const;
  [[nodiscard]] std::vector<std::string> all(const std::string &option) const;
  /// A whole number. Errors: unsupported, where it is none or outside.
  [[nodiscard]] Result<std::int64_t> number(const std::string &option, std::int64_t otherwise,
                                            std::int64_t least, std::int64_t most) const;
};

/// "--name value" and "--name=value" are the same; after "--" all are names. Errors: unsupported.
Result<Arguments> parse_arguments(std::span<const char *const> words, const Grammar &grammar);

}
