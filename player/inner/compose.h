// Draws a scene on a canvas with the CPU. Knows no window: the same code serves the screen, tests and
// screenshots. Any thread, one composer each.
#pragma once

#include "media/pixels.h"
#include "player/scene.h"

#include <functional>

namespace sheaf::player {

/// Finds the picture behind a surface; null where there is none (its layer is then left out).
using PictureOf = std::function<const media::PictureView *(Surface)>;

class Composer {
public:
  /// Draws `scene` on `glass`. `turns` turns the whole screen clockwise: the logical screen is the glass seen
  /// upright. Only inside `damage` (logical coordinates) are pixels touched. What an opaque layer above hides
  /// is not drawn.
  void compose(const Scene &scene, QuarterTurns turns, Rect damage, const PictureOf &picture,
               media::Canvas glass);

private:
  struct Seen {
    const Layer *layer;
    const media::PictureView *view;
    Rect shown; // logical
  };
  std::vector<Seen> seen_; // front to back; of use within a call only
  media::Scratch scratch_;
};

}
