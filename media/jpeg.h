// JPEG of trusted pixels. Files of others are decoded in the child. Any thread.
#pragma once

#include "base/result.h"
#include "media/png.h"

namespace sheaf::media {

/// A baseline JPEG: a progressive one costs a screen memory. `quality`: 1 ... 100, as libjpeg counts; from 90
/// on chroma has its full size, so that letters keep their edges. Errors: full; refused (a side over 65,500).
Result<std::string> encode_jpeg(const OwnedPicture &picture, int quality);

}
