// The command line of this program's verbs: options with and without a value, and names. Any thread.
#pragma once

#include "base/result.h"

#include <map>
#include <set>
#include <span>
#include <vector>

namespace sheaf::fetcher {

struct Words {
  std::vector<std::string> names;
  std::map<std::string, std::vector<std::string>> values; // "--from" -> what was said, in order
  std::set<std::string> switches;

  [[nodiscard]] bool has(const std::string &name) const { return switches.contains(name); }
  /// The last value of `name`, or `otherwise`.
  [[nodiscard]] std::string value(const std::string &name, const std::string &otherwise = "") const;
  [[nodiscard]] std::vector<std::string> all(const std::string &name) const;
};

/// `valued`: options that need a value ("--x V" or "--x=V"); `switches`: those that have none. `--help` is
/// always one. Errors: unsupported, with a sentence.
Result<Words> parse_words(std::span<const char *const> arguments, const std::set<std::string> &valued,
                          const std::set<std::string> &switches);

}
