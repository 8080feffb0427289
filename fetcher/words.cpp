#include "fetcher/inner/words.h"

namespace sheaf::fetcher {
namespace {

tl::unexpected<Error> wrong(const std::string &text) { return fail(ErrorKind::unsupported, text); }

}

std::string Words::value(const std::string &name, const std::string &otherwise) const {
  auto found = values.find(name);
  return found == values.end() ? otherwise : found->second.back();
}

std::vector<std::string> Words::all(const std::string &name) const {
  auto found = values.find(name);
  return found == values.end() ? std::vector<std::string>{} : found->second;
}

Result<Words> parse_words(std::span<const char *const> arguments, const std::set<std::string> &valued,
                          const std::set<std::string> &switches) {
  Words words;
  bool names_only = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string word = arguments[i];
    if (word.empty()) return wrong("there is an empty name; is a variable not set?");
    if (names_only || !word.starts_with('-')) {
      words.names.push_back(word);
    } else if (word == "--") {
      names_only = true;
    } else if (word == "-h" || word == "--help" || switches.contains(word)) {
      words.switches.insert(word == "-h" ? "--help" : word);
    } else {
      auto equals = word.find('=');
      auto name = word.substr(0, equals);
      if (!valued.contains(name)) return wrong("there is no option '" + word + "'; --help lists all");
      if (equals == std::string::npos && i + 1 == arguments.size()) return wrong(name + " needs a value");
      auto value = equals == std::string::npos ? std::string(arguments[++i]) : word.substr(equals + 1);
      if (value.empty()) return wrong(name + " has an empty value; is a variable not set?");
      words.values[name].push_back(value);
    }
  }
  return words;
}

}
