#include "publisher/words.h"

#include "publisher/html.h"
#include "publisher/words_text.h"

#include <cassert>
#include <cstdio>
#include <set>

namespace sheaf::publisher {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

std::string_view trimmed(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  return text;
}

Texts read_texts() {
  Texts out;
  for (auto rest = words_text; !rest.empty();) {
    auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    auto equals = line.find('=');
    if (line.starts_with('#') || equals == std::string_view::npos) continue;
    out[std::string(trimmed(line.substr(0, equals)))] = trimmed(line.substr(equals + 1));
  }
  return out;
}

const Texts &texts() {
  static const Texts all = read_texts();
  return all;
}

// "file|files" behind a number.
std::string counted(const std::string &number, std::string_view one_and_several) {
  auto bar = one_and_several.find('|');
  return number + " " +
         std::string(number == "1" ? one_and_several.substr(0, bar) : one_and_several.substr(bar + 1));
}

std::string value_of(std::string_view place, const Filling &filling, std::string Saying::*language) {
  auto bar = place.find('|');
  auto found = filling.find(std::string(place.substr(0, bar)));
  assert(found != filling.end());
  auto value = found == filling.end() ? std::string("?") : found->second.*language;
  return bar == std::string_view::npos ? value : counted(value, place.substr(bar + 1));
}

std::string filled(std::string_view text, const Filling &filling, std::string Saying::*language) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto open = text.find('{', at), close = text.find('}', open);
    if (close == std::string_view::npos) return out.append(text.substr(at));
    out.append(text.substr(at, open - at));
    out += value_of(text.substr(open + 1, close - open - 1), filling, language);
    at = close + 1;
  }
  return out;
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
