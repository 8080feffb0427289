// The picture of one zone: what is seen, what it fades in over, and the next change of it. Knows no item and
// no timeline. The screen's thread.
#pragma once

#include "media/rendering.h"
#include "player/scene.h"

#include <optional>
#include <utility>
#include <vector>

namespace sheaf::player {

/// A change of what is seen: frames to upload, then the layers, at `due`.
struct Change {
  Steady due{};
  std::vector<std::pair<Surface, media::Frame>> uploads;
  std::vector<Layer> layers;
  std::vector<Surface> drops; // not needed any more once this is presented
};

class Layers {
public:
  /// `surface`: the first of two that may be used; `idle`: the one that shows the built-in card.
  Layers(Surface surface, Surface idle, Fit fit) : surface_(surface), idle_(idle), fit_(fit) {}

  /// Where on the logical screen from now on.
  void place(Rect zone);
  /// Something is seen.
  [[nodiscard]] bool any() const { return on_.has_value(); }

  // Each fills in what is seen from `change.due` on; then presented() is called before the next.
  /// The next picture of what is on.
  void frame(Change &change, media::Frame frame);
  /// Another item, over what is on in `fade` (zero: a cut).
  void cut(Change &change, media::Frame frame, Duration fade, std::optional<Fit> fit = {});
  /// The built-in card, of size `card`.
  void idle(Change &change, Size card);
  /// The next step of a fade, or the same picture in another place.
  void tick(Change &change);

  /// The change that was due at `due` is on the glass since `at`.
  void presented(Steady at, Steady due);
  /// The change that was filled in last is never presented.
  void give_up();
  /// What is on stands alone from the next tick() on.
  void end_fade();
  /// When tick() is to be seen next; nothing where nothing moves.
  [[nodiscard]] std::optional<Steady> tick_due() const;
  /// Time stood still that long.
  void shift(Duration stopped);

private:
  enum class Next { same, cut, idle };
  struct Shown {
    Surface surface = 0;
    Size shape; // of the stored picture
    QuarterTurns turns = QuarterTurns::none;
    Fit fit = Fit::contain;
  };
  [[nodiscard]] Layer layer(const Shown &shown) const;
  static Shown take(Change &change, media::Frame frame, Surface surface, Fit fit);
  void blend(Change &change);
  void let_go(Change &change);

  Surface surface_, idle_;
  Fit fit_;
  Rect zone_;
  bool moved_ = false;              // the zone is another than when the layers were made
  bool second_ = false;             // which of the two surfaces is on
  std::optional<Shown> on_, below_; // what is seen, and what it fades in over
  Duration fade_{};
  Steady fade_end_{}, last_{}; // last_: since when the last change is on the glass
  // the change that is on its way
  std::optional<Shown> next_;
  Next how_ = Next::same;
  Duration next_fade_{};
  bool ends_fade_ = false;
  std::vector<Surface> left_; // have a picture that nobody will see
};

/// The layer that shows a picture of `shape`, stored with `turns` missing, in `zone`.
Layer layer_for(Size shape, QuarterTurns turns, Rect zone, Fit fit, Surface surface);

}
