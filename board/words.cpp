#include "board/words.h"

#include <algorithm>
#include <cassert>

namespace sheaf::board {
namespace {

std::string_view trimmed(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  return text;
}

// "file|files" behind a number.
std::string counted(const std::string &number, std::string_view one_and_several) {
  auto bar = one_and_several.find('|');
  return number + " " +
         std::string(number == "1" ? one_and_several.substr(0, bar) : one_and_several.substr(bar + 1));
}

std::string value_of(std::string_view place, const PlaceValue &value) {
  auto bar = place.find('|');
  auto said = value(place.substr(0, bar));
  return bar == std::string_view::npos ? said : counted(said, place.substr(bar + 1));
}

}

Texts read_texts(std::string_view file) {
  Texts out;
  while (!file.empty()) {
    auto line = file.substr(0, file.find('\n'));
    file.remove_prefix(std::min(line.size() + 1, file.size()));
    auto equals = line.find('=');
    if (line.starts_with('#') || equals == std::string_view::npos) continue;
    out[std::string(trimmed(line.substr(0, equals)))] = trimmed(line.substr(equals + 1));
  }
  return out;
}

std::string_view word(std::string_view name) {
  static const auto all = read_texts(words_text);
  auto found = all.find(name);
  assert(found != all.end());
  return found == all.end() ? std::string_view() : found->second;
}

std::string in_both_languages(const std::string &name, const std::map<std::string, std::string> &places) {
  auto said = [&](const char *language) {
    return filled(word(name + language), [&](std::string_view place) {
      auto found = places.find(std::string(place));
      return found == places.end() ? "?" : found->second;
    });
  };
  return said("_vi") + "\n  " + said("_en");
}

std::string filled(std::string_view sentence, const PlaceValue &value) {
  std::string out;
  for (std::size_t at = 0; at < sentence.size();) {
    auto open = sentence.find('{', at), close = sentence.find('}', open);
    if (close == std::string_view::npos) return out.append(sentence.substr(at));
    out.append(sentence.substr(at, open - at));
    out += value_of(sentence.substr(open + 1, close - open - 1), value);
    at = close + 1;
  }
  return out;
}

}
