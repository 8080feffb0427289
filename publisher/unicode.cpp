#include "publisher/unicode.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace sheaf::publisher {
namespace {

using icu::UnicodeString;

UnicodeString of(std::string_view utf8) {
  return UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

std::string utf8(const UnicodeString &text) {
  std::string out;
  return text.toUTF8String(out);
}

// Where it fails (no memory), the text as it was: a name that is not found is better than none.
UnicodeString normal(const UnicodeString &text, const icu::Normalizer2 *form, UErrorCode error) {
  if (U_FAILURE(error)) return text;
  auto out = form->normalize(text, error);
  return U_SUCCESS(error) ? out : text;
}

UnicodeString nfc(const UnicodeString &text) {
  UErrorCode error = U_ZERO_ERROR;
  const auto *form = icu::Normalizer2::getNFCInstance(error);
  return normal(text, form, error);
}

UnicodeString taken_apart(const UnicodeString &text) {
  UErrorCode error = U_ZERO_ERROR;
  const auto *form = icu::Normalizer2::getNFKDInstance(error);
  return normal(text, form, error);
}

// Excel and web pages leave them at the ends of cells, where nobody sees them.
bool is_invisible(UChar32 c) { return u_charType(c) == U_FORMAT_CHAR; }

bool is_space(UChar32 c) { return u_isUWhiteSpace(c) || is_invisible(c); }

// A letter that Unicode does not take apart.
UChar32 simple(UChar32 c) {
  constexpr UChar32 d_with_stroke = 0x111;
  return c == d_with_stroke ? 'd' : c;
}

}

std::string composed(std::string_view text) { return utf8(nfc(of(text))); }

std::string without_case(std::string_view text) {
  auto folded = nfc(of(text)).foldCase();
  return utf8(nfc(folded));
}

std::string plain_letters(std::string_view text) {
  UnicodeString out, in = taken_apart(of(text)).foldCase();
  for (std::int32_t i = 0; i < in.length(); i = in.moveIndex32(i, 1)) {
    auto c = in.char32At(i);
    if (u_getCombiningClass(c) == 0 && !is_invisible(c)) out.append(simple(c));
  }
  return utf8(out);
}

std::string plain_words(std::string_view text) {
  UnicodeString out, in = of(plain_letters(text));
  for (std::int32_t i = 0; i < in.length(); i = in.moveIndex32(i, 1)) {
    auto c = in.char32At(i);
    if (u_isalnum(c))
      out.append(c);
    else if (!out.isEmpty() && !out.endsWith(UnicodeString(u' ')))
      out.append(u' ');
  }
  return utf8(out.trim());
}

std::string one_line(std::string_view text) {
  UnicodeString out, in = of(text);
  for (std::int32_t i = 0; i < in.length(); i = in.moveIndex32(i, 1)) {
    auto c = in.char32At(i);
    if (is_invisible(c)) continue;
    if (!u_isUWhiteSpace(c) && !u_iscntrl(c))
      out.append(c);
    else if (!out.isEmpty() && !out.endsWith(UnicodeString(u' ')))
      out.append(u' ');
  }
  return utf8(out.trim());
}

std::string trimmed(std::string_view text) {
  auto in = of(text);
  std::int32_t begin = 0, end = in.length();
  while (begin < end && is_space(in.char32At(begin))) begin = in.moveIndex32(begin, 1);
  while (end > begin && is_space(in.char32At(in.moveIndex32(end, -1)))) end = in.moveIndex32(end, -1);
  return utf8(in.tempSubStringBetween(begin, end));
}

}
