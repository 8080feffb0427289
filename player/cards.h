// What stands on the screen when no item does: drawn ahead, so that it is there at once. The card of a
// waiting screen holds words of others, so it is drawn by a sandboxed child; where that cannot be, a built-in
// picture stands in. The screen's thread.
#pragma once

#include "board/worker.h"
#include "media/render_server.h"
#include "player/supply.h"

#include <optional>

namespace sheaf::player {

class Cards {
public:
  static constexpr Duration patience = 15s; // with the child: at the start of a slow board all is slow

  struct Wish {
    CardKind kind = CardKind::bare;
    ScreenFacts facts;
    Size screen;
    bool operator==(const Wish &) const = default;
  };
  Cards(board::Worker &worker, media::RenderServer &decoders) : worker_(worker), decoders_(decoders) {}

  /// Begins to draw, unless that is being drawn, or was drawn last.
  void want(const Wish &wish, Steady now);
  /// The picture, once, when it is there.
  std::optional<media::Frame> take(Steady now);

private:
  void draw(Steady now);
  void read_built_in();
  board::Worker &worker_;
  media::RenderServer &decoders_;
  std::optional<Wish> wish_;
  unsigned turn_ = 0; // counts the wishes: a late answer is another's
  std::unique_ptr<media::Rendering> rendering_;
  Steady asked_{};
  std::optional<media::Frame> ready_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true); // for answers that outlive us
};

}
