// A picture file becomes pixels of the size that the screen needs. Runs in the child, inside the sandbox.
// One thread; only for text in an SVG does Pango start a few that live for moments.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "media/inner/source.h"
#include "media/picture.h"

namespace sheaf::media {

enum class StillType { jpeg, png, webp, avif, tiff, svg };

struct StillWish {
  Size box; // the screen's logical size
  Fit fit = Fit::contain;
  Bytes budget; // most memory that decoding may take beside the result; more is refused by name
};

/// What has been found out before the first row: the caller answers with memory for the result.
struct StillShape {
  Size size;  // of the result, in pixels: upright, cut for `cover`, never larger than the file's own picture
              // (SVG: drawn at the size asked for)
  Size shape; // width : height of the result as it is to be shown, exact (before rounding to pixels)
  bool opaque = true;
  const char *codec = ""; // "jpeg", "png", …
};

/// Takes the shape, returns a canvas of exactly that size that stays until decode_still returns.
class StillSink {
public:
  virtual ~StillSink() = default;
  [[nodiscard]] virtual Result<Canvas> begin(const StillShape &shape) = 0;
  /// The file ends before its picture does; what is missing has been filled in.
  virtual void breaks_off() {}
};

/// Decodes `source` as `type` into the canvas that `sink` gives (bgra, premultiplied alpha).
/// Errors: corrupt (not such a file, damaged beyond showing), refused (over the budget or 65,000 pixels a
/// side), unsupported (a variant that no decoder knows), transient (reading failed). A file that breaks off
/// after at least half of its rows is shown as far as it goes where the format allows it (JPEG, PNG); else
/// corrupt. Colour profiles are ignored, of an animation the first frame is shown, of several pages the
/// first.
[[nodiscard]] Result<void> decode_still(StillType type, Source &source, const StillWish &wish,
                                        StillSink &sink);

}
