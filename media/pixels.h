// Arithmetic on pixels: convert, scale, turn, blend; libyuv's one home. No state but the scratch that the
// caller keeps. Any thread, as long as two calls do not share a canvas or a scratch.
#pragma once

#include "base/colour.h"
#include "media/picture.h"

#include <vector>

namespace sheaf::media {

/// Intermediate pictures, kept from call to call so that a film costs no allocation per frame. Its size is
/// bounded by the largest source and target it has been used with.
struct Scratch {
  std::vector<std::uint8_t> turned, scaled, converted;
};

/// How a picture goes onto a canvas.
struct Drawing {
  Part source;                             // the part of the stored picture (before turning) that is shown
  Rect target;                             // where, in canvas pixels; may stick out of the canvas
  Rect clip;                               // nothing outside of it is touched
  QuarterTurns turns = QuarterTurns::none; // clockwise, from stored to shown
  double opacity = 1;                      // 0..1, multiplies the picture's own alpha
};

/// Draws `picture`. A part or target without area draws nothing. Pictures are scaled with a bilinear or box
/// filter, whichever loses less; one that needs neither scaling, turning nor blending is converted straight
/// into the canvas.
void draw(const PictureView &picture, const Drawing &how, Canvas canvas, Scratch &scratch);

/// Fills `area` (cut to the canvas) with an opaque colour.
void fill(Canvas canvas, Rect area, Colour colour);

}
