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

/// The display, without a window yet.
class Display {
public:
  /// Errors: absent (no display now; try again).
  static Result<std::unique_ptr<Display>> open();
  Display(const Display &) = delete;
  Display &operator=(const Display &) = delete;
  ~Display(); // restores the screen
  /// "x11", "KMSDRM", "offscreen", …
  [[nodiscard]] const char *driver() const;
  /// Size of the window that these options ask for.
  [[nodiscard]] Size size(const Options &options) const;

private:
  Display() = default;
};

class Glass {
public:
  /// Opens the window. May take a tenth of a second: window managers are asked for the full screen, and do
  /// not answer. Errors: absent.
  static Result<std::unique_ptr<Glass>> open(const Display &display, const Options &options);
  Glass(const Glass &) = delete;
  Glass &operator=(const Glass &) = delete;
  ~Glass();

  [[nodiscard]] SDL_Window *window() const { return window_; }
  [[nodiscard]] Size size() const;
  /// Takes in what keyboard, mouse and window system have said. Never blocks.
  Input input();
  /// A descriptor that tells when input waits; -1 where the video driver has none.
  [[nodiscard]] int input_fd() const;

private:
  explicit Glass(SDL_Window *window) : window_(window) {}
  SDL_Window *window_;
};

}
