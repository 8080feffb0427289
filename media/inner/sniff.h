// What a medium is, by its first bytes; its name does not count. No decoder is asked. Values only: any
// thread.
#pragma once

#include <cstdint>
#include <span>

namespace sheaf::media {

enum class MediaType {
  nothing, // an empty file
  jpeg,
  png,
  apng, // a PNG that moves
  webp, // still or moving
  avif, // still or moving
  tiff,
  svg,
  gif,
  text, // a playlist of films (HLS, ffconcat) or any other text: never played, whatever a demuxer makes of it
  film, // anything else: FFmpeg has to know
};

/// As people read it: "a JPEG picture", "a text, not a film", … Never fails.
const char *name(MediaType type);

/// Looks at the first `sniffed` bytes of a file at most. Fewer are enough only where the file is as short.
MediaType sniff(std::span<const std::uint8_t> head);
constexpr std::size_t sniffed = 4096;

}
