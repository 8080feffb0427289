// Waiting for a render child, from a program that has nothing else to do meanwhile.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "board/loop.h"
#include "media/rendering.h"

#include <functional>

namespace sheaf::publisher {

/// Receives what the child tells until `done()`, which is asked after each look at it. The thread of `loop`.
/// Errors: corrupt, where nothing new has come from the child for longer than `silence`.
Result<void> wait_for(media::Rendering &rendering, board::Loop &loop, Duration silence,
                      const std::function<bool()> &done);

}
