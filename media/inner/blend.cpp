#include "media/inner/blend.h"

#include <libyuv.h>

namespace sheaf::media {

void blend(const Blend &how, std::uint8_t *row, std::uint8_t *canvas, int width) {
  int bytes = width * 4;
  if (!how.alpha) {
    libyuv::InterpolatePlane(canvas, 0, row, 0, canvas, 0, bytes, 1, how.weight);
    return;
  }
  if (how.weight < 256) {
    auto weight = static_cast<std::uint32_t>(how.weight > 255 ? 255 : how.weight) * 0x01010101u;
    libyuv::ARGBShade(row, 0, row, 0, width, 1, weight);
  }
  libyuv::ARGBBlend(row, 0, canvas, 0, canvas, 0, width, 1);
}

}
