#include "publisher/arguments.h"

#include "board/toml.h"
#include "publisher/refusal.h"

#include <charconv>

namespace sheaf::publisher {
namespace {

tl::unexpected<Error> unknown(const std::string &name, const Grammar &grammar) {
  std::vector<std::string> known(grammar.switches.begin(), grammar.switches.end());
  for (const auto &[option, may_be] : grammar.valued) known.push_back(option);
  auto near = board::meant(name, known);
  return near ? refuse(ErrorKind::unsupported, "option_unknown_near", {{"option", name}, {"near", *near}})
              : refuse(ErrorKind::unsupported, "option_unknown", {{"option", name}});
}

tl::unexpected<Error> lacking(const char *how, const std::string &option, const std::string &may_be) {
  return refuse(ErrorKind::unsupported, how, {{"option", option}, {"what", saying(may_be)}});
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
  return refuse(
      ErrorKind::unsupported, "option_number",
      {{"option", option}, {"text", text}, {"least", std::to_string(least)}, {"most", std::to_string(most)}});
}

Result<Arguments> parse_arguments(std::span<const char *const> words, const Grammar &grammar) {
  Arguments out;
  bool names_only = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    if (word.empty()) return refuse(ErrorKind::unsupported, "empty_name");
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
      return lacking("option_lacks", name, found->second);
    auto value = equals == std::string::npos ? std::string(words[++i]) : word.substr(equals + 1);
    if (value.empty()) return lacking("option_empty", name, found->second);
    auto &values = out.values[name];
    if (!values.empty() && !grammar.repeated.contains(name))
      return refuse(ErrorKind::unsupported, "option_twice", {{"option", name}});
    values.push_back(value);
  }
  return out;
}

}
