// Whether a decoded picture is black, by a grid of samples: what costs a few microseconds. Any thread.
#pragma once

#include "media/inner/av.h"

namespace sheaf::media {

/// 98 in 100 of 32 x 18 samples are darker than a tenth of the range between black and white, the measure of
/// FFmpeg's filter blackdetect. A picture in a format without samples in memory is not black.
bool is_black(const AVFrame &frame);

}
