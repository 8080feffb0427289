// What --help says, taken apart.
#pragma once

#include <gmock/gmock.h>

#include <regex>
#include <set>
#include <string>

namespace sheaf {

struct Languages {
  std::string vietnamese, english;
};

/// Of the help of `verb`; a failed test where a language does not stand where it must.
inline Languages languages_of(std::string_view help, const std::string &verb) {
  std::string all(help);
  auto english = all.find("\nusage: sheaf " + verb);
  EXPECT_THAT(all, ::testing::StartsWith("cách dùng: sheaf " + verb));
  EXPECT_NE(english, std::string::npos) << all;
  return {all.substr(0, english), english == std::string::npos ? "" : all.substr(english)};
}

/// "--channel C, --key FILE [--yes]" -> "--channel", "--key", "--yes"; each as often as it stands there.
inline std::multiset<std::string> options_in(const std::string &text) {
  static const std::regex option("--[a-z][a-z-]*");
  std::multiset<std::string> out;
  for (std::sregex_iterator i(text.begin(), text.end(), option), end; i != end; ++i) out.insert(i->str());
  return out;
}

}
