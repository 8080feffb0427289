// How a scene gets onto the glass. The screen's thread.
#pragma once

#include "media/png.h"
#include "media/rendering.h"
#include "player/scene.h"

namespace sheaf::player {

class Presenter {
public:
  virtual ~Presenter() = default;
  /// "soft", …
  [[nodiscard]] virtual const char *name() const = 0;
  /// The logical screen: the glass, turned upright.
  [[nodiscard]] virtual Size screen() const = 0;
  /// The whole screen is turned otherwise from the next prepare() on.
  virtual void turn(QuarterTurns turns) = 0;
  /// `surface` shows `frame` from the next prepare() on. May be called early; nothing is visible before
  /// present().
  virtual void upload(Surface surface, media::Frame frame) = 0;
  virtual void drop(Surface surface) = 0;
  /// Draws `scene`, unseen. Only what differs from the last scene, and the surfaces uploaded since, are
  /// drawn.
  virtual void prepare(const Scene &scene) = 0;
  /// Puts on the glass what was prepared; returns when it is handed over.
  virtual void present() = 0;
  /// A copy of what is on the glass, as the viewer's eyes have it (not turned back). Between present() and
  /// the next prepare() only.
  [[nodiscard]] virtual media::OwnedPicture snapshot() = 0;
  /// The window was uncovered or has another size: all is drawn and shown anew.
  virtual void redraw() = 0;
};

}
