#include "media/inner/exif.h"

#include <algorithm>
#include <string_view>

namespace sheaf::media {

namespace {

constexpr unsigned orientation_tag = 274, type_short = 3;
constexpr std::size_t entry_size = 12;

bool starts_with(std::span<const std::uint8_t> bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::equal(text.begin(), text.end(), bytes.begin());
}

/// Numbers of either byte order; beyond the end everything is 0.
class Tiff {
public:
  explicit Tiff(std::span<const std::uint8_t> bytes) : bytes_(bytes), little_(starts_with(bytes, "II")) {}
  [[nodiscard]] unsigned u16(std::size_t at) const {
    unsigned first = byte(at), second = byte(at + 1);
    return little_ ? first | second << 8 : first << 8 | second;
  }
  [[nodiscard]] unsigned u32(std::size_t at) const {
    unsigned first = u16(at), second = u16(at + 2);
    return little_ ? first | second << 16 : first << 16 | second;
  }

private:
  [[nodiscard]] unsigned byte(std::size_t at) const { return at < bytes_.size() ? bytes_[at] : 0u; }
  std::span<const std::uint8_t> bytes_;
  bool little_;
};

}

Orientation exif_orientation(std::span<const std::uint8_t> exif) {
  using namespace std::string_view_literals;
  if (starts_with(exif, "Exif\0\0"sv)) exif = exif.subspan(6);
  if (!starts_with(exif, "II") && !starts_with(exif, "MM")) return {};
  Tiff tiff(exif);
  std::size_t directory = tiff.u32(4);
  unsigned entries = tiff.u16(directory);
  for (unsigned i = 0; i < entries; ++i) {
    std::size_t entry = directory + 2 + i * entry_size;
    if (entry + entry_size > exif.size()) break;
    if (tiff.u16(entry) == orientation_tag && tiff.u16(entry + 2) == type_short)
      return orientation_from_exif(tiff.u16(entry + 8));
  }
  return {};
}

}
