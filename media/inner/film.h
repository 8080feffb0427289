// The film role of a child: a file with moving pictures becomes frames and sound, as fast as the parent takes
// them. The child's main thread.
#pragma once

#include "media/inner/outlet.h"
#include "media/inner/protocol.h"
#include "media/inner/source.h"

#include <memory>

struct AVFrame;

namespace sheaf::media {

/// Makes whole pictures of interlaced ones. Lives in a module of its own (sheaf-deinterlace), which is loaded
/// before the sandbox closes, and only where it is needed: its library would cost every child memory and
/// time.
class Deinterlacer {
public:
  virtual ~Deinterlacer() = default;
  /// Takes a picture (null: there are no more) and gives the next whole one, which the caller owns; null
  /// where more is needed. A picture that cannot be filtered comes back as it is.
  virtual AVFrame *filter(AVFrame *picture) = 0;
};
using MakeDeinterlacer = Deinterlacer *(*)();
inline constexpr const char *make_deinterlacer_symbol = "sheaf_make_deinterlacer";

enum class Outcome { parent_gone, needs_deinterlacer };

/// Plays `source`: OpenedMessage, frames and sound, EndedMessage; then waits until the parent has gone. An
/// error is the caller's to tell.
[[nodiscard]] Result<Outcome> play_film(Source &source, const OpenMessage &wish, Outlet &outlet,
                                        MakeDeinterlacer deinterlacer);

}
