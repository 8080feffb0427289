#include "media/inner/still.h"
#include "media/inner/still_formats.h"

#include <new>

namespace sheaf::media {

namespace {

Result<void> decode(StillType type, Source &source, const StillWish &wish, StillSink &sink) {
  switch (type) {
  case StillType::jpeg:
    return decode_jpeg(source, wish, sink);
  case StillType::png:
    return decode_png(source, wish, sink);
  case StillType::webp:
    return decode_webp(source, wish, sink);
  case StillType::avif:
    return decode_avif(source, wish, sink);
  case StillType::tiff:
    return decode_tiff(source, wish, sink);
  case StillType::svg:
    return decode_svg(source, wish, sink);
  }
  return fail(ErrorKind::unsupported, "no decoder for this kind of picture; save it as JPEG or PNG");
}

}

// The sandbox limits the address space, so memory does run out here, and that is the picture's fault.
Result<void> decode_still(StillType type, Source &source, const StillWish &wish, StillSink &sink) {
  try {
    return decode(type, source, wish, sink);
  } catch (const std::bad_alloc &) {
    return fail(ErrorKind::refused, "the picture needs more memory than is allowed; save it smaller");
  }
}

}
