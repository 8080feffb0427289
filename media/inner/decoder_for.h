// Which of FFmpeg's decoders is used for a codec. Any thread.
#pragma once

#include "media/inner/av.h"

namespace sheaf::media {

/// The first that may be used (allowed.h), in the order of FFmpeg's own preference; null where there is none.
const AVCodec *decoder_for(AVCodecID id);

}
