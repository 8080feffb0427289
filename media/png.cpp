#include "media/png.h"

#include <libyuv.h>
#include <png.h>

namespace sheaf::media {

// libpng's simplified interface does the whole work, and frees what it made even where it fails.
Result<std::string> encode_png(const OwnedPicture &picture) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.size.width);
  image.height = static_cast<png_uint_32>(picture.size.height);
  image.format = PNG_FORMAT_BGR;
  image.flags = PNG_IMAGE_FLAG_FAST;
  std::vector<std::uint8_t> rgb(static_cast<std::size_t>(picture.size.width) *
                                static_cast<std::size_t>(picture.size.height) * 3);
  libyuv::ARGBToRGB24(picture.pixels.data(), picture.size.width * 4, rgb.data(), picture.size.width * 3,
                      picture.size.width, picture.size.height);
  png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string out(bytes, '\0');
  if (!png_image_write_to_memory(&image, out.data(), &bytes, 0, rgb.data(), 0, nullptr))
    return fail(ErrorKind::full, std::string("cannot make a PNG: ") + image.message);
  out.resize(bytes);
  return out;
}

Result<OwnedPicture> decode_trusted_png(std::span<const std::uint8_t> bytes) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  OwnedPicture picture;
  if (!png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()))
    return fail(ErrorKind::corrupt, image.message);
  image.format = PNG_FORMAT_BGRA;
  picture.size = {static_cast<int>(image.width), static_cast<int>(image.height)};
  picture.pixels.resize(PNG_IMAGE_SIZE(image));
  png_color black{};
  if (!png_image_finish_read(&image, &black, picture.pixels.data(), 0, nullptr))
    return fail(ErrorKind::corrupt, image.message);
  return picture;
}

}
