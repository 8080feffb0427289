#include "publisher/refusal.h"

namespace sheaf::publisher {
namespace {

constexpr std::string_view between = "\n  ";

std::string in_brackets(const std::string &text) { return text.empty() ? "" : " (" + text + ")"; }

}

Error refusal(ErrorKind kind, std::string_view name, const Filling &filling) {
  auto both = words(name, filling);
  auto end = both.find('\n');
  return {kind, both.substr(0, end) + std::string(between) + both.substr(end + 1, both.size() - end - 2)};
}

Value why(const Error &error) {
  auto reason = told(error);
  return {in_brackets(reason.vi), in_brackets(reason.en)};
}

Error refusal(const Error &reason, std::string_view name, Filling filling) {
  filling["why"] = why(reason);
  return refusal(reason.kind, name, filling);
}

Saying told(const Error &error) {
  auto end = error.text.find(between);
  if (end == std::string::npos) return {"", error.text};
  auto english = error.text.substr(end + between.size());
  return {error.text.substr(0, end), english.substr(0, english.find('\n'))};
}

std::string in_both_languages(const Error &error) {
  if (error.text.find(between) != std::string::npos) return error.text;
  return saying("refused_" + std::string(name(error.kind))).vi + std::string(between) + error.text;
}

}
