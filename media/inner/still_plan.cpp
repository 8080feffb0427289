#include "media/inner/still_plan.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace sheaf::media {

namespace {

struct Shown {
  Part part;
  Size result, shape;
};

/// Nothing is made larger here: the presenter does that without carrying the pixels through a pipe.
Shown shown(Size picture, const StillWish &wish) {
  auto placed = place(picture, {0, 0, wish.box.width, wish.box.height}, wish.fit);
  auto cut = [](double part, int whole, int box) {
    return std::clamp(static_cast<int>(std::lround(part * whole)), 1, box);
  };
  Size result{cut(placed.source.width, picture.width, placed.target.width),
              cut(placed.source.height, picture.height, placed.target.height)};
  return {placed.source, result, wish.fit == Fit::contain ? picture : wish.box};
}

// A board decodes some 40 million a second.
constexpr std::int64_t most_pixels = 500'000'000;

Result<void> check_sides(Size picture) {
  if (picture.empty()) return fail(ErrorKind::corrupt, "the picture has no pixels; save it anew");
  if (std::max(picture.width, picture.height) > longest_side)
    return fail(ErrorKind::refused, fmt::format("{} x {} pixels are more than the {} a side allowed; save it "
                                                "smaller",
                                                picture.width, picture.height, longest_side));
  if (std::int64_t{picture.width} * picture.height > most_pixels)
    return fail(ErrorKind::refused, fmt::format("{} x {} pixels are more than a screen can wait for; save it "
                                                "smaller",
                                                picture.width, picture.height));
  return {};
}

}

Result<StillPlan> plan_still(Size stored, Orientation o, const StillWish &wish) {
  if (auto ok = check_sides(stored); !ok) return fail(ok.error());
  if (wish.box.empty()) return fail(ErrorKind::refused, "the screen has no area to show a picture on");
  auto upright_shown = shown(upright(stored, o), wish);
  StillPlan plan{stored, upright_shown.part,   upright(upright_shown.result, o),
                 o,      upright_shown.result, upright_shown.shape};
  if (o.transposed) { // cuts are even on both sides, so mirroring does not move them
    std::swap(plan.part.x, plan.part.y);
    std::swap(plan.part.width, plan.part.height);
  }
  return plan;
}

Result<void> check_budget(Size picture, Bytes need, const StillWish &wish) {
  if (need <= wish.budget) return {};
  return fail(ErrorKind::refused,
              fmt::format("{} x {} pixels need {} to decode, more than the {} allowed; save it smaller",
                          picture.width, picture.height, text(need), text(wish.budget)));
}

Result<Canvas> begin(const StillPlan &plan, bool opaque, const char *codec, StillSink &sink) {
  auto canvas = sink.begin({plan.result, plan.shape, opaque, codec});
  if (canvas && (canvas->size != plan.result || canvas->stride < 4 * plan.result.width || !canvas->pixels))
    return fail(ErrorKind::refused, "the memory for the picture has the wrong size");
  return canvas;
}

Result<RowScaler> begin_rows(const StillPlan &plan, Size decoded, bool opaque, const char *codec,
                             StillSink &sink) {
  auto canvas = begin(plan, opaque, codec, sink);
  if (!canvas) return fail(canvas.error());
  return RowScaler(decoded, plan.part, TurnedCanvas(*canvas, plan.orientation));
}

}
