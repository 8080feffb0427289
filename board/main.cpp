// `sheaf VERB …` runs `sheaf-VERB …` from the folder of this program. It knows no library on purpose: it
// starts at once.
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

constexpr const char *usage = "usage: sheaf VERB ...\n"
                              "  play     shows films and pictures full-screen, without a gap between them\n"
                              "'sheaf VERB --help' tells more of each.\n";

}

int main(int argc, char **argv) {
  if (argc == 2 &&
      (!std::strcmp(argv[1], "--help") || !std::strcmp(argv[1], "-h") || !std::strcmp(argv[1], "help")))
    return std::fputs(usage, stdout) < 0;
  if (argc == 2 && !std::strcmp(argv[1], "--version")) return std::puts("sheaf " SHEAF_VERSION) < 0;
  if (argc < 2) {
    std::fputs(usage, stderr);
    return 2;
  }
  std::string verb = argv[1];
  std::string program = own_folder() + "sheaf-" + verb;
  // 'render' is a part of the player, not a verb: it does nothing without its parent.
  if (is_word(argv[1]) && verb != "render") {
    ::execv(program.c_str(), argv + 1);
  }
  std::fprintf(stderr, "sheaf: there is no '%s'; 'sheaf --help' lists what there is\n", argv[1]);
  return 2;
}
