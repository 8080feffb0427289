#include "publisher/arguments.h"

#include "board/toml.h"

#include <charconv>

namespace sheaf::publisher {
namespace {

tl::unexpected<Error> unknown(const std::string &name, const Grammar &grammar) {
  std::vector<std::string> known(grammar.switches.begin(), grammar.switches.end());
  for (const auto &[option, may_be] : grammar.valued) known.push_back(option);
  auto near = board::meant(name, known);
  return fail(ErrorKind::unsupported,
              "there is no option '" + name + "'; " +
                  (near ? "did you mean " + *near + "?"
                        : "--help lists all, and -- stands before a name that begins with -"));
}

}

std::string Arguments::value(const std::string &option, const std::string &otherwise) const {
  auto found = values.find(option);
  return found == values.end() ? otherwise : found->second.back();
}

std::vector<std::string> Arguments::all(const std::string &option) const {
  auto found = values.find(option);
  return found == values.end() ? std::vector<std::string>{} : found->second;
}

Result<std::int64_t> Arguments::number(const std::string &option, std::int64_t otherwise, std::int64_t least,
                                       std::int64_t most) const {
  if (!values.contains(option)) return otherwise;
  auto text = value(option);
  std::int64_t n = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error == std::errc{} && end == text.data() + text.size() && n >= least && n <= most) return n;
  return fail(ErrorKind::unsupported, option + " '" + text + "': it must be a whole number from " +
                                          std::to_string(least) + " to " + std::to_string(most));
}

Result<Arguments> parse_arguments(std::span<const char *const> words, const Grammar &grammar) {
  Arguments out;
  bool names_only = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    if (word.empty()) return fail(ErrorKind::unsupported, "there is an empty name; is a variable not set?");
    if (names_only || !word.starts_with('-')) {
      out.names.push_back(word);
      continue;
    }
    if (word == "--") {
      names_only = true;
      continue;
    }
    if (grammar.switches.contains(word)) {
      out.switches.insert(word);
      continue;
    }
    auto equals = word.find('=');
    auto name = word.substr(0, equals);
    auto found = grammar.valued.find(name);
    if (found == grammar.valued.end()) return unknown(name, grammar);
    if (equals == std::string::npos && i + 1 == words.size())
      return fail(ErrorKind::unsupported, name + " needs a value: " + found->second);
    auto value = equals == std::string::npos ? std::string(words[++i]) : word.substr(equals + 1);
    if (value.empty())
      return fail(ErrorKind::unsupported, name + " has an empty value; it must be " + found->second);
    auto &values = out.values[name];
    if (!values.empty() && !grammar.repeated.contains(name))
      return fail(ErrorKind::unsupported, name + " is there twice; say it once");
    values.push_back(value);
  }
  return out;
}

}
