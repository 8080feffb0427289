// PNG through libpng, row by row. Interlaced pictures come in seven passes and so are kept whole, in as few
// bytes a pixel as they have.
#include "media/inner/c_escape.h"
#include "media/inner/exif.h"
#include "media/inner/source_reader.h"
#include "media/inner/still_formats.h"
#include "media/inner/still_plan.h"

#include <fmt/format.h>
#include <png.h>

namespace sheaf::media {

namespace {

using Pixel = std::array<std::uint8_t, 4>;

constexpr int passes_with_half = 6; // the seventh brings every other row

Pixel premultiplied(unsigned red, unsigned green, unsigned blue, unsigned alpha) {
  auto times = [alpha](unsigned v) { return static_cast<std::uint8_t>((v * alpha + 127) / 255); };
  return {times(blue), times(green), times(red), static_cast<std::uint8_t>(alpha)};
}

class PngFile {
public:
  explicit PngFile(Source &source) : reader_(source) {}
  ~PngFile() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngFile(const PngFile &) = delete;
  PngFile &operator=(const PngFile &) = delete;

  Result<void> show(const StillWish &wish, StillSink &sink);

private:
  static void read(png_structp png, png_bytep into, std::size_t count);

  Result<void> read_header();
  void connect();
  void choose_colours();
  void make_palette();
  [[nodiscard]] Orientation orientation() const;
  [[nodiscard]] Size size() const;
  [[nodiscard]] bool opaque() const;
  [[nodiscard]] Bytes memory() const;
  bool read_rows(RowScaler &rows);
  bool read_interlaced(RowScaler &rows);
  const std::uint8_t *bgra(const std::uint8_t *row);
  [[nodiscard]] Error broken() const;

  SourceReader reader_;
  CEscape escape_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  int passes_ = 1, passes_read_ = 0, channels_ = 4;
  std::array<Pixel, 256> palette_{};
  bool whole_ = true;
  std::vector<std::uint8_t> raw_, row_;
};

void PngFile::read(png_structp png, png_bytep into, std::size_t count) {
  auto &file = *static_cast<PngFile *>(png_get_io_ptr(png));
  if (file.reader_.read({into, count}) < count) file.escape_.leave("the file breaks off");
}

void PngFile::connect() {
  // Texts and colour profiles are unpacked into memory and never used.
  static constexpr std::array<png_byte, 20> unused{'i', 'C', 'C', 'P', '\0', 't', 'E', 'X', 't', '\0',
                                                   'z', 'T', 'X', 't', '\0', 'i', 'T', 'X', 't', '\0'};
  auto on_error = [](png_structp png, png_const_charp why) {
    static_cast<PngFile *>(png_get_error_ptr(png))->escape_.leave(why);
  };
  png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error, [](png_structp, png_const_charp) {});
  if (!png_) escape_.leave("no memory");
  info_ = png_create_info_struct(png_);
  if (!info_) escape_.leave("no memory");
  png_set_read_fn(png_, this, read);
  png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX); // plan_still says it better
  png_set_crc_action(png_, PNG_CRC_DEFAULT, PNG_CRC_WARN_DISCARD);
  png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, unused.data(), unused.size() / 5);
}

Result<void> PngFile::read_header() {
  bool read = escape_.attempt([this] {
    connect();
    png_read_info(png_, info_);
  });
  if (!read) return fail(broken());
  return {};
}

Error PngFile::broken() const {
  if (reader_.failure()) return *reader_.failure();
  return {ErrorKind::corrupt, fmt::format("not a PNG that can be read ({}); save it anew", escape_.why())};
}

/// Leaves 8 bits a sample in one channel (an index or grey), two (grey, alpha), three or four (b, g, r,
/// alpha).
void PngFile::choose_colours() {
  png_set_scale_16(png_);
  png_set_packing(png_);
  png_set_bgr(png_);
  auto type = png_get_color_type(png_, info_);
  if (type == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png_);
  if (type != PNG_COLOR_TYPE_PALETTE && png_get_valid(png_, info_, PNG_INFO_tRNS) != 0)
    png_set_tRNS_to_alpha(png_);
  passes_ = png_set_interlace_handling(png_);
  png_read_update_info(png_, info_);
  channels_ = png_get_channels(png_, info_);
  make_palette();
}

