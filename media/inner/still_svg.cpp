// SVG through librsvg and cairo, drawn at the size that is asked for. Nothing outside of the file is loaded:
// without a base address librsvg follows data: references only, and it runs no scripts. Fonts are
// fontconfig's.
#include "media/inner/source_reader.h"
#include "media/inner/still_formats.h"
#include "media/inner/still_plan.h"
#include "media/inner/svg_cost.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <librsvg/rsvg.h>
#include <memory>

namespace sheaf::media {

namespace {

struct Release {
  void operator()(RsvgHandle *h) const { g_object_unref(h); }
  void operator()(GError *e) const { g_error_free(e); }
  void operator()(cairo_surface_t *s) const { cairo_surface_destroy(s); }
  void operator()(cairo_t *c) const { cairo_destroy(c); }
};
template<class T> using Held = std::unique_ptr<T, Release>;
using Bits = std::vector<std::uint8_t>;

struct Extent {
  double width = 0, height = 0;
};

bool usable(Extent e) {
  return std::isfinite(e.width) && std::isfinite(e.height) && e.width > 0 && e.height > 0;
}

/// The drawing's own size; only its shape matters. One that has none fills the screen.
Extent natural_size(RsvgHandle *svg, Size box) {
  Extent size;
  if (rsvg_handle_get_intrinsic_size_in_pixels(svg, &size.width, &size.height) && usable(size)) return size;
  gboolean has_view = FALSE;
  RsvgRectangle view{};
  rsvg_handle_get_intrinsic_dimensions(svg, nullptr, nullptr, nullptr, nullptr, &has_view, &view);
  size = {view.width, view.height};
  if (has_view && usable(size)) return size;
  return {static_cast<double>(box.width), static_cast<double>(box.height)};
}

/// Whole numbers of the same shape.
Size whole_shape(Extent e) {
  double longer = std::max(e.width, e.height);
  bool whole = longer <= longest_side && e.width == std::floor(e.width) && e.height == std::floor(e.height);
  double scale = whole ? 1 : longest_side / longer;
  auto side = [scale](double v) { return std::max(1, static_cast<int>(std::lround(v * scale))); };
  return {side(e.width), side(e.height)};
}

/// Drawings have no pixels of their own: unlike all others they fill the box, however small they say they
/// are.
StillPlan plan_drawing(Size shape, const StillWish &wish) {
  auto placed = place(shape, {0, 0, wish.box.width, wish.box.height}, wish.fit);
  auto result = placed.target.size();
  return {shape, placed.source, result, {}, result, wish.fit == Fit::contain ? shape : wish.box};
}

/// A failed start ends the process inside of Pango; here it does not.
bool threads_can_start() {
  GError *why = nullptr;
  auto *thread = g_thread_try_new(
      "probe", [](gpointer p) { return p; }, nullptr, &why);
  Held<GError> error(why);
  if (thread) g_thread_join(thread);
  return thread != nullptr;
}

/// Beside the tree a few layers of the screen's size, for groups, masks and filters.
Result<void> check_cost(const Bits &file, const StillWish &wish) {
  constexpr std::uint64_t layers = 3;
  auto cost = svg_cost(file);
  auto need = cost.memory + Bytes{4 * layers} * wish.box.width * wish.box.height;
  if (need > wish.budget)
    return fail(ErrorKind::refused,
                fmt::format("the drawing needs {}, more than the {} allowed; save it simpler", text(need),
                            text(wish.budget)));
  if (cost.has_text && !threads_can_start())
    return fail(ErrorKind::refused,
                "no thread can be started, and text cannot be drawn without; save text as "
                "paths");
  return {};
}

Result<Held<RsvgHandle>> parse(const Bits &file) {
  constexpr std::size_t gzip_magic = 0x1F;
  if (file.size() > 1 && file[0] == gzip_magic && file[1] == 0x8B)
    return fail(ErrorKind::unsupported, "a compressed drawing (svgz); save it as plain SVG");
  GError *why = nullptr;
  Held<RsvgHandle> svg(rsvg_handle_new_from_data(file.data(), file.size(), &why));
  Held<GError> error(why);
  if (svg) return svg;
  return fail(ErrorKind::corrupt, fmt::format("not an SVG that can be read ({}); save it anew",
                                              error ? error->message : "no reason"));
}

Result<void> draw(RsvgHandle *svg, Extent natural, const StillPlan &plan, Canvas canvas) {
  auto [width, height] = canvas.size;
  for (int y = 0; y < height; ++y)
    std::memset(canvas.pixels + std::ptrdiff_t{canvas.stride} * y, 0, std::size_t{4} * width);
  Held<cairo_surface_t> surface(
      cairo_image_surface_create_for_data(canvas.pixels, CAIRO_FORMAT_ARGB32, width, height, canvas.stride));
  Held<cairo_t> cairo(cairo_create(surface.get()));
  double full_width = width / plan.part.width, full_height = height / plan.part.height;
  cairo_translate(cairo.get(), -plan.part.x * full_width, -plan.part.y * full_height);
  cairo_scale(cairo.get(), full_width / natural.width, full_height / natural.height);
  RsvgRectangle viewport{0, 0, natural.width, natural.height};
  GError *why = nullptr;
  bool drawn = rsvg_handle_render_document(svg, cairo.get(), &viewport, &why) != FALSE;
  Held<GError> error(why);
  cairo_surface_flush(surface.get());
  if (cairo_status(cairo.get()) == CAIRO_STATUS_NO_MEMORY)
    return fail(ErrorKind::refused, "the drawing needs more memory than is allowed; save it simpler");
  if (!drawn)
    return fail(ErrorKind::corrupt, fmt::format("the drawing cannot be shown ({}); save it simpler",
                                                error ? error->message : "no reason"));
  return {};
}

}

Result<void> decode_svg(Source &source, const StillWish &wish, StillSink &sink) {
  if (wish.box.empty()) return fail(ErrorKind::refused, "the screen has no area to show a picture on");
  auto file = read_whole(source, {wish.budget.count / 8});
  if (!file) return fail(file.error());
  if (auto ok = check_cost(*file, wish); !ok) return ok;
  auto svg = parse(*file);
  if (!svg) return fail(svg.error());
  auto natural = natural_size(svg->get(), wish.box);
  auto plan = plan_drawing(whole_shape(natural), wish);
  auto canvas = begin(plan, false, "svg", sink);
  if (!canvas) return fail(canvas.error());
  return draw(svg->get(), natural, plan, *canvas);
}

}
