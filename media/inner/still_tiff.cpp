// TIFF through libtiff's own conversion to RGBA, in bands of whole strips or tiles. The first page is shown.
#include "media/inner/still_formats.h"
#include "media/inner/still_plan.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <tiffio.h>

namespace sheaf::media {

namespace {

constexpr std::uint32_t least_band = 32; // rows

class TiffFile {
public:
  TiffFile(Source &source, Bytes budget);
  ~TiffFile();
  TiffFile(const TiffFile &) = delete;
  TiffFile &operator=(const TiffFile &) = delete;

  Result<void> show(const StillWish &wish, StillSink &sink);

private:
  static TiffFile &self(thandle_t handle) { return *static_cast<TiffFile *>(handle); }
  static tmsize_t read(thandle_t handle, void *into, tmsize_t count) noexcept;
  static toff_t seek(thandle_t handle, toff_t offset, int whence) noexcept;
  static int note(TIFF *tiff, void *file, const char *module, const char *format, va_list words);

  [[nodiscard]] Error broken(ErrorKind kind, const char *what) const;
  [[nodiscard]] std::uint32_t tag(std::uint32_t name) const;
  [[nodiscard]] Size size() const;
  [[nodiscard]] std::uint32_t band() const;
  [[nodiscard]] Bytes memory() const;
  Result<void> read_bands(RowScaler &rows);

  Source &source_;
  std::optional<Error> failure_;
  std::uint64_t offset_ = 0;
  std::array<char, 200> why_{};
  TIFF *tiff_ = nullptr;
  TIFFRGBAImage image_{};
  bool begun_ = false;
};

struct FreeOptions {
  void operator()(TIFFOpenOptions *o) const { TIFFOpenOptionsFree(o); }
};

TiffFile::TiffFile(Source &source, Bytes budget) : source_(source) {
  std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  if (!options) return;
  auto quiet = [](TIFF *, void *, const char *, const char *, va_list) { return 1; };
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), note, this);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), quiet, nullptr);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(budget.count));
  auto write = [](thandle_t, void *, tmsize_t) -> tmsize_t { return 0; };
  auto close = [](thandle_t) { return 0; };
  auto length = [](thandle_t handle) -> toff_t { return self(handle).source_.size(); };
  // "m": not mapped, every byte comes through the source.
  tiff_ = TIFFClientOpenExt("picture", "rm", this, read, write, seek, close, length, nullptr, nullptr,
                            options.get());
}

TiffFile::~TiffFile() {
  if (begun_) TIFFRGBAImageEnd(&image_);
  if (tiff_) TIFFClose(tiff_);
}

tmsize_t TiffFile::read(thandle_t handle, void *into, tmsize_t count) noexcept {
  auto &file = self(handle);
  if (count <= 0 || file.failure_) return 0;
  auto got =
      file.source_.read(file.offset_, {static_cast<std::uint8_t *>(into), static_cast<std::size_t>(count)});
  if (!got) {
    file.failure_ = got.error();
    return 0;
  }
  file.offset_ += *got;
  return static_cast<tmsize_t>(*got);
}

toff_t TiffFile::seek(thandle_t handle, toff_t offset, int whence) noexcept {
  auto &file = self(handle);
  file.offset_ = offset + (whence == SEEK_CUR ? file.offset_ : whence == SEEK_END ? file.source_.size() : 0);
  return file.offset_;
}

/// Keeps the first complaint; later ones follow from it.
int TiffFile::note(TIFF *, void *file, const char *, const char *format, va_list words) {
  auto &why = static_cast<TiffFile *>(file)->why_;
  if (why[0] == '\0') std::vsnprintf(why.data(), why.size(), format, words);
  return 1;
}

Error TiffFile::broken(ErrorKind kind, const char *what) const {
  if (failure_) return *failure_;
  return {kind, why_[0] ? fmt::format("{} ({}); save it as JPEG or PNG", what, why_.data())
                        : fmt::format("{}; save it as JPEG or PNG", what)};
}

