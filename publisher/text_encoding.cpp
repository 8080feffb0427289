#include "publisher/text_encoding.h"

#include "publisher/unicode.h"

#include <algorithm>
#include <set>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace sheaf::publisher {
namespace {

constexpr std::string_view mark_8 = "\xef\xbb\xbf", mark_le = "\xff\xfe", mark_be = "\xfe\xff";
constexpr UChar32 replaced = 0xFFFD;

struct Counted {
  std::size_t good = 0, bad = 0; // of what is above ASCII
};

Counted count_utf8(std::string_view bytes) {
  Counted counted;
  const auto *data = reinterpret_cast<const std::uint8_t *>(bytes.data());
  auto size = static_cast<std::int32_t>(bytes.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(data, i, size, c);
    counted.good += c >= 0x80;
    counted.bad += c < 0;
  }
  return counted;
}

// Western text has a zero in every second byte.
std::size_t zeros(std::string_view bytes, std::size_t from) {
  std::size_t n = 0;
  constexpr std::size_t looked_at = 4096;
  for (auto i = from; i < std::min(bytes.size(), looked_at); i += 2) n += bytes[i] == 0;
  return n;
}

std::string of_utf16(std::string_view bytes, bool little) {
  icu::UnicodeString out;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    auto first = static_cast<unsigned char>(bytes[i]), second = static_cast<unsigned char>(bytes[i + 1]);
    out.append(static_cast<UChar>(little ? first | second << 8 : first << 8 | second));
  }
  if (bytes.size() % 2) out.append(replaced);
  std::string text;
  return composed(out.toUTF8String(text)); // a lone surrogate becomes U+FFFD
}

std::string of_windows(std::string_view bytes, const char *page) {
  icu::UnicodeString out(bytes.data(), static_cast<std::int32_t>(bytes.size()), page);
  std::string text;
  return composed(out.toUTF8String(text));
}

bool is_letter(UChar32 c) { return c > 0 && u_isalpha(c); }

UChar32 next(std::string_view text, std::size_t at) {
  auto i = static_cast<std::int32_t>(at), size = static_cast<std::int32_t>(text.size());
  UChar32 c = 0;
  if (i < size) U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), i, size, c);
  return c;
}

// Windows-1252 has "á", but neither "ế" nor "đ".
bool has_vietnamese(std::string_view text) {
  constexpr UChar32 most_western = 0xFF;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (auto c = next(text, i); c > most_western && c != replaced && is_letter(c)) return true;
  return false;
}

// "L? h?i", "Ch? ??": a letter follows, or a space and a small one, or another that is lost.
bool stands_for_letter(std::string_view text, std::size_t at) {
  auto after = next(text, at + 1);
  if (is_letter(after)) return true;
  auto second = next(text, at + 2);
  return after == ' ' && (u_islower(second) || second == '?') && !has_vietnamese(text);
}

// What words of old fonts have in them, and other words do not.
struct Odd {
  icu::UnicodeString letters; // small ones
  std::size_t different = 0, words = 0;
};

void count(Odd &odd, const icu::UnicodeString &text) {
  std::set<UChar32> seen;
  bool letter = false, found = false;
  for (std::int32_t i = 0; i <= text.length(); i = text.moveIndex32(i, 1)) {
    auto c = i < text.length() ? u_tolower(text.char32At(i)) : ' ';
    if (u_isUWhiteSpace(c) || c == ';' || c == ',') {
      odd.words += letter && found;
      letter = found = false;
    }
    letter |= c < 0x80 && is_letter(c);
    found |= odd.letters.indexOf(c) >= 0;
    if (odd.letters.indexOf(c) >= 0) seen.insert(c);
    if (i == text.length()) break;
  }
  odd.different = seen.size();
}

// Several of them, of several kinds: an umlaut or a trade mark alone says nothing.
bool is_many(const Odd &odd) {
  constexpr std::size_t kinds = 4, words = 4;
  return odd.different >= kinds && odd.words >= words;
}

bool is_control(UChar32 c) {
  return (c < ' ' && c != '\n' && c != '\r' && c != '\t') || (c >= 0x7F && c < 0xA0);
}

// Its '?' stands behind a '/', and there is no space.
bool is_address(std::string_view text) {
  return text.find('/') < text.find('?') && text.find(' ') == std::string_view::npos;
}

}

Encoding encoding_of(std::string_view bytes) {
  if (bytes.starts_with(mark_8)) return Encoding::utf8;
  if (bytes.starts_with(mark_le)) return Encoding::utf16_le;
  if (bytes.starts_with(mark_be)) return Encoding::utf16_be;
  auto even = zeros(bytes, 0), odd = zeros(bytes, 1);
  constexpr std::size_t few = 4;
  if (std::max(even, odd) * few > std::min<std::size_t>(bytes.size(), 4096) / 2)
    return odd >= even ? Encoding::utf16_le : Encoding::utf16_be;
  auto [good, bad] = count_utf8(bytes);
  return good >= bad ? Encoding::utf8 : Encoding::windows_1258;
}

std::string decoded(std::string_view bytes, Encoding encoding) {
  for (auto mark : {mark_8, mark_le, mark_be})
    if (bytes.starts_with(mark)) {
      bytes.remove_prefix(mark.size());
      break;
    }
  switch (encoding) {
  case Encoding::utf16_le:
  case Encoding::utf16_be:
    return of_utf16(bytes, encoding == Encoding::utf16_le);
  case Encoding::windows_1258:
    return of_windows(bytes, "windows-1258");
  case Encoding::utf8:
    break;
  }
  return composed(bytes);
}

OldFont old_font(std::string_view bytes, Encoding encoding) {
  auto utf8 =
      encoding == Encoding::windows_1258 ? of_windows(bytes, "windows-1252") : decoded(bytes, encoding);
  auto text = icu::UnicodeString::fromUTF8(utf8);
  constexpr UChar first_of_ours = 0x1EA0, last_of_ours = 0x1EF9;
  for (std::int32_t i = 0; i < text.length(); ++i)
    if (text[i] >= first_of_ours && text[i] <= last_of_ours) return OldFont::none;
  Odd tcvn3{u"§µ¸¶·¹¨»¾¼½©ª«¬®\u00AD"}, vni{u"øûïäåëñöü"};
  count(tcvn3, text);
  count(vni, text);
  if (!is_many(tcvn3) && !is_many(vni)) return OldFont::none;
  return tcvn3.words > vni.words ? OldFont::tcvn3 : OldFont::vni;
}

bool is_binary(std::string_view text) {
  constexpr std::size_t looked_at = 4096, one_of = 50, few = 3; // bytes
  auto begin = text.substr(0, looked_at);
  auto controls = static_cast<std::size_t>(std::count_if(begin.begin(), begin.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && is_control(byte);
  }));
  return controls > few && controls * one_of > begin.size();
}

std::size_t lost_character(std::string_view text, bool name) {
  bool address = is_address(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = next(text, i);
    bool continued = (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
    if (!continued && (c == replaced || is_control(c))) return i;
    if (c == '?' && !address && (name || stands_for_letter(text, i))) return i;
  }
  return std::string_view::npos;
}

}
