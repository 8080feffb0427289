// Arithmetic on pixels: convert, scale, turn, blend; libyuv's one home. No state but the scratch that the
// caller keeps. Any thread, as long as two calls do not share a canvas or a scratch.
#pragma once

#include "base/colour.h"
#include "media/picture.h"

#include <memory>

namespace sheaf::media {

/// Intermediate rows and pictures, kept from call to call so that a film costs no allocation per frame. It
/// holds at most one copy of the largest source it has turned or shrunk, a few rows, and some bytes for each
/// column of the target.
class Scratch {
public:
  Scratch();
  ~Scratch();
  Scratch(Scratch &&) noexcept;
  Scratch &operator=(Scratch &&) noexcept;

  struct Memory; // media/inner/plane.h
  Memory &memory() { return *memory_; }

private:
  std::unique_ptr<Memory> memory_;
};

/// Whether every coordinate and length is within 2^26, so that sums of them stay within an int. Rectangles
/// beyond are taken as empty by everything here.
bool reachable(Rect rect);

/// How a picture goes onto a canvas.
struct Drawing {
  Part source;                             // the part of the stored picture (before turning) that is shown
  Rect target;                             // where, in canvas pixels; may stick out of the canvas
  Rect clip;                               // nothing outside of it is touched
  QuarterTurns turns = QuarterTurns::none; // clockwise, from stored to shown
  double opacity = 1;                      // 0..1, multiplies the picture's own alpha
};

/// Draws `picture`. A part or target without area draws nothing. The canvas counts as opaque: its alpha bytes
/// are 255 wherever something was drawn.
///
/// Pictures are scaled bilinearly; one that becomes much smaller is first averaged over whole boxes. Centres
/// map to centres, the part may begin between pixels, and a pixel does not depend on the clip. Chroma counts
/// as left-sited (ITU-T H.264, figure E-1, type 0), what MPEG-4, HEVC and AV1 films use when they say
/// nothing. A picture that needs neither scaling, turning nor blending is converted straight into the canvas,
/// with each chroma sample serving its four pixels.
void draw(const PictureView &picture, const Drawing &how, Canvas canvas, Scratch &scratch);

/// Fills `area` (cut to the canvas) with an opaque colour.
void fill(Canvas canvas, Rect area, Colour colour);

}
