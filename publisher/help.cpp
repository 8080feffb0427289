#include "publisher/help.h"

#include "publisher/embedded.h"

#include <cstdio>
#include <string>

namespace sheaf::publisher {

// Sections begin with "[verb]" on a line of its own.
std::string_view vietnamese_help(std::string_view verb) {
  auto all = embedded("texts/tro-giup.txt");
  auto title = "[" + std::string(verb) + "]\n";
  auto from = all.find(title);
  if (from == std::string_view::npos) return {};
  from += title.size();
  return all.substr(from, all.find("\n[", from) + 1 - from);
}

Result<int> tell_help(std::string_view verb, std::string_view english) {
  std::printf("%s\n%s", std::string(vietnamese_help(verb)).c_str(), std::string(english).c_str());
  return 0;
}

}
