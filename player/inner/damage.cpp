#include "player/inner/damage.h"

#include "media/pixels.h"

#include <algorithm>

namespace sheaf::player {

Rect area(const Layer &layer, Size screen) {
  if (!media::reachable(layer.target) || !media::reachable(layer.clip)) return {};
  Rect whole{0, 0, screen.width, screen.height};
  return intersect(layer.target, layer.clip.empty() ? whole : intersect(layer.clip, whole));
}

Rect damage(const Scene &before, const Scene &after, std::span<const Surface> changed, Size screen) {
  if (!(before.background == after.background)) return {0, 0, screen.width, screen.height};
  const auto &a = before.layers, &b = after.layers;
  auto [a_begin, b_begin] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  // from the front, but not over what the back has already matched
  auto [a_end, b_end] = std::mismatch(a.rbegin(), std::make_reverse_iterator(a_begin), b.rbegin(),
                                      std::make_reverse_iterator(b_begin));
  Rect sum;
  auto add = [&](const Layer &layer) { sum = unite(sum, area(layer, screen)); };
  std::for_each(a_begin, a_end.base(), add);
  std::for_each(b_begin, b_end.base(), add);
  for (const Layer &layer : b)
    if (std::find(changed.begin(), changed.end(), layer.surface) != changed.end()) add(layer);
  return sum;
}

}
