#include "publisher/text_encoding.h"

#include "publisher/unicode.h"

#include <algorithm>
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

std::string of_windows(std::string_view bytes) {
  icu::UnicodeString out(bytes.data(), static_cast<std::int32_t>(bytes.size()), "windows-1258");
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

// "L? h?i": a letter follows, or a space and a small one.
bool stands_for_letter(std::string_view text, std::size_t at) {
  auto after = next(text, at + 1);
  return is_letter(after) || (after == ' ' && u_islower(next(text, at + 2)));
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
    return of_windows(bytes);
  case Encoding::utf8:
    break;
  }
  return composed(bytes);
}

std::size_t lost_character(std::string_view text, bool name) {
  bool address = is_address(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = next(text, i);
    bool control = (c < ' ' && c != '\n' && c != '\r' && c != '\t') || (c >= 0x7F && c < 0xA0);
    bool continued = (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
    if (!continued && (c == replaced || control)) return i;
    if (c == '?' && !address && (name || stands_for_letter(text, i))) return i;
  }
  return std::string_view::npos;
}

}
