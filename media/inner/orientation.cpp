#include "media/inner/orientation.h"

#include <cstring>
#include <utility>

namespace sheaf::media {

TurnedCanvas::TurnedCanvas(Canvas canvas, Orientation o)
    : stored_(upright(canvas.size, o)), origin_(canvas.pixels), to_next_pixel_(4),
      to_next_row_(canvas.stride) {
  if (o.mirrored_x) {
    origin_ += std::ptrdiff_t{4} * (canvas.size.width - 1);
    to_next_pixel_ = -to_next_pixel_;
  }
  if (o.mirrored_y) {
    origin_ += std::ptrdiff_t{canvas.stride} * (canvas.size.height - 1);
    to_next_row_ = -to_next_row_;
  }
  if (o.transposed) std::swap(to_next_pixel_, to_next_row_);
}

void TurnedCanvas::put_row(int y, const std::uint8_t *bgra) {
  auto *to = origin_ + to_next_row_ * y;
  if (to_next_pixel_ == 4) {
    std::memcpy(to, bgra, std::size_t{4} * stored_.width);
    return;
  }
  for (int x = 0; x < stored_.width; ++x, to += to_next_pixel_, bgra += 4) std::memcpy(to, bgra, 4);
}

}
