// Sizes, rectangles and quarter turns on a screen. Units are pixels, y runs down.
// Values only: any thread.
#pragma once

#include <compare>

namespace sheaf {

struct Size {
  int width = 0, height = 0;
  bool operator==(const Size &) const = default;
  [[nodiscard]] constexpr bool empty() const { return width <= 0 || height <= 0; }
  [[nodiscard]] constexpr Size turned() const { return {height, width}; }
};

struct Rect {
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const Rect &) const = default;
  [[nodiscard]] constexpr bool empty() const { return width <= 0 || height <= 0; }
  [[nodiscard]] constexpr Size size() const { return {width, height}; }
};

/// A part of a picture, as fractions of its width and height: 0,0,1,1 is all of it.
struct Part {
  double x = 0, y = 0, width = 1, height = 1;
  bool operator==(const Part &) const = default;
};

/// Clockwise turns that a picture needs to stand upright.
enum class QuarterTurns : unsigned char { none = 0, one = 1, two = 2, three = 3 };

constexpr QuarterTurns operator+(QuarterTurns a, QuarterTurns b) {
  return static_cast<QuarterTurns>((static_cast<unsigned>(a) + static_cast<unsigned>(b)) & 3u);
}
constexpr bool sideways(QuarterTurns t) { return (static_cast<unsigned>(t) & 1u) != 0; }

/// The part that both cover; empty where they do not meet.
Rect intersect(Rect a, Rect b);

/// The smallest rectangle around both; an empty one counts for nothing.
Rect unite(Rect a, Rect b);

/// Where `rect` of a logical screen of size `screen` lies on the glass after the whole screen is turned
/// clockwise.
Rect turned(Rect rect, Size screen, QuarterTurns turns);

enum class Fit { contain, cover, stretch };

/// What of a picture is shown, and where.
struct Placement {
  Part source;
  Rect target;
};

/// Places a picture whose shape is `shape` (any unit: only width : height counts, already upright) in `box`:
/// contain shows all of it, centred; cover fills the box and cuts evenly; stretch fills the box.
/// A picture or box without area gives an empty target.
Placement place(Size shape, Rect box, Fit fit);

}