std::uint32_t TiffFile::tag(std::uint32_t name) const {
  std::uint32_t value = 0;
  return TIFFGetField(tiff_, name, &value) != 0 ? value : 0;
}

Size TiffFile::size() const {
  auto side = [](std::uint32_t v) { return static_cast<int>(std::min<std::uint32_t>(v, INT32_MAX)); };
  return {side(tag(TIFFTAG_IMAGEWIDTH)), side(tag(TIFFTAG_IMAGELENGTH))};
}

/// Whole strips or tiles, so that none is unpacked twice.
std::uint32_t TiffFile::band() const {
  auto height = static_cast<std::uint32_t>(size().height);
  auto unit = tag(TIFFIsTiled(tiff_) ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP);
  if (unit == 0 || unit > height) unit = height;
  return std::min(height, std::max(unit, least_band / unit * unit));
}

/// A band of rgba, and strips or tiles: one as stored and one unpacked, of each plane that lies apart.
Bytes TiffFile::memory() const {
  std::uint16_t planes = PLANARCONFIG_CONTIG;
  TIFFGetFieldDefaulted(tiff_, TIFFTAG_PLANARCONFIG, &planes);
  const std::uint64_t kept = planes == PLANARCONFIG_CONTIG ? 2 : 5;
  auto width = static_cast<std::uint64_t>(size().width);
  auto unit = TIFFIsTiled(tiff_) ? TIFFTileSize64(tiff_) : TIFFStripSize64(tiff_);
  return RowScaler::memory(size().width) + Bytes{width} * 4 * (band() + 1) + Bytes{unit} * kept;
}

Result<void> TiffFile::read_bands(RowScaler &rows) {
  auto [width, height] = size();
  std::vector<std::uint32_t> raster(std::size_t{band()} * width);
  std::vector<std::uint8_t> row(std::size_t{4} * width);
  for (int y = 0; y < height && !rows.done(); y += static_cast<int>(band())) {
    auto count = std::min(band(), static_cast<std::uint32_t>(height - y));
    image_.row_offset = y;
    if (TIFFRGBAImageGet(&image_, raster.data(), image_.width, count) == 0)
      return fail(broken(ErrorKind::corrupt, "the picture is damaged"));
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto *in = raster.data() + std::size_t{i} * width;
      for (auto *out = row.data(); out != row.data() + row.size(); out += 4, ++in) {
        out[0] = static_cast<std::uint8_t>(TIFFGetB(*in));
        out[1] = static_cast<std::uint8_t>(TIFFGetG(*in));
        out[2] = static_cast<std::uint8_t>(TIFFGetR(*in));
        out[3] = static_cast<std::uint8_t>(TIFFGetA(*in));
      }
      rows.row(row.data());
    }
  }
  return {};
}

Result<void> TiffFile::show(const StillWish &wish, StillSink &sink) {
  if (!tiff_) return fail(broken(ErrorKind::corrupt, "not a TIFF that can be read"));
  std::uint16_t turned = 1;
  TIFFGetFieldDefaulted(tiff_, TIFFTAG_ORIENTATION, &turned);
  auto plan = plan_still(size(), orientation_from_exif(turned), wish);
  if (!plan) return fail(plan.error());
  if (auto ok = check_budget(size(), memory(), wish); !ok) return ok;
  std::array<char, 1024> why{};
  begun_ = TIFFRGBAImageBegin(&image_, tiff_, 1, why.data()) != 0;
  if (!begun_) {
    if (why_[0] == '\0') std::copy_n(why.begin(), why_.size() - 1, why_.begin());
    return fail(broken(ErrorKind::unsupported, "an unusual kind of TIFF"));
  }
  image_.req_orientation = image_.orientation; // rows as they are stored: turning is ours
  auto rows = begin_rows(*plan, size(), image_.alpha == 0, "tiff", sink);
  if (!rows) return fail(rows.error());
  return read_bands(*rows);
}

}

Result<void> decode_tiff(Source &source, const StillWish &wish, StillSink &sink) {
  return TiffFile(source, wish.budget).show(wish, sink);
}

}
