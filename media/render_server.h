// The parent's side of sheaf-render: keeps a fork server running, and makes a sandboxed child per item from
// it. The thread of the loop that it watches in.
#pragma once

#include "base/bytes.h"
#include "base/fd.h"
#include "board/loop.h"
#include "media/rendering.h"

#include <memory>
#include <string>

namespace sheaf::media {

struct RenderLimits {
  Bytes memory{1ull << 30}; // address space that children may add, all together
  unsigned threads = 2;     // that a decoder may use
};

class RenderServer {
public:
  virtual ~RenderServer() = default; // ends every child

  /// Opens a medium. Always gives a rendering; what goes wrong is told by it.
  virtual std::unique_ptr<Rendering> open(Fd medium, const RenderWish &wish) = 0;
};

/// `program`: path of sheaf-render. It is started at once, and again whenever it has gone (at most once a
/// second).
std::unique_ptr<RenderServer> start_render_server(std::string program, RenderLimits limits,
                                                  board::Loop &loop);

}
