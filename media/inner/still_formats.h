// One decoder per format, each with the contract of decode_still.
#pragma once

#include "media/inner/still.h"

namespace sheaf::media {

Result<void> decode_jpeg(Source &source, const StillWish &wish, StillSink &sink);
Result<void> decode_png(Source &source, const StillWish &wish, StillSink &sink);
Result<void> decode_webp(Source &source, const StillWish &wish, StillSink &sink);
Result<void> decode_avif(Source &source, const StillWish &wish, StillSink &sink);
Result<void> decode_tiff(Source &source, const StillWish &wish, StillSink &sink);
Result<void> decode_svg(Source &source, const StillWish &wish, StillSink &sink);

}
