#include "media/inner/measure.h"

#include <cstring>
#include <vector>

namespace sheaf::media {
namespace {

// A canvas that nobody looks at.
class Nowhere final : public StillSink {
public:
  Result<Canvas> begin(const StillShape &shape) override {
    shape_ = shape;
    pixels_.resize(static_cast<std::size_t>(shape.size.width) * static_cast<std::size_t>(shape.size.height) *
                   4);
    return Canvas{pixels_.data(), shape.size.width * 4, shape.size};
  }
  void breaks_off() override { cut_off_ = true; }
  [[nodiscard]] const StillShape &shape() const { return shape_; }
  [[nodiscard]] bool cut_off() const { return cut_off_; }

private:
  StillShape shape_;
  bool cut_off_ = false;
  std::vector<std::uint8_t> pixels_;
};

// As a screen would decode it; its size in pixels is the shape of a picture that is shown whole.
Result<void> decode(StillType type, Source &source, Bytes budget, Nowhere &sink) {
  return decode_still(type, source, {{1920, 1080}, Fit::contain, budget}, sink);
}

}

Result<MeasuredMessage> measure_still(StillType type, Source &source, Bytes budget) {
  Nowhere sink;
  MeasuredMessage m;
  auto decoded = decode(type, source, screens_still_memory, sink);
  if (!decoded && decoded.error().kind == ErrorKind::refused) {
    m.heavy = 1;
    decoded = decode(type, source, budget, sink);
  }
  if (!decoded) return fail(decoded.error());
  if (const auto *damage = source.damage()) return fail(damage->error);
  std::strncpy(m.codec.data(), sink.shape().codec, m.codec.size() - 1);
  m.format = m.codec;
  m.width = m.shape_width = sink.shape().shape.width;
  m.height = m.shape_height = sink.shape().shape.height;
  m.opaque = sink.shape().opaque;
  m.pictures = 1;
  m.cut_off = sink.cut_off();
  return m;
}

}
