// AVIF through libavif and dav1d, on this thread alone. Planes are kept as decoded and become bgra in bands.
#include "media/inner/source_reader.h"
#include "media/inner/still_formats.h"
#include "media/inner/still_plan.h"

#include <algorithm>
#include <avif/avif.h>
#include <fmt/format.h>
#include <memory>
#include <string_view>

namespace sheaf::media {

namespace {

// A file may claim more frames than it has bytes, and libavif makes a table of them.
constexpr std::uint32_t most_frames = 100'000;
constexpr std::uint32_t band_rows = 64, overlap = 2; // chroma is interpolated over the neighbours

struct Destroy {
  void operator()(avifDecoder *d) const { avifDecoderDestroy(d); }
  void operator()(avifImage *i) const { avifImageDestroy(i); }
};
using Decoder = std::unique_ptr<avifDecoder, Destroy>;
using View = std::unique_ptr<avifImage, Destroy>;

Error broken(const avifDecoder &decoder, avifResult result) {
  const std::string_view detail = decoder.diag.error;
  if (detail.find("too large") != std::string_view::npos || result == AVIF_RESULT_OUT_OF_MEMORY)
    return {ErrorKind::refused,
            fmt::format("the picture has more pixels than can be decoded ({}); save it smaller", detail)};
  bool unknown = result == AVIF_RESULT_NOT_IMPLEMENTED || result == AVIF_RESULT_UNSUPPORTED_DEPTH ||
                 result == AVIF_RESULT_REFORMAT_FAILED;
  if (unknown)
    return {ErrorKind::unsupported,
            fmt::format("an unusual kind of AVIF ({}); save it as JPEG or PNG", avifResultToString(result))};
  return {ErrorKind::corrupt,
          fmt::format("not an AVIF that can be read ({}); save it anew", avifResultToString(result))};
}

Decoder make_decoder() {
  Decoder decoder(avifDecoderCreate());
  if (!decoder) return decoder;
  decoder->codecChoice = AVIF_CODEC_CHOICE_DAV1D;
  decoder->maxThreads = 1;
  decoder->ignoreExif = decoder->ignoreXMP = AVIF_TRUE; // irot and imir say what counts
  decoder->imageDimensionLimit = 0;                     // plan_still says it better
  decoder->imageCountLimit = most_frames;
  decoder->strictFlags = AVIF_STRICT_DISABLED; // files of older encoders are harmless and common
  return decoder;
}

/// First turned against the clock, then mirrored (ISO/IEC 23000-22, 7.3.6.7).
Orientation orientation_of(const avifImage &image) {
  constexpr Orientation turns[] = {{}, {true, false, true}, {false, true, true}, {true, true, false}};
  Orientation o;
  if (image.transformFlags & AVIF_TRANSFORM_IROT) o = turns[image.irot.angle & 3];
  if (image.transformFlags & AVIF_TRANSFORM_IMIR)
    (image.imir.mode == 0 ? o.mirrored_y : o.mirrored_x) ^= true;
  return o;
}

/// The clean aperture, or all of it where that is absent or wrong.
avifCropRect shown_part(const avifImage &image) {
  avifCropRect all{0, 0, image.width, image.height}, cut{};
  avifDiagnostics ignored{};
  if ((image.transformFlags & AVIF_TRANSFORM_CLAP) == 0 ||
      !avifCropRectConvertCleanApertureBox(&cut, &image.clap, image.width, image.height, image.yuvFormat,
                                           &ignored))
    return all;
  return cut;
}

/// Planes twice: dav1d's picture and what film grain or a grid makes of it; and a band of bgra.
Bytes memory(const avifDecoder &decoder, Bytes file) {
  const auto &image = *decoder.image;
  avifPixelFormatInfo format{};
  avifGetPixelFormatInfo(image.yuvFormat, &format);
  auto pixels = std::uint64_t{image.width} * image.height;
  auto chroma = format.monochrome ? 0 : pixels * 2 >> (format.chromaShiftX + format.chromaShiftY);
  auto samples = pixels + chroma + (decoder.alphaPresent ? pixels : 0);
  auto band = std::uint64_t{4} * image.width * (band_rows + 2 * overlap);
  return file + Bytes{samples * (image.depth > 8 ? 2 : 1) * 2} + Bytes{band} +
         RowScaler::memory(static_cast<int>(std::min(image.width, std::uint32_t{longest_side})));
}

struct Band {
  std::vector<std::uint8_t> pixels;
  std::uint32_t first = 0; // row of the cut at which `pixels` begins
};

avifResult convert(const avifImage &image, const avifCropRect &cut, std::uint32_t y, Band &band) {
  View view(avifImageCreateEmpty());
  if (!view) return AVIF_RESULT_OUT_OF_MEMORY;
  band.first = y < overlap ? 0 : y - overlap;
  auto height = std::min(y + band_rows + overlap, cut.height) - band.first;
  avifCropRect rect{cut.x, cut.y + band.first, cut.width, height};
  if (auto result = avifImageSetViewRect(view.get(), &image, &rect); result != AVIF_RESULT_OK) return result;
  avifRGBImage rgb{};
  avifRGBImageSetDefaults(&rgb, view.get());
  rgb.depth = 8;
  rgb.format = AVIF_RGB_FORMAT_BGRA;
  rgb.alphaPremultiplied = AVIF_TRUE;
  rgb.rowBytes = 4 * cut.width;
  band.pixels.resize(std::size_t{rgb.rowBytes} * height);
  rgb.pixels = band.pixels.data();
  return avifImageYUVToRGB(view.get(), &rgb);
}

Result<void> show_bands(const avifDecoder &decoder, const avifCropRect &cut, RowScaler &rows) {
  Band band;
  for (std::uint32_t y = 0; y < cut.height && !rows.done(); y += band_rows) {
    auto result = convert(*decoder.image, cut, y, band);
    if (result != AVIF_RESULT_OK) return fail(broken(decoder, result));
    auto end = std::min(y + band_rows, cut.height);
    for (auto row = y; row < end; ++row)
      rows.row(band.pixels.data() + std::size_t{4} * cut.width * (row - band.first));
  }
  return {};
}

/// libavif scales AV1 frames that are larger than their container has promised; the budget knew the promise.
/// Tiles of a small grid may stick out of it.
std::uint32_t size_limit(Size promised) {
  constexpr std::uint32_t a_tile = 512 * 512;
  return std::max(a_tile, static_cast<std::uint32_t>(promised.width) * promised.height);
}

/// The samples may be of another kind than the container has promised.
bool as_promised(const avifImage &image, Size promised, std::uint32_t depth, avifPixelFormat format) {
  return Size{static_cast<int>(image.width), static_cast<int>(image.height)} == promised &&
         image.depth == depth && image.yuvFormat == format;
}

}

Result<void> decode_avif(Source &source, const StillWish &wish, StillSink &sink) {
  auto file = read_whole(source, {wish.budget.count / 2});
  if (!file) return fail(file.error());
  auto decoder = make_decoder();
  if (!decoder) return fail(ErrorKind::full, "no memory for a decoder");
  auto result = avifDecoderSetIOMemory(decoder.get(), file->data(), file->size());
  if (result == AVIF_RESULT_OK) result = avifDecoderParse(decoder.get());
  if (result != AVIF_RESULT_OK) return fail(broken(*decoder, result));
  const auto &image = *decoder->image;
  auto cut = shown_part(image);
  Size stored{static_cast<int>(image.width), static_cast<int>(image.height)};
  Size shown{static_cast<int>(cut.width), static_cast<int>(cut.height)};
  auto plan = plan_still(shown, orientation_of(image), wish);
  if (!plan) return fail(plan.error());
  if (auto ok = check_budget(stored, memory(*decoder, {file->size()}), wish); !ok) return ok;
  decoder->imageSizeLimit = size_limit(stored);
  auto [depth, format] = std::pair(image.depth, image.yuvFormat);
  result = avifDecoderNextImage(decoder.get());
  if (result != AVIF_RESULT_OK) return fail(broken(*decoder, result));
  if (!as_promised(image, stored, depth, format))
    return fail(ErrorKind::corrupt, "the picture is not of the kind that its file says; save it anew");
  auto rows = begin_rows(*plan, shown, !decoder->alphaPresent, "avif", sink);
  if (!rows) return fail(rows.error());
  return show_bands(*decoder, cut, *rows);
}

}
