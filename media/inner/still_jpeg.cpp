// JPEG through libjpeg-turbo: made smaller by whole eighths while it is decoded, then by rows.
#include "media/inner/c_escape.h"
#include "media/inner/exif.h"
#include "media/inner/source_reader.h"
#include "media/inner/still_formats.h"
#include "media/inner/still_plan.h"

#include <cstdio> // jpeglib.h needs FILE
#include <fmt/format.h>

#include <jpeglib.h>

#include <jerror.h>

namespace sheaf::media {

namespace {

// Each scan of a progressive file is a walk over the whole picture; cameras and programs write about ten.
constexpr int most_scans = 100;

class JpegFile {
public:
  explicit JpegFile(Source &source);
  ~JpegFile() { jpeg_destroy_decompress(&info_); }
  JpegFile(const JpegFile &) = delete;
  JpegFile &operator=(const JpegFile &) = delete;

  Result<void> show(const StillWish &wish, StillSink &sink);

private:
  static JpegFile &self(j_common_ptr info) { return *static_cast<JpegFile *>(info->client_data); }
  static JpegFile &self(j_decompress_ptr info) { return *static_cast<JpegFile *>(info->client_data); }
  static boolean fill(j_decompress_ptr info);
  static void skip(j_decompress_ptr info, long count);
  static boolean read_app1(j_decompress_ptr info);

  void connect();
  int next_byte();
  void note_end();
  [[nodiscard]] Error broken() const;
  Result<void> read_header();
  [[nodiscard]] Bytes memory() const;
  void choose_scale(const StillPlan &plan);
  void choose_colours();
  bool read_rows(RowScaler &rows);
  const std::uint8_t *bgra(std::uint8_t *row);

