#include "board/toml_words.h"

#include "board/words.h"

#include <algorithm>
#include <cassert>

namespace sheaf::board {
namespace {

std::string placed(const TomlMistake &mistake, std::string_view place) {
  auto found = mistake.places.find(std::string(place));
  assert(found != mistake.places.end());
  return found == mistake.places.end() ? "?" : found->second;
}

}

TomlMistake told_mistake(const std::string &name, std::map<std::string, std::string> places) {
  TomlMistake mistake{"", name, std::move(places)};
  mistake.sentence =
      filled(word("toml_" + name + "_en"), [&](std::string_view place) { return placed(mistake, place); });
  return mistake;
}

std::string vietnamese(const TomlMistake &mistake) {
  if (mistake.name.empty()) return {};
  return filled(word("toml_" + mistake.name + "_vi"), [&](std::string_view place) {
    if (place == "why") return std::string(); // the English beneath has it
    auto value = placed(mistake, place);
    bool kind = place == "kind" || place == "is_kind";
    return kind ? std::string(word(word_of_kind(value) + "_vi")) : value;
  });
}

std::string word_of_kind(std::string kind) {
  std::erase(kind, ',');
  std::replace(kind.begin(), kind.end(), ' ', '_');
  return "toml_" + kind;
}

}
