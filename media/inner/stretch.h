// The horizontal half of bilinear scaling, the one loop in drawing that libyuv does not have: its own scaler
// lays the first and last samples onto the first and last pixels, which shifts edges by up to half a pixel.
#pragma once

#include "media/inner/sampling.h"

#include <cstdint>
#include <span>

namespace sheaf::media {

/// Writes one sample of `sample_bytes` (1 or 4) per tap. Reads only the `width` samples of `row`. Any thread.
void stretch(const std::uint8_t *row, int width, int sample_bytes, std::span<const Tap> taps,
             std::uint8_t *out);

}