  SourceReader reader_;
  CEscape escape_;
  jpeg_error_mgr errors_{};
  jpeg_source_mgr input_{};
  jpeg_progress_mgr progress_{};
  jpeg_decompress_struct info_{};
  std::vector<std::uint8_t> exif_, row_;
  bool cut_ = false;     // the file broke off
  bool showable_ = true; // not too early
};

JpegFile::JpegFile(Source &source) : reader_(source) {
  exif_.reserve(std::size_t{1} << 16); // no allocation, and so no exception, inside of libjpeg
  info_.err = jpeg_std_error(&errors_);
  errors_.error_exit = [](j_common_ptr info) {
    std::array<char, JMSG_LENGTH_MAX> why{};
    info->err->format_message(info, why.data());
    self(info).escape_.leave(why.data());
  };
  errors_.emit_message = [](j_common_ptr, int) {}; // warnings: what can be shown is shown
  errors_.output_message = [](j_common_ptr) {};
  input_.init_source = [](j_decompress_ptr) {};
  input_.fill_input_buffer = fill;
  input_.skip_input_data = skip;
  input_.resync_to_restart = jpeg_resync_to_restart;
  input_.term_source = [](j_decompress_ptr) {};
  progress_.progress_monitor = [](j_common_ptr info) {
    auto &file = self(info);
    if (file.info_.input_scan_number > most_scans) file.escape_.leave("too many scans");
  };
}

void JpegFile::connect() {
  info_.client_data = this;
  jpeg_create_decompress(&info_);
  info_.src = &input_;
  info_.progress = &progress_;
  jpeg_set_marker_processor(&info_, JPEG_APP0 + 1, read_app1);
}

boolean JpegFile::fill(j_decompress_ptr info) {
  static constexpr std::array<JOCTET, 2> end{0xFF, JPEG_EOI};
  auto &file = self(info);
  auto bytes = file.reader_.block();
  if (bytes.empty()) {
    file.note_end();
    bytes = end;
  }
  info->src->next_input_byte = bytes.data();
  info->src->bytes_in_buffer = bytes.size();
  return TRUE;
}

void JpegFile::skip(j_decompress_ptr info, long count) {
  if (count <= 0) return;
  auto &src = *info->src;
  auto here = std::min(static_cast<std::size_t>(count), src.bytes_in_buffer);
  src.next_input_byte += here;
  src.bytes_in_buffer -= here;
  self(info).reader_.skip(static_cast<std::size_t>(count) - here);
}

/// The file broke off. One scan of a progressive file is a coarse picture of the whole.
void JpegFile::note_end() {
  cut_ |= info_.input_iMCU_row + 1 < info_.total_iMCU_rows; // else its mark of the end is missing, no more
  if (jpeg_has_multiple_scans(&info_))
    showable_ = info_.input_scan_number > 1 || info_.input_iMCU_row * 2 >= info_.total_iMCU_rows;
  else
    showable_ = info_.output_scanline * 2 >= info_.output_height;
}

int JpegFile::next_byte() {
  if (input_.bytes_in_buffer == 0) fill(&info_);
  --input_.bytes_in_buffer;
  return *input_.next_input_byte++;
}

/// Keeps the first EXIF block only. libjpeg itself would keep every block of every size.
boolean JpegFile::read_app1(j_decompress_ptr info) {
  auto &file = self(info);
  int high = file.next_byte();
  long length = (high << 8 | file.next_byte()) - 2;
  if (file.exif_.empty()) {
    while (length-- > 0) file.exif_.push_back(static_cast<std::uint8_t>(file.next_byte()));
    if (file.exif_.size() < 6 || file.exif_[0] != 'E' || file.exif_[1] != 'x') file.exif_.clear(); // XMP
  }
  skip(info, length);
  return TRUE;
}

Error JpegFile::broken() const {
  if (reader_.failure()) return *reader_.failure();
  switch (errors_.msg_code) {
  case JERR_ARITH_NOTIMPL:
  case JERR_SOF_UNSUPPORTED:
  case JERR_BAD_PRECISION:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_COMPONENT_COUNT:
    return {ErrorKind::unsupported,
            fmt::format("an unusual kind of JPEG ({}); save it as a plain JPEG", escape_.why())};
  case JERR_OUT_OF_MEMORY:
    return {ErrorKind::refused, "the picture needs more memory than is allowed; save it smaller"};
  default:
    return {ErrorKind::corrupt, fmt::format("not a JPEG that can be read ({}); save it anew", escape_.why())};
  }
}

Result<void> JpegFile::read_header() {
  bool read = escape_.attempt([this] {
    connect();
    jpeg_read_header(&info_, TRUE);
  });
  if (!read || reader_.failure()) return fail(broken());
  return {};
}

/// Several scans mean that all coefficients are kept until the last one has come.
Bytes JpegFile::memory() const {
  constexpr std::uint64_t rows = 64;
  Bytes need = RowScaler::memory(static_cast<int>(info_.image_width)) + Bytes{info_.image_width} * 4 * rows;
  if (!jpeg_has_multiple_scans(const_cast<j_decompress_ptr>(&info_))) return need;
  for (int i = 0; i < info_.num_components; ++i) {
    const auto &c = info_.comp_info[i];
    need = need + Bytes{sizeof(JBLOCK)} * c.width_in_blocks * c.height_in_blocks;
  }
  return need;
}

void JpegFile::choose_scale(const StillPlan &plan) {
  info_.scale_denom = 8;
  for (info_.scale_num = 1; info_.scale_num < 8; ++info_.scale_num) {
    jpeg_calc_output_dimensions(&info_);
    if (plan.part.width * info_.output_width >= plan.scaled.width &&
        plan.part.height * info_.output_height >= plan.scaled.height)
      break;
  }
}

void JpegFile::choose_colours() {
  bool inks = info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK;
  info_.out_color_space = inks ? JCS_CMYK : JCS_EXT_BGRA;
}

/// Adobe's programs write inks inverted, which makes them lights.
const std::uint8_t *JpegFile::bgra(std::uint8_t *row) {
  if (info_.out_color_space != JCS_CMYK) return row;
  const int flip = info_.saw_Adobe_marker ? 0 : 255;
  for (std::size_t i = 0; i < row_.size(); i += 4) {
    int c = row[i] ^ flip, m = row[i + 1] ^ flip, y = row[i + 2] ^ flip, k = row[i + 3] ^ flip;
    row[i] = static_cast<std::uint8_t>((y * k + 127) / 255);
    row[i + 1] = static_cast<std::uint8_t>((m * k + 127) / 255);
    row[i + 2] = static_cast<std::uint8_t>((c * k + 127) / 255);
    row[i + 3] = 255;
  }
  return row;
}

bool JpegFile::read_rows(RowScaler &rows) {
  row_.resize(std::size_t{4} * info_.output_width);
  return escape_.attempt([this, &rows] {
    while (!rows.done() && info_.output_scanline < info_.output_height) {
      JSAMPROW row = row_.data();
      jpeg_read_scanlines(&info_, &row, 1);
      rows.row(bgra(row));
    }
  });
}

Result<void> JpegFile::show(const StillWish &wish, StillSink &sink) {
  if (auto ok = read_header(); !ok) return ok;
  Size stored{static_cast<int>(info_.image_width), static_cast<int>(info_.image_height)};
  auto plan = plan_still(stored, exif_orientation(exif_), wish);
  if (!plan) return fail(plan.error());
  if (auto ok = check_budget(stored, memory(), wish); !ok) return ok;
  bool started = escape_.attempt([this, &plan = *plan] {
    choose_scale(plan);
    choose_colours();
    jpeg_start_decompress(&info_);
  });
  if (!started) return fail(broken());
  Size decoded{static_cast<int>(info_.output_width), static_cast<int>(info_.output_height)};
  auto rows = begin_rows(*plan, decoded, true, "jpeg", sink);
  if (!rows) return fail(rows.error());
  bool whole = read_rows(*rows);
  if (reader_.failure()) return fail(*reader_.failure());
  if (!whole && rows->taken() * 2 < decoded.height) return fail(broken());
  if (!showable_)
    return fail(ErrorKind::corrupt, "the file breaks off in the upper half of the picture; copy it anew");
  if (!whole || cut_) sink.breaks_off();
  rows->fill_rest(true);
  return {};
}

}

Result<void> decode_jpeg(Source &source, const StillWish &wish, StillSink &sink) {
  return JpegFile(source).show(wish, sink);
}

}
