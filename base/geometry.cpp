#include "base/geometry.h"

#include <algorithm>
#include <cmath>

namespace sheaf {

Rect intersect(Rect a, Rect b) {
  int x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  Rect r{x, y, std::min(a.x + a.width, b.x + b.width) - x, std::min(a.y + a.height, b.y + b.height) - y};
  return r.empty() ? Rect{} : r;
}

Rect unite(Rect a, Rect b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  int x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.x + a.width, b.x + b.width) - x, std::max(a.y + a.height, b.y + b.height) - y};
}

Rect turned(Rect r, Size screen, QuarterTurns turns) {
  switch (turns) {
  case QuarterTurns::none:
    return r;
  case QuarterTurns::one:
    return {screen.height - r.y - r.height, r.x, r.height, r.width};
  case QuarterTurns::two:
    return {screen.width - r.x - r.width, screen.height - r.y - r.height, r.width, r.height};
  case QuarterTurns::three:
    return {r.y, screen.width - r.x - r.width, r.height, r.width};
  }
  return r;
}

Placement place(Size shape, Rect box, Fit fit) {
  if (shape.empty() || box.empty()) return {};
  if (fit == Fit::stretch) return {{}, box};
  double scale_x = static_cast<double>(box.width) / shape.width;
  double scale_y = static_cast<double>(box.height) / shape.height;
  if (fit == Fit::cover) {
    double scale = std::max(scale_x, scale_y);
    Part part{0, 0, scale_x / scale, scale_y / scale};
    part.x = (1 - part.width) / 2;
    part.y = (1 - part.height) / 2;
    return {part, box};
  }
  double scale = std::min(scale_x, scale_y);
  int width = std::clamp(static_cast<int>(std::lround(shape.width * scale)), 1, box.width);
  int height = std::clamp(static_cast<int>(std::lround(shape.height * scale)), 1, box.height);
  return {{}, {box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height}};
}

}
