// Reads one thing from EXIF: which way up the camera was held. Any thread.
#pragma once

#include "media/inner/orientation.h"

#include <span>

namespace sheaf::media {

/// `exif` is a TIFF header and directory (JEITA CP-3451, 4.5), with or without "Exif\0\0" before it.
/// Anything unreadable is upright: a wrong tag is no reason not to show a picture.
Orientation exif_orientation(std::span<const std::uint8_t> exif);

}
