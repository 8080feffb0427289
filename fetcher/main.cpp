// sheaf-fetch: brings publications, keeps the store, and answers what is asked about both. It is called by
// the name of a verb (board/main.cpp); by its own name it fetches.
#include "fetcher/inner/verbs.h"

#include <cstdio>
#include <string_view>

using namespace sheaf;

namespace {

struct Verb {
  const char *name;
  int (*run)(std::span<const char *const>);
};
constexpr Verb verbs[]{{"fetch", fetcher::fetch}, {"sheaf-fetch", fetcher::fetch}, {"trust", fetcher::trust},
                       {"enrol", fetcher::enrol}, {"status", fetcher::status},     {"store", fetcher::store},
                       {"plays", fetcher::plays}};

// What cannot be told is no success: a table of what was shown would be short.
int run(const Verb &verb, std::span<const char *const> words) {
  auto code = verb.run(words.subspan(words.empty() ? 0 : 1));
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  std::fprintf(stderr, "sheaf %s: what it says cannot be written out (a full disk?); run it again\n",
               verb.name);
  return code == 0 ? 1 : code;
}

}

int main(int argc, char **argv) {
  std::string_view name = argc > 0 ? argv[0] : "fetch";
  name.remove_prefix(name.rfind('/') + 1); // npos + 1 is 0
  for (const auto &verb : verbs)
    if (name == verb.name) return run(verb, {argv, static_cast<std::size_t>(argc)});
  std::fprintf(stderr, "sheaf-fetch: there is no verb '%.*s'\n", static_cast<int>(name.size()), name.data());
  return 2;
}
