#include "publisher/reasons.h"

#include "publisher/refusal.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace sheaf::publisher {
namespace {

// With numbers in them; their places, as they come in the English sentence.
struct ReasonWithNumbers {
  const char *name;
  std::vector<std::string> places;
};
const std::vector<ReasonWithNumbers> &reasons_with_numbers() {
  static const std::vector<ReasonWithNumbers> all{{"reason_long_side", {"width", "height", "most"}},
                                                  {"reason_pixels", {"width", "height"}},
                                                  {"reason_decoding", {"width", "height", "need", "most"}},
                                                  {"reason_film_pixels", {"width", "height"}},
                                                  {"reason_drawing_needs", {"need", "most"}},
                                                  {"reason_large_file", {"size", "most"}}};
  return all;
}

// What `text` has where `sentence` has line feeds.
std::optional<std::vector<std::string>> values_in(std::string_view text, std::string_view sentence) {
  std::vector<std::string> out;
  for (auto mark = sentence.find('\n'); mark != std::string_view::npos; mark = sentence.find('\n')) {
    if (!text.starts_with(sentence.substr(0, mark))) return std::nullopt;
    text.remove_prefix(mark);
    sentence.remove_prefix(mark + 1);
    auto end = text.find(sentence.substr(0, sentence.find('\n')));
    if (end == std::string_view::npos) return std::nullopt;
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return text == sentence ? std::optional(out) : std::nullopt;
}

Value number(const std::string &english) {
  auto vietnamese = english;
  std::replace(vietnamese.begin(), vietnamese.end(), '.', ',');
  return {vietnamese, english};
}

std::optional<Saying> reason_with_numbers(const std::string &text) {
  for (const auto &[name, places] : reasons_with_numbers()) {
    Filling filling;
    for (const auto &place : places) filling[place] = "\n";
    auto values = values_in(text, saying(name, filling).en);
    if (!values) continue;
    for (std::size_t i = 0; i < places.size(); ++i) filling[places[i]] = number((*values)[i]);
    return saying(name, filling);
  }
  return std::nullopt;
}

}

Saying reason(const Error &error) {
  static constexpr std::array known{"reason_empty",      "reason_text",    "reason_no_pictures",
                                    "reason_cut_off",    "reason_unknown", "reason_memory",
                                    "reason_drawing",    "reason_svgz",    "reason_no_pixels",
                                    "reason_other_kind", "reason_stuck",   "reason_stuck_opening",
                                    "reason_heic",       "reason_neither", "reason_no_movement",
                                    "reason_empty_film", "reason_webp"};
  auto both = told(error);
  if (!both.vi.empty()) return both;
  for (const auto *name : known)
    if (auto saying = publisher::saying(name); saying.en == error.text) return saying;
  if (auto saying = reason_with_numbers(error.text)) return *saying;
  return {saying("reason_is_" + std::string(name(error.kind))).vi, error.text};
}

}
