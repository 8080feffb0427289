// Plays files through the real fork server, as a player does but as fast as they come, and keeps what it was
// given. Tests and tools; one thread.
#pragma once

#include "base/colour.h"
#include "media/png.h"
#include "media/render_server.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::media {

struct PlayWish {
  Size box{1920, 1080};
  Fit fit = Fit::contain;
  Duration still{};
  bool sound = false, pixels = true;
  Colour ground{};         // what pictures are drawn on
  bool hold = false;       // keep four frames, as if they waited for the screen
  Duration patience = 30s; // without any news
  std::shared_ptr<const Seal> seal = {};
};

struct Seen {
  Duration pts{}, duration{};
  PixelFormat format = PixelFormat::bgra;
  Matrix matrix = Matrix::bt709;
  bool full_range = false, opaque = true;
  Size size, shape; // stored
  QuarterTurns turns = QuarterTurns::none;
  bool as_decoded = false; // it lies as a decoder laid it out: nobody has copied it
  OwnedPicture picture;    // upright, as large as stored; empty where no pixels were wanted
};

struct Played {
  std::optional<ItemFacts> facts;
  std::vector<Seen> frames;
  std::vector<float> sound; // from the item's sample 0, stereo
  std::optional<ItemEnd> end;
  std::optional<Error> failure;
  std::optional<std::uint64_t> damaged;
  bool gave_up = false;        // nothing came for too long
  std::set<const void *> laid; // places that frames lay in
};

/// What a medium must be that is these bytes.
std::shared_ptr<const Seal> seal_of(std::string_view bytes);

class Stage {
public:
  explicit Stage(const std::string &program, RenderLimits limits = {});
  ~Stage();

  /// Until the end, a failure, or nothing for too long.
  Played play(const std::string &path, const PlayWish &wish = {});
  Played play(Fd medium, const PlayWish &wish = {});
  /// Lets the loop turn for `time`.
  void wait(Duration time);

private:
  std::unique_ptr<board::Loop> loop_;
  std::unique_ptr<RenderServer> server_;
};

}
