// A picture in a format or size that screens are slow with becomes a JPEG or PNG: decoded in the sandboxed
// child, encoded here. One thread.
#pragma once

#include "base/result.h"
#include "board/loop.h"
#include "media/measurement.h"
#include "media/render_server.h"

#include <memory>
#include <string>

namespace sheaf::publisher {

class PictureMaker {
public:
  /// Errors: full.
  static Result<PictureMaker> start();

  struct Made {
    std::string bytes;
    const char *ending; // "jpg" or "png"
  };
  /// Upright, whole, on black where it is transparent, at most `most` (lying; a standing one is turned).
  /// Drawings (SVG) are drawn at `most`. Photographs become JPEG; PNG, SVG, GIF and what is transparent PNG.
  /// Errors: what the child says of the file; full.
  Result<Made> make(const std::string &path, const media::Measurement &m, Size most);

private:
  PictureMaker(std::unique_ptr<board::Loop> loop, std::unique_ptr<media::RenderServer> server)
      : loop_(std::move(loop)), server_(std::move(server)) {}
  std::unique_ptr<board::Loop> loop_;
  std::unique_ptr<media::RenderServer> server_;
};

}
