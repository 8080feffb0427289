#include "publisher/rendering_wait.h"

#include "board/clock.h"

#include <algorithm>

namespace sheaf::publisher {

Result<void> wait_for(media::Rendering &rendering, board::Loop &loop, Duration silence,
                      const std::function<bool()> &done) {
  constexpr Duration look_again = 5ms;
  auto started = board::steady_now();
  for (auto now = started;; now = loop.turn(now + look_again).steady) {
    rendering.receive(now);
    if (done()) return {};
    if (now - std::max(rendering.last_news, started) > silence)
      return fail(ErrorKind::corrupt, "opening it does not come to an end");
  }
}

}
