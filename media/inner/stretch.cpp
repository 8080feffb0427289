#include "media/inner/stretch.h"

namespace sheaf::media {
namespace {

std::uint8_t mix(unsigned a, unsigned b, unsigned weight) {
  return static_cast<std::uint8_t>((a * (256 - weight) + b * weight + 128) >> 8);
}

template<int bytes>
void stretch(const std::uint8_t *row, int width, std::span<const Tap> taps, std::uint8_t *out) {
  for (Tap tap : taps) {
    int here = index(tap), next = here + (here + 1 < width ? 1 : 0);
    for (int i = 0; i < bytes; ++i) *out++ = mix(row[here * bytes + i], row[next * bytes + i], tap & 255u);
  }
}

}

void stretch(const std::uint8_t *row, int width, int sample_bytes, std::span<const Tap> taps,
             std::uint8_t *out) {
  if (sample_bytes == 4) return stretch<4>(row, width, taps, out);
  stretch<1>(row, width, taps, out);
}

}
