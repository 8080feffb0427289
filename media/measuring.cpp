#include "media/measuring.h"

#include "board/clock.h"
#include "media/inner/allowed.h"

#include <algorithm>
#include <sys/stat.h>

namespace sheaf::media {
namespace {

constexpr Duration patience = 120s; // without getting on
constexpr Duration look_again = 50ms;

std::uint64_t rate_of(std::uint64_t bytes, Duration time) {
  return time > Duration::zero() ? static_cast<std::uint64_t>(static_cast<double>(bytes) * 8 / seconds(time))
                                 : 0;
}

// What the parent knows better than its child.
Measurement completed(Measurement m, std::uint64_t size) {
  m.size = size;
  if (m.duration) m.picture.bit_rate = rate_of(size, *m.duration);
  return m;
}

}

Result<Measurement> measure(RenderServer &server, board::Loop &loop, Fd medium,
                            const std::function<void(double)> &progress, Bytes still_memory) {
  struct stat s {};
  if (::fstat(medium.get(), &s) != 0) return fail(ErrorKind::transient, "it cannot be read");
  RenderWish wish{.box = {64, 64}, .sound = true, .measure = true, .still_memory = still_memory};
  auto rendering = server.open(std::move(medium), wish);
  double part = 0;
  auto moved = board::steady_now();
  for (auto now = moved;; now = loop.turn(now + look_again).steady) {
    rendering->receive(now);
    if (rendering->measured) return completed(*rendering->measured, static_cast<std::uint64_t>(s.st_size));
    if (rendering->failure) return fail(*rendering->failure);
    if (rendering->measured_part > part) {
      part = rendering->measured_part, moved = now;
      if (progress) progress(part);
    }
    if (now - moved > patience) return fail(ErrorKind::corrupt, "reading it does not come to an end");
  }
}

const char *opened_formats() { return allowed_formats; }
const char *opened_codecs() { return allowed_codecs; }

}
