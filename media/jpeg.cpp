#include "media/jpeg.h"

#include "media/inner/c_escape.h"

#include <cstdio>
#include <cstdlib>
#include <jpeglib.h>
#include <memory>

namespace sheaf::media {
namespace {

constexpr int full_chroma = 90; // quality from which letters are worth it

class Encoder {
public:
  Encoder(const OwnedPicture &picture, int quality) : picture_(picture), quality_(quality) {
    jpeg_.err = jpeg_std_error(&errors_);
    jpeg_.client_data = &escape_;
    errors_.error_exit = [](j_common_ptr jpeg) {
      static_cast<CEscape *>(jpeg->client_data)->leave("no memory");
    };
    errors_.output_message = [](j_common_ptr) {};
  }
  ~Encoder() {
    jpeg_destroy_compress(&jpeg_);
    std::free(bytes_);
  }
  Encoder(const Encoder &) = delete;
  Encoder &operator=(const Encoder &) = delete;

  bool run() {
    return escape_.attempt([this] { begin(); }) && escape_.attempt([this] { write(); });
  }
  [[nodiscard]] std::string bytes() const {
    return {static_cast<const char *>(static_cast<void *>(bytes_)), size_};
  }

private:
  void begin() {
    jpeg_create_compress(&jpeg_);
    jpeg_mem_dest(&jpeg_, &bytes_, &size_);
    jpeg_.image_width = static_cast<JDIMENSION>(picture_.size.width);
    jpeg_.image_height = static_cast<JDIMENSION>(picture_.size.height);
    jpeg_.input_components = 4;
    jpeg_.in_color_space = JCS_EXT_BGRX;
    jpeg_set_defaults(&jpeg_);
    jpeg_set_quality(&jpeg_, quality_, TRUE);
    jpeg_.optimize_coding = TRUE;
    for (int c = 0; quality_ >= full_chroma && c < jpeg_.num_components; ++c)
      jpeg_.comp_info[c].h_samp_factor = jpeg_.comp_info[c].v_samp_factor = 1;
    jpeg_start_compress(&jpeg_, TRUE);
  }
  void write() {
    while (jpeg_.next_scanline < jpeg_.image_height) {
      auto *row = const_cast<JSAMPROW>(picture_.pixels.data()) + // it only reads them
                  std::size_t{jpeg_.next_scanline} * static_cast<std::size_t>(picture_.size.width) * 4;
      jpeg_write_scanlines(&jpeg_, &row, 1);
    }
    jpeg_finish_compress(&jpeg_);
  }

  const OwnedPicture &picture_;
  int quality_;
  CEscape escape_;
  jpeg_compress_struct jpeg_{};
  jpeg_error_mgr errors_{};
  unsigned char *bytes_ = nullptr;
  unsigned long size_ = 0;
};

}

Result<std::string> encode_jpeg(const OwnedPicture &picture, int quality) {
  if (picture.size.empty() || picture.size.width > JPEG_MAX_DIMENSION ||
      picture.size.height > JPEG_MAX_DIMENSION)
    return fail(ErrorKind::refused, "a JPEG has at most 65,500 pixels a side");
  Encoder encoder(picture, quality);
  if (!encoder.run()) return fail(ErrorKind::full, "no memory to make a JPEG");
  return encoder.bytes();
}

}
