#include "media/inner/frame_check.h"

#include <algorithm>
#include <utility>

namespace sheaf::media {
namespace {

bool side(std::int32_t n) { return n >= 1 && n <= most_side; }
bool shape_side(std::int32_t n) { return n >= 1 && n <= 1'000'000'000; }

bool sane(const FrameMessage &m) {
  constexpr std::int64_t month = 30ll * 24 * 3600 * 1'000'000'000;
  return m.slot < most_slots && m.format <= 1 && m.matrix <= 2 && m.turns <= 3 && side(m.width) &&
         side(m.height) && shape_side(m.shape_width) && shape_side(m.shape_height) && m.pts >= 0 &&
         m.pts <= month && m.duration >= 0 && m.duration <= month;
}

bool inside(std::uint64_t offset, std::int32_t stride, Size plane, int pixel_bytes, std::uint64_t memory) {
  auto row = static_cast<std::uint64_t>(plane.width) * static_cast<std::uint64_t>(pixel_bytes);
  if (stride < 1 || static_cast<std::uint64_t>(stride) < row || offset < frames_at || offset > memory)
    return false;
  return static_cast<std::uint64_t>(stride) * static_cast<std::uint64_t>(plane.height - 1) + row <=
         memory - offset;
}

/// What may follow a lead byte: narrower where an overlong form, a surrogate or what is beyond U+10FFFF would
/// begin (RFC 3629, section 4).
std::pair<unsigned char, unsigned char> second(unsigned char lead) {
  return {lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80, lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf};
}

/// Bytes of the UTF-8 sequence at the front of `s`, 0 where it is broken.
std::size_t sequence(std::string_view s) {
  auto lead = static_cast<unsigned char>(s[0]);
  std::size_t n = lead < 0x80                   ? 1
                  : lead >= 0xc2 && lead < 0xe0 ? 2
                  : lead >= 0xe0 && lead < 0xf0 ? 3
                  : lead >= 0xf0 && lead < 0xf5 ? 4
                                                : 0;
  if (n == 0 || n > s.size()) return 0;
  auto [least, most] = second(lead);
  for (std::size_t i = 1; i < n; ++i, least = 0x80, most = 0xbf)
    if (auto byte = static_cast<unsigned char>(s[i]); byte < least || byte > most) return 0;
  return n;
}

}

std::optional<Frame> checked(const FrameMessage &m, std::span<const std::uint8_t> memory) {
  if (!sane(m)) return std::nullopt;
  Frame f;
  f.picture = {static_cast<PixelFormat>(m.format), {m.width, m.height}, {},           m.stride,
               static_cast<Matrix>(m.matrix),      m.full_range != 0,   m.opaque != 0};
  bool planar = f.picture.format == PixelFormat::i420;
  for (int i = 0; i < (planar ? 3 : 1); ++i) {
    auto p = static_cast<std::size_t>(i);
    if (!inside(m.offset[p], m.stride[p], plane_size(f.picture.format, f.picture.size, i), planar ? 1 : 4,
                memory.size()))
      return std::nullopt;
    f.picture.plane[p] = memory.data() + m.offset[p];
  }
  f.shape = {m.shape_width, m.shape_height};
  f.turns = static_cast<QuarterTurns>(m.turns);
  f.pts = Duration(m.pts);
  f.duration = Duration(m.duration);
  return f;
}

std::string printable(std::string_view text) {
  text = text.substr(0, text.find('\0'));
  std::string out;
  while (!text.empty()) {
    auto n = sequence(text);
    bool keep = n > 1 || (n == 1 && text[0] >= 32 && text[0] != 127);
    out += keep ? text.substr(0, n) : "?";
    text.remove_prefix(std::max<std::size_t>(n, 1));
  }
  return out;
}

}
