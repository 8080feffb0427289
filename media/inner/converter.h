// A decoded picture becomes one that the parent takes: as it is where it lies in the shared memory, else
// converted, and scaled down, into a slot there: at most one copy. The child's main thread.
#pragma once

#include "media/inner/av.h"
#include "media/inner/outlet.h"

#include <vector>

namespace sheaf::media {

class Converter {
public:
  Converter(Outlet &outlet, QuarterTurns turns) : outlet_(outlet), turns_(turns) {}

  struct As {
    Size target, shape;             // the size that it is wanted in; as Frame's
    std::int64_t pts = 0, duration; // ns
  };
  /// Hands `frame` to the parent. Errors: unsupported, full.
  Result<void> publish(av::Frame frame, const As &as);

private:
  bool publish_as_is(av::Frame &frame, FrameMessage &m);
  Result<void> publish_copy(const AVFrame &frame, Size target, FrameMessage &m);
  Result<void> convert(const AVFrame &frame, FrameMessage &m, std::uint8_t *into);
  bool scale_420(const AVFrame &frame, Size target, std::uint8_t *into, const FrameMessage &m);
  bool scale_420_10(const AVFrame &frame, Size target, std::uint8_t *into, const FrameMessage &m);
  Result<void> scale_other(const AVFrame &frame, Size target, const FrameMessage &m, std::uint8_t *into,
                           const int *strides);
  Result<void> scale_seen_through(const AVFrame &frame, Size target, const FrameMessage &m,
                                  std::uint8_t *into);

  Outlet &outlet_;
  QuarterTurns turns_;
  av::Scaler scaler_;
  std::vector<std::uint16_t> deep_;  // a scaled 10-bit picture on its way to 8 bits
  std::vector<std::uint8_t> veiled_; // a picture with alpha before it is scaled
};

}
