// The presenter without a GPU: the CPU draws into the window's own memory, which SDL keeps for us and shows
// only when told. The screen's thread.
#pragma once

#include "base/result.h"
#include "player/inner/compose.h"
#include "player/presenter.h"

#include <map>
#include <memory>
#include <vector>

struct SDL_Window;

namespace sheaf::player {

/// `turns`: the whole screen, clockwise. Errors: refused (the window has no memory that can be drawn in).
Result<std::unique_ptr<Presenter>> make_soft_presenter(SDL_Window *window, QuarterTurns turns);

}
