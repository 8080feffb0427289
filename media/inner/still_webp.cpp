// WebP through libwebp, which cuts and scales while it decodes. The first frame of an animation is shown.
#include "media/inner/exif.h"
#include "media/inner/source_reader.h"
#include "media/inner/still_formats.h"
#include "media/inner/still_plan.h"

#include <cmath>
#include <memory>
#include <webp/decode.h>
#include <webp/demux.h>

namespace sheaf::media {

namespace {

using Bits = std::vector<std::uint8_t>;

struct Delete {
  void operator()(WebPDemuxer *d) const { WebPDemuxDelete(d); }
  void operator()(WebPAnimDecoder *d) const { WebPAnimDecoderDelete(d); }
};

tl::unexpected<Error> broken() {
  return fail(ErrorKind::corrupt, "not a WebP that can be read; save it anew");
}

Orientation orientation_in(const Bits &file) {
  WebPData data{file.data(), file.size()};
  std::unique_ptr<WebPDemuxer, Delete> demuxer(WebPDemux(&data));
  WebPChunkIterator chunk{};
  if (!demuxer || WebPDemuxGetChunk(demuxer.get(), "EXIF", 1, &chunk) == 0) return {};
  auto orientation = exif_orientation({chunk.chunk.bytes, chunk.chunk.size});
  WebPDemuxReleaseChunkIterator(&chunk);
  return orientation;
}

/// Lossy pictures are decoded by rows, but their alpha and all lossless ones are kept whole; an animation
/// keeps two canvases beside the frame.
Bytes memory(const WebPBitstreamFeatures &f, const StillPlan &plan, Bytes file) {
  constexpr std::uint64_t lossless = 4, alpha_beside_lossy = 5, animation = 12, rows = 200;
  auto pixels = Bytes{static_cast<std::uint64_t>(f.width)} * f.height;
  auto a_pixel = f.has_animation != 0 ? animation
                 : f.format == 2      ? lossless
                 : f.has_alpha        ? alpha_beside_lossy
                                      : 0;
  auto turned =
      plan.orientation == Orientation{} ? 0 : std::uint64_t{4} * plan.scaled.width * plan.scaled.height;
  return pixels * a_pixel + Bytes{rows} * f.width + Bytes{turned} + file;
}

Rect pixels_of(Part part, Size whole) {
  auto round = [](double v) { return static_cast<int>(std::lround(v)); };
  Rect r{round(part.x * whole.width), round(part.y * whole.height), round(part.width * whole.width),
         round(part.height * whole.height)};
  return intersect({r.x, r.y, std::max(r.width, 1), std::max(r.height, 1)},
                   {0, 0, whole.width, whole.height});
}

bool decode_into(const Bits &file, const StillPlan &plan, Canvas canvas) {
  WebPDecoderConfig config{};
  if (WebPInitDecoderConfig(&config) == 0) return false;
  auto cut = pixels_of(plan.part, plan.stored);
  auto &options = config.options;
  options.use_cropping = cut.size() != plan.stored;
  options.crop_left = cut.x;
  options.crop_top = cut.y;
  options.crop_width = cut.width;
  options.crop_height = cut.height;
  options.use_scaling = cut.size() != plan.scaled;
  options.scaled_width = plan.scaled.width;
  options.scaled_height = plan.scaled.height;
  config.output.colorspace = MODE_bgrA;
  config.output.is_external_memory = 1;
  auto bytes =
      static_cast<std::size_t>(canvas.stride) * (canvas.size.height - 1) + std::size_t{4} * canvas.size.width;
  config.output.u.RGBA = {canvas.pixels, canvas.stride, bytes};
  return WebPDecode(file.data(), file.size(), &config) == VP8_STATUS_OK;
}

Result<void> show_still(const Bits &file, const StillPlan &plan, bool opaque, StillSink &sink) {
  auto canvas = begin(plan, opaque, "webp", sink);
  if (!canvas) return fail(canvas.error());
  if (plan.orientation == Orientation{}) {
    if (!decode_into(file, plan, *canvas)) return broken();
    return {};
  }
  auto [width, height] = plan.scaled;
  Bits lying(std::size_t{4} * width * height);
  if (!decode_into(file, plan, {lying.data(), 4 * width, plan.scaled})) return broken();
  TurnedCanvas turned(*canvas, plan.orientation);
  for (int y = 0; y < height; ++y) turned.put_row(y, lying.data() + std::size_t{4} * width * y);
  return {};
}

Result<void> show_first_frame(const Bits &file, const StillPlan &plan, StillSink &sink) {
  WebPAnimDecoderOptions options{};
  if (WebPAnimDecoderOptionsInit(&options) == 0) return broken();
  options.color_mode = MODE_bgrA;
  options.use_threads = 0;
  WebPData data{file.data(), file.size()};
  std::unique_ptr<WebPAnimDecoder, Delete> decoder(WebPAnimDecoderNew(&data, &options));
  std::uint8_t *pixels = nullptr; // stay the decoder's
  int milliseconds = 0;
  if (!decoder || WebPAnimDecoderGetNext(decoder.get(), &pixels, &milliseconds) == 0) return broken();
  auto rows = begin_rows(plan, plan.stored, false, "webp", sink);
  if (!rows) return fail(rows.error());
  for (; !rows->done(); pixels += std::size_t{4} * plan.stored.width) rows->row(pixels);
  return {};
}

}

Result<void> decode_webp(Source &source, const StillWish &wish, StillSink &sink) {
  auto file = read_whole(source, {wish.budget.count / 2});
  if (!file) return fail(file.error());
  WebPBitstreamFeatures features{};
  if (WebPGetFeatures(file->data(), file->size(), &features) != VP8_STATUS_OK) return broken();
  auto plan = plan_still({features.width, features.height}, orientation_in(*file), wish);
  if (!plan) return fail(plan.error());
  auto need = memory(features, *plan, {file->size()});
  if (auto ok = check_budget(plan->stored, need, wish); !ok) return ok;
  if (features.has_animation != 0) return show_first_frame(*file, *plan, sink);
  return show_still(*file, *plan, features.has_alpha == 0, sink);
}

}
