#include "publisher/toml_findings.h"

#include "board/toml_words.h"

namespace sheaf::publisher {
namespace {

Value value_of(const std::string &place, const std::string &value) {
  if (place == "kind" || place == "is_kind") return saying(board::word_of_kind(value));
  if (place == "why") return {"", value}; // the parser's own words
  return value;
}

Finding finding_of(const std::string &where, const board::TomlMistake &mistake) {
  if (mistake.name.empty()) return {where, mistake.sentence, mistake.sentence, ""};
  Filling filling;
  for (const auto &[place, value] : mistake.places) filling[place] = value_of(place, value);
  return finding(where, mistake.sentence.empty() ? mistake.name : "toml_" + mistake.name, filling);
}

}

board::TomlMistake toml_mistake(const std::string &name, std::map<std::string, std::string> places) {
  return {"", name, std::move(places)};
}

std::vector<Finding> findings_of(const board::TomlErrors &errors) {
  std::vector<Finding> out;
  for (const auto &[place, mistake] : errors.mistakes()) {
    if (out.size() == board::TomlErrors::most_told) break;
    auto where = errors.file() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
    out.push_back(finding_of(where, mistake));
  }
  if (auto more = errors.mistakes().size() - out.size(); more > 0)
    out.push_back(finding("", "table_more", {{"count", std::to_string(more)}}));
  return out;
}

}
