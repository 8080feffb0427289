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

  /// Hands `frame` to the parent at `pts` ns. `target`: the size it is wanted in. Errors: unsupported, full.
  Result<void> publish(av::Frame frame, Size target, std::int64_t pts, std::int64_t duration);

private:
  struct Slot;
  bool publish_as_is(av::Frame &frame, FrameMessage &m);
  Result<void> publish_copy(const AVFrame &frame, Size target, FrameMessage &m);
  Result<void> convert(const AVFrame &frame, FrameMessage &m, std::uint8_t *into);
  bool scale_420(const AVFrame &frame, Size target, std::uint8_t *into, const FrameMessage &m);
  bool scale_420_10(const AVFrame &frame, Size target, std::uint8_t *into, const FrameMessage &m);
  Result<void> scale_other(const AVFrame &frame, const FrameMessage &m, std::uint8_t *into);

  Outlet &outlet_;
  QuarterTurns turns_;
  av::Scaler scaler_;
  std::vector<std::uint16_t> deep_; // a scaled 10-bit picture on its way to 8 bits
};

}