void PngFile::make_palette() {
  for (unsigned i = 0; i < palette_.size(); ++i) palette_[i] = premultiplied(i, i, i, 255);
  if (png_get_color_type(png_, info_) != PNG_COLOR_TYPE_PALETTE) return;
  png_colorp colours = nullptr;
  png_bytep alpha = nullptr;
  int count = 0, alphas = 0;
  png_get_PLTE(png_, info_, &colours, &count);
  png_get_tRNS(png_, info_, &alpha, &alphas, nullptr);
  for (int i = 0; i < std::min(count, 256); ++i)
    palette_[i] =
        premultiplied(colours[i].red, colours[i].green, colours[i].blue, i < alphas ? alpha[i] : 255u);
}

Orientation PngFile::orientation() const {
  png_uint_32 size = 0;
  png_bytep exif = nullptr;
  if (png_get_eXIf_1(png_, info_, &size, &exif) == 0) return {};
  return exif_orientation({exif, size});
}

Size PngFile::size() const {
  return {static_cast<int>(png_get_image_width(png_, info_)),
          static_cast<int>(png_get_image_height(png_, info_))};
}

bool PngFile::opaque() const {
  return (png_get_color_type(png_, info_) & PNG_COLOR_MASK_ALPHA) == 0 &&
         png_get_valid(png_, info_, PNG_INFO_tRNS) == 0;
}

/// libpng keeps two rows of the stored kind (8 bytes a pixel at most), we one of each.
Bytes PngFile::memory() const {
  constexpr std::uint64_t most_a_pixel = 24;
  auto rows = passes_ > 1 ? static_cast<std::uint64_t>(size().height) : 1;
  return RowScaler::memory(size().width) + Bytes{most_a_pixel} * size().width +
         Bytes{png_get_rowbytes(png_, info_)} * rows;
}

const std::uint8_t *PngFile::bgra(const std::uint8_t *raw) {
  auto each = [this, raw](auto &&pixel) {
    const auto *in = raw;
    for (std::size_t i = 0; i < row_.size(); i += 4, in += channels_) {
      Pixel p = pixel(in);
      std::copy(p.begin(), p.end(), row_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  };
  if (channels_ == 1) each([this](const auto *in) { return palette_[*in]; });
  if (channels_ == 2) each([](const auto *in) { return premultiplied(in[0], in[0], in[0], in[1]); });
  if (channels_ == 3) each([](const auto *in) { return Pixel{in[0], in[1], in[2], 255}; });
  if (channels_ == 4) each([](const auto *in) { return premultiplied(in[2], in[1], in[0], in[3]); });
  return row_.data();
}

bool PngFile::read_rows(RowScaler &rows) {
  raw_.resize(png_get_rowbytes(png_, info_));
  whole_ = escape_.attempt([this, &rows] {
    while (!rows.done()) {
      png_read_row(png_, raw_.data(), nullptr);
      rows.row(rows.wanted() ? bgra(raw_.data()) : row_.data());
    }
  });
  return whole_;
}

/// Passes spread over the pixels that later ones bring, so that a file that breaks off is only coarse.
bool PngFile::read_interlaced(RowScaler &rows) {
  auto stride = png_get_rowbytes(png_, info_);
  auto height = size().height;
  raw_.resize(stride * height);
  whole_ = escape_.attempt([this, stride, height] {
    for (; passes_read_ < passes_; ++passes_read_)
      for (int y = 0; y < height; ++y) png_read_row(png_, nullptr, raw_.data() + stride * y);
  });
  if (!whole_ && passes_read_ < passes_with_half) return false;
  for (int y = 0; y < height && !rows.done(); ++y) rows.row(bgra(raw_.data() + stride * y));
  return true;
}

Result<void> PngFile::show(const StillWish &wish, StillSink &sink) {
  if (auto ok = read_header(); !ok) return ok;
  auto plan = plan_still(size(), orientation(), wish);
  if (!plan) return fail(plan.error());
  bool solid = opaque();
  if (!escape_.attempt([this] { choose_colours(); })) return fail(broken());
  if (auto ok = check_budget(size(), memory(), wish); !ok) return ok;
  auto rows = begin_rows(*plan, size(), solid, "png", sink);
  if (!rows) return fail(rows.error());
  row_.resize(std::size_t{4} * size().width);
  bool shown = passes_ > 1 ? read_interlaced(*rows) : read_rows(*rows);
  if (reader_.failure()) return fail(*reader_.failure());
  if (!shown && rows->taken() * 2 < size().height) return fail(broken());
  if (!whole_) sink.breaks_off();
  rows->fill_rest(solid);
  return {};
}

}

Result<void> decode_png(Source &source, const StillWish &wish, StillSink &sink) {
  return PngFile(source).show(wish, sink);
}

}
