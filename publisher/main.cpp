// sheaf-publish: the office's side. `sheaf VERB` runs it under the verb's name.
#include "publisher/html.h"
#include "publisher/refusal.h"
#include "publisher/verbs.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>

using namespace sheaf;
using namespace sheaf::publisher;

namespace {

struct Verb {
  std::string_view name;
  Result<int> (*run)(VerbWords);
};
constexpr Verb verbs[]{{"new", new_folder}, {"check", check_folder}, {"screens", screens},
                       {"keys", keys},      {"publish", publish},    {"prepare", prepare},
                       {"sign", sign},      {"release", release},    {"withdraw", withdraw},
                       {"stop", stop},      {"verify", verify}};

std::string_view called(const char *path) {
  std::string_view name = path ? path : "";
  name.remove_prefix(name.rfind('/') + 1);
  if (name.starts_with("sheaf-")) name.remove_prefix(6);
  return name;
}

// Names that are not ours may be in it: a line stays a line, and nothing turns the terminal.
std::string harmless(std::string_view text) {
  std::string out;
  for (std::size_t at = 0, end = 0; at <= text.size(); at = end + 1) {
    end = std::min(text.find('\n', at), text.size());
    out += shown(text.substr(at, end - at)) + "\n";
  }
  return out;
}

}

int main(int argc, char **argv) {
  ::signal(SIGPIPE, SIG_IGN);
  auto name = called(argc > 0 ? argv[0] : nullptr);
  const auto *verb =
      std::find_if(std::begin(verbs), std::end(verbs), [&](const Verb &v) { return v.name == name; });
  if (verb == std::end(verbs)) {
    std::fputs("sheaf-publish: run it as sheaf VERB, one of the verbs of the office ('sheaf --help')\n",
               stderr);
    return 2;
  }
  VerbWords words(argv + 1, static_cast<std::size_t>(std::max(argc - 1, 0)));
  auto code = verb->run(words);
  bool whole = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (code && !whole) code = refuse(ErrorKind::full, "no_output");
  if (code) return *code;
  std::fprintf(stderr, "sheaf %s: %s", std::string(verb->name).c_str(),
               harmless(in_both_languages(code.error())).c_str());
  return code.error().kind == ErrorKind::unsupported ? 2 : 1;
}
