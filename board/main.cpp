// `sheaf VERB …` runs `sheaf-VERB …` from the folder of this program. It knows no library on purpose: it
// starts at once.
#include "board/help.h"
#include "board/run_both.h"

#include <cstdio>
#include <cstring>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

std::string own_folder() {
  std::vector<char> path(4096);
  auto n = ::readlink("/proc/self/exe", path.data(), path.size());
  std::string p(path.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  return p.substr(0, p.rfind('/') + 1);
}

bool is_word(const char *s) {
  if (!*s) return false;
  for (; *s; ++s)
    if (*s < 'a' || *s > 'z') return false;
  return true;
}

// Several verbs of one program: it looks at the name that it is called by.
struct Verb {
  const char *name, *program;
};
constexpr Verb verbs[]{
    {"trust", "fetch"},      {"enrol", "fetch"},     {"status", "fetch"},   {"store", "fetch"},
    {"plays", "fetch"},      {"new", "publish"},     {"check", "publish"},  {"screens", "publish"},
    {"keys", "publish"},     {"prepare", "publish"}, {"sign", "publish"},   {"release", "publish"},
    {"withdraw", "publish"}, {"stop", "publish"},    {"verify", "publish"},
};

std::string program_of(const std::string &verb) {
  for (const auto &v : verbs)
    if (verb == v.name) return v.program;
  return verb;
}

int run(int argc, char **argv) {
  std::vector<std::string> words(argv + 2, argv + argc);
  for (const auto &word : words)
    if (word == "--help" || word == "-h") return sheaf::board::tell_help("run");
  return sheaf::board::run_both(own_folder(), words);
}

}

int main(int argc, char **argv) {
  if (argc == 2 &&
      (!std::strcmp(argv[1], "--help") || !std::strcmp(argv[1], "-h") || !std::strcmp(argv[1], "help")))
    return sheaf::board::tell_help("sheaf");
  if (argc == 2 && !std::strcmp(argv[1], "--version")) return std::puts("sheaf " SHEAF_VERSION) < 0;
  if (argc < 2) {
    sheaf::board::tell_help("sheaf", stderr);
    return 2;
  }
  std::string verb = argv[1];
  if (verb == "run") return run(argc, argv);
  std::string program = own_folder() + "sheaf-" + program_of(verb);
  // 'render' is a part of the player, not a verb: it does nothing without its parent.
  if (is_word(argv[1]) && verb != "render") {
    ::execv(program.c_str(), argv + 1);
  }
  std::fprintf(stderr, "sheaf: there is no '%s'; 'sheaf --help' lists what there is\n", argv[1]);
  return 2;
}
