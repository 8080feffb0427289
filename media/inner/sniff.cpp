#include "media/inner/sniff.h"

#include <algorithm>
#include <string_view>

namespace sheaf::media {
namespace {

using namespace std::string_view_literals;

constexpr auto png_signature = "\x89PNG\r\n\x1a\n"sv;

std::uint32_t big_endian(std::string_view four) {
  std::uint32_t value = 0;
  for (char c : four) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

// Chunks are length, type, data, CRC. acTL has to stand before IDAT (APNG specification, "acTL").
MediaType kind_of_png(std::string_view head) {
  std::string_view rest = head.substr(png_signature.size());
  while (rest.size() >= 8) {
    const auto type = rest.substr(4, 4);
    if (type == "acTL") return MediaType::apng;
    if (type == "IDAT") return MediaType::png;
    const std::uint64_t chunk = std::uint64_t{big_endian(rest.substr(0, 4))} + 12;
    rest.remove_prefix(static_cast<std::size_t>(std::min<std::uint64_t>(chunk, rest.size())));
  }
  return MediaType::png;
}

// ftyp: length, "ftyp", major brand, version, compatible brands (ISO/IEC 14496-12, 4.3; AVIF specification,
// 6).
bool is_avif(std::string_view head) {
  if (head.size() < 16 || head.substr(4, 4) != "ftyp") return false;
  const auto box = head.substr(0, big_endian(head.substr(0, 4)));
  const auto brand_is = [&](std::size_t at) {
    const auto brand = box.substr(at, 4);
    return brand == "avif" || brand == "avis";
  };
  if (box.size() < 16) return false;
  for (std::size_t at = 8; at + 4 <= box.size(); at += at == 8 ? 8 : 4)
    if (brand_is(at)) return true;
  return false;
}

bool space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

// Of the character that `lead` begins; 0: none that belongs in a text.
std::size_t utf8_length(char lead) {
  const auto u = static_cast<unsigned char>(lead);
  if (u < 0x80) return (u >= 0x20 && u != 0x7f) || space(lead) ? 1 : 0;
  if (u < 0xc2 || u > 0xf4) return 0;
  return u < 0xe0 ? 2 : u < 0xf0 ? 3 : 4;
}

// UTF-8 without control characters; the head may end within a character.
bool is_text(std::string_view head) {
  while (!head.empty()) {
    const auto length = utf8_length(head.front());
    if (length == 0) return false;
    const auto more = head.substr(1, length - 1);
    if (!std::all_of(more.begin(), more.end(), [](char c) { return (c & 0xc0) == 0x80; })) return false;
    head.remove_prefix(1 + more.size());
  }
  return true;
}

void skip_space(std::string_view &rest) {
  while (!rest.empty() && space(rest.front())) rest.remove_prefix(1);
}

/// Removes what starts with `open` up to and with `close`; all of it where that does not come.
bool skip(std::string_view &rest, std::string_view open, std::string_view close) {
  if (!rest.starts_with(open)) return false;
  const auto end = rest.find(close, open.size());
  rest.remove_prefix(end == rest.npos ? rest.size() : end + close.size());
  return true;
}

// Entities may be declared in brackets, with '>' in them.
bool skip_doctype(std::string_view &rest) {
  if (!rest.starts_with("<!DOCTYPE")) return false;
  auto end = rest.find_first_of("[>");
  if (end != rest.npos && rest[end] == '[') end = rest.find('>', rest.find(']', end));
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  return true;
}

bool is_svg(std::string_view rest) {
  do skip_space(rest);
  while (skip(rest, "<?", "?>") || skip(rest, "<!--", "-->") || skip_doctype(rest));
  return rest.size() > 4 && rest.starts_with("<svg") && " \t\r\n>/:"sv.find(rest[4]) != rest.npos;
}

// The first two may name any file or address to play; whatever else stands in them, they are not films.
MediaType kind_of_rest(std::string_view head) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  skip_space(head);
  if (head.starts_with("#EXTM3U") || head.starts_with("ffconcat")) return MediaType::text;
  if (is_svg(head)) return MediaType::svg;
  return is_text(head) ? MediaType::text : MediaType::film;
}

}

const char *name(MediaType type) {
  switch (type) {
  case MediaType::nothing:
    return "an empty file";
  case MediaType::jpeg:
    return "a JPEG picture";
  case MediaType::png:
    return "a PNG picture";
  case MediaType::apng:
    return "an animated PNG picture";
  case MediaType::webp:
    return "a WebP picture";
  case MediaType::avif:
    return "an AVIF picture";
  case MediaType::tiff:
    return "a TIFF picture";
  case MediaType::svg:
    return "an SVG picture";
  case MediaType::gif:
    return "a GIF picture";
  case MediaType::text:
    return "a text, not a film";
  case MediaType::film:
    return "a film";
  }
  return "unknown";
}

MediaType sniff(std::span<const std::uint8_t> bytes) {
  const std::string_view head(reinterpret_cast<const char *>(bytes.data()), std::min(bytes.size(), sniffed));
  if (head.empty()) return MediaType::nothing;
  if (head.starts_with("\xff\xd8\xff")) return MediaType::jpeg;
  if (head.starts_with(png_signature)) return kind_of_png(head);
  if (head.size() >= 12 && head.starts_with("RIFF") && head.substr(8, 4) == "WEBP") return MediaType::webp;
  if (head.starts_with("GIF87a") || head.starts_with("GIF89a")) return MediaType::gif;
  for (auto tiff : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) // the last two: BigTIFF
    if (head.starts_with(tiff)) return MediaType::tiff;
  if (is_avif(head)) return MediaType::avif;
  return kind_of_rest(head);
}

}
