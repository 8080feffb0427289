// What of a screen must be drawn again. Plain arithmetic. Any thread.
#pragma once

#include "player/scene.h"

#include <span>

namespace sheaf::player {

/// What a layer covers of a logical screen of that size: its target within its clip.
Rect area(const Layer &layer, Size screen);

/// One rectangle (logical) around all that differs when a `screen` that shows `before` is to show `after`,
/// and the surfaces in `changed` have new pictures. Layers count as the same at the front or back end of both
/// lists; whatever lies between is drawn again. Empty: nothing to draw.
Rect damage(const Scene &before, const Scene &after, std::span<const Surface> changed, Size screen);

}
