#include "publisher/html.h"

#include "publisher/draft.h"

#include <algorithm>
#include <cstdint>

namespace sheaf::publisher {
// What source_name() does to one name, for text of any length.
std::string shown(std::string_view text) {
  constexpr std::size_t piece =
      340; // three times as long where all of it is no UTF-8: as much as a name may have
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto slash = text.find('/', at);
    auto end = std::min({slash, at + piece, text.size()});
    while (end < text.size() && end > at + 1 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    out += source_name(text.substr(at, end - at));
    if (end == slash) out += '/', ++end;
    at = end;
  }
  return out;
}

const std::string page_head = R"(<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : shown(text)) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

std::string named(std::string_view text) { return "<bdi>" + escaped(text) + "</bdi>"; }

std::string both(const Saying &saying) {
  return escaped(saying.vi) + " <span class=\"en\" lang=\"en\">" + escaped(saying.en) + "</span>";
}

std::string both(std::string_view name, const Filling &filling) { return both(saying(name, filling)); }

std::string base64(std::string_view bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve(bytes.size() / 3 * 4 + 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    auto byte = [&](std::size_t k) {
      return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u;
    };
    std::uint32_t three = byte(0) << 16 | byte(1) << 8 | byte(2);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k > bytes.size() ? '=' : digits[three >> (18 - 6 * k) & 63];
  }
  return out;
}

}
