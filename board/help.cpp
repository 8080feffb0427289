#include "board/help.h"

#include <string>

namespace sheaf::board {

extern const std::string_view help_text; // compiled in: help_text.cpp.in

std::string_view section(std::string_view text, std::string_view title) {
  auto line = "[" + std::string(title) + "]\n";
  auto from = text.find(line);
  if (from == std::string_view::npos) return {};
  text.remove_prefix(from + line.size());
  auto end = text.find("\n[");
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

std::string_view help(std::string_view verb) { return section(help_text, verb); }

int tell_help(std::string_view verb, std::FILE *to) {
  auto text = help(verb);
  bool told = std::fwrite(text.data(), 1, text.size(), to) == text.size() && std::fflush(to) == 0;
  return told ? 0 : 1;
}

}
