// A picture of a file as a screen would show it, made by the sandboxed child. One thread.
#pragma once

#include "board/loop.h"
#include "media/pixels.h"
#include "media/png.h"
#include "media/render_server.h"

#include <memory>
#include <string>

namespace sheaf::publisher {

class Pictures {
public:
  /// Errors: full; absent (sheaf-render is not beside this program).
  static Result<Pictures> start();

  /// All of the picture in a box, black around it. Of a film one some seconds in that is not black, if there
  /// is any. Errors: what the child says.
  Result<media::OwnedPicture> of(const std::string &path, Size box);

private:
  Pictures(std::unique_ptr<board::Loop> loop, std::unique_ptr<media::RenderServer> server)
      : loop_(std::move(loop)), server_(std::move(server)) {}
  std::unique_ptr<board::Loop> loop_;
  std::unique_ptr<media::RenderServer> server_;
  media::Scratch scratch_;
};

/// The same in a smaller box of the same shape.
media::OwnedPicture smaller(const media::OwnedPicture &picture, Size box);

}
