// What is on the glass at one instant: layers from back to front, in logical coordinates (as the viewer reads
// the screen). Values only: any thread.
#pragma once

#include "base/colour.h"
#include "base/geometry.h"

#include <vector>

namespace sheaf::player {

/// Names a picture that a presenter holds. Chosen by whoever uploads; 0 is none.
using Surface = unsigned;

struct Layer {
  Surface surface = 0;
  Part source;                             // the part of the stored picture that is shown
  Rect target;                             // where on the logical screen
  Rect clip;                               // nothing outside of it is touched; empty: the whole screen
  double opacity = 1;                      // 0..1
  QuarterTurns turns = QuarterTurns::none; // what the picture needs to stand upright
  bool operator==(const Layer &) const = default;
};

struct Scene {
  Colour background;         // where no layer covers
  std::vector<Layer> layers; // back to front
  bool operator==(const Scene &) const = default;
};

}
