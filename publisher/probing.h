// What a file is, found by the sandboxed child that would show it on a screen. One thread.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "board/loop.h"
#include "media/render_server.h"
#include "playlist/manifest.h"

#include <memory>
#include <optional>
#include <string>

namespace sheaf::publisher {

struct Facts {
  playlist::ItemKind kind = playlist::ItemKind::still;
  std::optional<Duration> duration; // of a film
};

class Prober {
public:
  /// Errors: full; absent (sheaf-render is not beside this program).
  static Result<Prober> start();
  /// Its first picture was made, or it is refused: with what the child says. A film whose container does not
  /// tell its duration is read to its end.
  Result<Facts> probe(const std::string &path);

private:
  Prober(std::unique_ptr<board::Loop> loop, std::unique_ptr<media::RenderServer> server)
      : loop_(std::move(loop)), server_(std::move(server)) {}
  std::unique_ptr<board::Loop> loop_;
  std::unique_ptr<media::RenderServer> server_;
};

}
