// SDL's window and input. The screen's thread.
#pragma once

#include "base/geometry.h"
#include "base/result.h"
#include "player/options.h"

#include <memory>
#include <optional>

struct SDL_Window;

namespace sheaf::player {

enum class Key { quit, pause, next, previous };

struct Input {
  bool quit = false;      // the window was closed
  bool redraw = false;    // uncovered, or of another size
  std::optional<Key> key; // the last one pressed
};

class Glass {
public:
  /// Opens the display and a window on it. Errors: absent (no display now; try again), refused.
  static Result<std::unique_ptr<Glass>> open(const Options &options);
  Glass(const Glass &) = delete;
  Glass &operator=(const Glass &) = delete;
  ~Glass(); // restores the screen

  [[nodiscard]] SDL_Window *window() const { return window_; }
  [[nodiscard]] Size size() const;
  /// Takes in what keyboard, mouse and window system have said. Never blocks.
  Input input();
  /// A descriptor that tells when input waits; -1 where the video driver has none.
  [[nodiscard]] int input_fd() const;
  /// "x11", "KMSDRM", "offscreen", …
  [[nodiscard]] const char *driver() const;

private:
  explicit Glass(SDL_Window *window) : window_(window) {}
  SDL_Window *window_;
};

}
