#include "player/inner/compose.h"

#include "player/inner/damage.h"

namespace sheaf::player {
namespace {

bool opaque(const Layer &layer, const media::PictureView &picture) {
  return layer.opacity >= 1 && (picture.format == media::PixelFormat::i420 || picture.opaque);
}

/// What is left of each rectangle without `hole`; at most four pieces each.
std::vector<Rect> without(const std::vector<Rect> &area, Rect hole) {
  std::vector<Rect> left;
  for (Rect r : area) {
    Rect h = intersect(r, hole);
    if (h.empty()) {
      left.push_back(r);
      continue;
    }
    int right = h.x + h.width, bottom = h.y + h.height;
    for (Rect piece :
         {Rect{r.x, r.y, r.width, h.y - r.y}, Rect{r.x, bottom, r.width, r.y + r.height - bottom},
          Rect{r.x, h.y, h.x - r.x, h.height}, Rect{right, h.y, r.x + r.width - right, h.height}})
      if (!piece.empty()) left.push_back(piece);
  }
  return left;
}

bool hidden(Rect area, const std::vector<Rect> &bare) {
  for (Rect r : bare)
    if (!intersect(area, r).empty()) return false;
  return true;
}

}

void Composer::compose(const Scene &scene, QuarterTurns turns, Rect damage, const PictureOf &picture,
                       media::Canvas glass) {
  Size screen = sideways(turns) ? glass.size.turned() : glass.size;
  if (!media::reachable(damage)) damage = {0, 0, screen.width, screen.height};
  damage = intersect(damage, {0, 0, screen.width, screen.height});
  if (damage.empty()) return;

  // From front to back: what no opaque layer covers yet. What falls wholly outside of it is not drawn.
  std::vector<Rect> bare{damage};
  seen_.clear();
  for (auto layer = scene.layers.rbegin(); layer != scene.layers.rend(); ++layer) {
    const auto *view = picture(layer->surface);
    Rect shown = intersect(area(*layer, screen), damage);
    if (!view || shown.empty() || hidden(shown, bare)) continue;
    seen_.push_back({&*layer, view, shown});
    if (opaque(*layer, *view)) bare = without(bare, shown);
  }

  for (Rect r : bare) media::fill(glass, turned(r, screen, turns), scene.background);
  for (auto seen = seen_.rbegin(); seen != seen_.rend(); ++seen) {
    const Layer &layer = *seen->layer;
    media::Drawing how{layer.source, turned(layer.target, screen, turns), turned(seen->shown, screen, turns),
                       layer.turns + turns, layer.opacity};
    media::draw(*seen->view, how, glass, scratch_);
  }
}

}
