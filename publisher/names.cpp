#include "publisher/names.h"

#include "assets/sha256.h"
#include "publisher/latin_letters.h"

#include <algorithm>
#include <vector>

namespace sheaf::publisher {
namespace {

constexpr char32_t broken = 0xDC00; // a byte that is no UTF-8, above this

// Code points; what is no UTF-8 byte by byte, so that nothing is lost.
std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    auto first = static_cast<unsigned char>(text[i]);
    std::size_t length = first < 0x80   ? 1
                         : first < 0xC2 ? 0
                         : first < 0xE0 ? 2
                         : first < 0xF0 ? 3
                         : first < 0xF5 ? 4
                                        : 0;
    char32_t value = length < 2 ? first : first & (0x7Fu >> length);
    bool good = length && i + length <= text.size();
    for (std::size_t k = 1; good && k < length; ++k) {
      auto byte = static_cast<unsigned char>(text[i + k]);
      good = (byte & 0xC0) == 0x80;
      value = value << 6 | (byte & 0x3F);
    }
    out += good ? value : broken + first;
    i += good ? length : 1;
  }
  return out;
}

bool is_mark(char32_t c) { return c >= 0x300 && c <= 0x36F; }

// Canonical combining class, as far as Latin letters need it.
int order_of(char32_t mark) {
  if (mark == 0x31B) return 216;
  if (mark == 0x327 || mark == 0x328) return 202;
  if ((mark >= 0x323 && mark <= 0x326) || mark == 0x32D || mark == 0x32E || mark == 0x330 || mark == 0x331)
    return 220;
  return 230;
}

std::u32string decomposed(std::string_view text) {
  std::u32string out;
  for (char32_t c : code_points(text)) {
    const auto *found = std::lower_bound(std::begin(latin_letters), std::end(latin_letters), c,
                                         [](const LatinLetter &l, char32_t x) { return l.letter < x; });
    bool known = found != std::end(latin_letters) && found->letter == c;
    out += known ? found->base : c;
    for (char32_t mark : known ? found->marks : std::array<char32_t, 3>{})
      if (mark) out += mark;
  }
  for (auto i = out.begin(); i != out.end();) {
    auto end = std::find_if_not(i, out.end(), is_mark);
    std::stable_sort(i, end, [](char32_t a, char32_t b) { return order_of(a) < order_of(b); });
    i = end == out.end() ? end : end + 1;
  }
  return out;
}

std::string utf8(const std::u32string &text) {
  std::string out;
  auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  for (char32_t c : text) {
    if (c >= broken && c < broken + 256)
      put(c - broken);
    else if (c < 0x80)
      put(c);
    else if (c < 0x800)
      put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
    else if (c < 0x10000)
      put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
    else
      put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  }
  return out;
}

// Letters that Unicode does not take apart.
const char *plain(char32_t c) {
  static const std::map<char32_t, const char *> all{
      {0x110, "d"}, {0x111, "d"}, {0xD0, "d"},  {0xF0, "d"},  {0xD8, "o"},  {0xF8, "o"},   {0x131, "i"},
      {0x141, "l"}, {0x142, "l"}, {0xDF, "ss"}, {0xC6, "ae"}, {0xE6, "ae"}, {0x152, "oe"}, {0x153, "oe"}};
  auto found = all.find(c);
  return found == all.end() ? nullptr : found->second;
}

std::string_view without_ending(std::string_view name) {
  auto dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

}

std::string folded(std::string_view name) { return utf8(decomposed(name)); }

std::string slug(std::string_view name) {
  constexpr std::size_t most = 40;
  std::string out;
  for (char32_t c : decomposed(without_ending(name))) {
    if (c >= 'A' && c <= 'Z') c += 32;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      out += static_cast<char>(c);
    else if (const char *letters = plain(c))
      out += letters;
    else if (!is_mark(c) && c < 0x80 && !out.empty() && out.back() != '-')
      out += '-';
  }
  out.resize(std::min(out.size(), most));
  while (out.ends_with('-')) out.pop_back();
  return out;
}

Ids::Ids(std::multimap<std::string, std::string> before) : before_(std::move(before)) {
  for (const auto &[name, id] : before_) reserved_.insert(id);
}

bool Ids::take(const std::string &id) { return taken_.insert(id).second; }

std::string Ids::give(std::string_view name) {
  auto key = folded(name);
  for (auto [had, end] = before_.equal_range(key); had != end; ++had)
    if (take(had->second)) return had->second;
  auto base = slug(name);
  if (base.empty()) base = "item";
  if (!reserved_.contains(base) && take(base)) return base;
  constexpr std::size_t shortest = 6, longest = 20;
  auto digits = assets::sha256(key).hex();
  for (auto length = shortest; length < longest; ++length)
    if (auto id = base + "-" + digits.substr(0, length); take(id)) return id;
  return {}; // the same name so many times: the caller has no two of them
}

}
