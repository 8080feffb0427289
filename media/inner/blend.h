// Rows of bgra onto rows of an opaque canvas. Any thread, one canvas each.
#pragma once

#include <cstdint>

namespace sheaf::media {

/// What a picture's pixels do to those beneath.
struct Blend {
  bool alpha = false; // the picture has alpha, premultiplied
  int weight = 256;   // opacity in 256ths
  [[nodiscard]] bool replaces() const { return !alpha && weight == 256; }
};

/// Blends `width` pixels of `row` onto `canvas`; `row` may be changed. "over" of Porter and Duff, 1984.
void blend(const Blend &how, std::uint8_t *row, std::uint8_t *canvas, int width);

}
