#include "publisher/words.h"

#include "board/words.h"
#include "publisher/html.h"
#include "publisher/words_text.h"

#include <cassert>
#include <cstdio>
#include <set>

namespace sheaf::publisher {
namespace {

// board/words.txt has what is said of any file of TOML.
const board::Texts &texts() {
  static const auto all = [] {
    auto out = board::read_texts(board::words_text);
    out.merge(board::read_texts(words_text));
    return out;
  }();
  return all;
}

std::string filled(std::string_view text, const Filling &filling, std::string Saying::*language) {
  return board::filled(text, [&](std::string_view place) {
    auto found = filling.find(std::string(place));
    assert(found != filling.end());
    return found == filling.end() ? std::string("?") : found->second.*language;
  });
}

std::set<std::string> places(const std::string &text) {
  std::set<std::string> out;
  for (std::size_t open = 0; (open = text.find('{', open)) != std::string::npos; ++open)
    out.insert(text.substr(open, text.find_first_of("|}", open) - open));
  return out;
}

void write(std::FILE *to, const std::string &text) {
  std::fputs(text.c_str(), to);
  std::fflush(to);
}

}

Saying saying(std::string_view name, const Filling &filling) {
  auto in = [&](const char *ending, std::string Saying::*language) {
    auto found = texts().find(std::string(name) + ending);
    assert(found != texts().end());
    return found == texts().end() ? std::string(name) : filled(found->second, filling, language);
  };
  return {in("_vi", &Saying::vi), in("_en", &Saying::en)};
}

std::string words(std::string_view name, const Filling &filling) {
  auto harmless = filling;
  for (auto &[place, value] : harmless) value = {shown(value.vi), shown(value.en)};
  auto both = saying(name, harmless);
  return both.vi + '\n' + both.en + '\n';
}

void say(std::string_view name, const Filling &filling) { write(stdout, words(name, filling)); }
void warn(std::string_view name, const Filling &filling) { write(stderr, words(name, filling)); }

std::vector<std::string> faulty_words() {
  std::vector<std::string> out;
  for (const auto &[name, text] : texts()) {
    auto base = name.substr(0, name.rfind('_'));
    auto vi = texts().find(base + "_vi"), en = texts().find(base + "_en");
    if (vi == texts().end() || en == texts().end() || vi->second.empty() ||
        places(vi->second) != places(en->second))
      out.push_back(base);
  }
  return out;
}

}
