#include "media/inner/plane.h"

#include <algorithm>
#include <libyuv.h>

namespace sheaf::media {
namespace {

/// One box of any size, cut to the plane.
void average(const Plane &plane, Rect box, std::uint8_t *out) {
  auto area = static_cast<std::uint64_t>(box.width) * box.height;
  for (int channel = 0; channel < plane.sample_bytes; ++channel) {
    std::uint64_t sum = area / 2;
    const auto *row = cut(plane, box).data + channel;
    for (int y = 0; y < box.height; ++y, row += plane.stride)
      for (int x = 0; x < box.width; ++x) sum += row[x * plane.sample_bytes];
    out[channel] = static_cast<std::uint8_t>(sum / area);
  }
}

/// 2x2, which libyuv does many samples at a time; `out` has the size of the result. Whole boxes only.
void halve(const Plane &plane, std::uint8_t *out, int stride) {
  int width = plane.size.width / 2, height = plane.size.height / 2;
  if (width == 0 || height == 0) return;
  if (plane.sample_bytes == 1)
    libyuv::ScalePlane(plane.data, plane.stride, width * 2, height * 2, out, stride, width, height,
                       libyuv::kFilterBox);
  else
    libyuv::ARGBScale(plane.data, plane.stride, width * 2, height * 2, out, stride, width, height,
                      libyuv::kFilterBox);
}

}

Plane shrink(const Plane &plane, Size box, std::vector<std::uint8_t> &into) {
  if (box == Size{1, 1}) return plane;
  Plane result = plane;
  result.size = {(plane.size.width + box.width - 1) / box.width,
                 (plane.size.height + box.height - 1) / box.height};
  result.stride = result.size.width * plane.sample_bytes;
  auto *pixels = room(into, std::size_t(result.stride) * result.size.height);
  result.data = pixels;

  Size done;
  if (box == Size{2, 2}) {
    halve(plane, pixels, result.stride);
    done = {plane.size.width / 2, plane.size.height / 2};
  }
  for (int y = 0; y < result.size.height; ++y)
    for (int x = y < done.height ? done.width : 0; x < result.size.width; ++x)
      average(plane,
              intersect({x * box.width, y * box.height, box.width, box.height},
                        {0, 0, plane.size.width, plane.size.height}),
              pixels + std::ptrdiff_t{y} * result.stride + std::ptrdiff_t{x} * plane.sample_bytes);
  return result;
}

}
