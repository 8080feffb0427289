// Reads lines "KIND<tab>JSON" and says for each, in a line, "ok" or what is wrong: so that a script can ask
// the same parsers that a board has.
#include "playlist/head.h"
#include "playlist/manifest.h"
#include "playlist/root.h"

#include <iostream>

using namespace sheaf::playlist;

namespace {

template<class T> std::string outcome(const sheaf::Result<T> &parsed) {
  return parsed ? "ok" : parsed.error().text;
}

std::string read(std::string_view kind, std::string_view json) {
  if (kind == "head") return outcome(parse_head(json));
  if (kind == "manifest") return outcome(parse_manifest(json));
  if (kind == "root") return outcome(parse_root(json));
  return "not a kind";
}

}

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    auto tab = std::min(line.find('\t'), line.size() - 1);
    std::cout << read(std::string_view(line).substr(0, tab), std::string_view(line).substr(tab + 1)) << "\n";
  }
}
