#include "media/inner/black.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <array>

namespace sheaf::media {
namespace {

constexpr int columns = 32, rows = 18, most_bright = columns * rows / 50;

class Lightness {
public:
  Lightness(const AVFrame &frame, const AVPixFmtDescriptor &format)
      : frame_(frame), format_(format), rgb_((format.flags & AV_PIX_FMT_FLAG_RGB) != 0) {
    bool full = rgb_ || frame.color_range == AVCOL_RANGE_JPEG || format.nb_components < 3;
    int black = full ? 0 : 16, white = full ? 255 : 235;
    limit_ = (black + (white - black) / 10) << (format.comp[0].depth > 8 ? format.comp[0].depth - 8 : 0);
  }
  [[nodiscard]] bool dark(int x, int y) const {
    for (int c = 0; c < (rgb_ ? std::min<int>(format_.nb_components, 3) : 1); ++c)
      if (sample(c, x, y) > limit_) return false;
    return true;
  }

private:
  [[nodiscard]] int sample(int component, int x, int y) const {
    std::uint16_t value = 0;
    std::array<const std::uint8_t *, 4> data{frame_.data[0], frame_.data[1], frame_.data[2], frame_.data[3]};
    bool palette = (format_.flags & AV_PIX_FMT_FLAG_PAL) != 0;
    av_read_image_line(&value, data.data(), frame_.linesize, &format_, x, y, component, 1, palette);
    return value;
  }
  const AVFrame &frame_;
  const AVPixFmtDescriptor &format_;
  bool rgb_;
  int limit_ = 0;
};

}

bool is_black(const AVFrame &f) {
  const auto *format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(f.format));
  constexpr auto unread = AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_FLOAT | AV_PIX_FMT_FLAG_BITSTREAM;
  if (!format || (format->flags & unread) || !f.data[0] || format->comp[0].depth > 16) return false;
  Lightness samples(f, *format);
  int bright = 0;
  for (int i = 0; i < columns * rows && bright <= most_bright; ++i)
    bright += !samples.dark((i % columns * 2 + 1) * f.width / (columns * 2),
                            (i / columns * 2 + 1) * f.height / (rows * 2));
  return bright <= most_bright;
}

}
