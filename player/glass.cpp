#include "player/glass.h"

#include <SDL.h>
#include <SDL_syswm.h>
#include <cstdlib>
#include <string>

namespace sheaf::player {
namespace {

tl::unexpected<Error> sdl_failed(ErrorKind kind, const std::string &what) {
  return fail(kind, what + ": " + SDL_GetError());
}

void set_hints() {
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1"); // signals are ours
  SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
  SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "1");
  SDL_SetHint(SDL_HINT_APP_NAME, "Sheaf");
  // Nobody types text here. With a locale, X11 reads its table of 5,000 composed keys first (100 ms); without
  // an address, SDL starts a message bus of its own.
  ::setenv("LC_ALL", "C", 1);
  ::setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
}

// Left alone, SDL falls back to a screen that nobody sees. A board whose display is off must wait for it
// instead, and one whose window system is only starting must not take the console from it.
void choose_driver() {
  bool x11 = std::getenv("DISPLAY") != nullptr, wayland = std::getenv("WAYLAND_DISPLAY") != nullptr;
  const char *driver = x11 && wayland ? "x11,wayland" : x11 ? "x11" : wayland ? "wayland" : "KMSDRM";
  SDL_SetHint(SDL_HINT_VIDEODRIVER, driver); // the variable SDL_VIDEODRIVER, where it is set, goes before
}

// Where the window system takes pixels from memory, SDL's detour over a texture costs 7 to 12 times as much.
// The console (KMSDRM) has no such memory, and needs the texture.
void choose_framebuffer() {
  std::string driver = SDL_GetCurrentVideoDriver();
  if (driver != "KMSDRM" && driver != "wayland") SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
}

std::optional<Key> key_of(SDL_Keycode code) {
  switch (code) {
  case SDLK_ESCAPE:
    return Key::quit;
  case SDLK_SPACE:
    return Key::pause;
  case SDLK_RIGHT:
  case SDLK_DOWN:
    return Key::next;
  case SDLK_LEFT:
  case SDLK_UP:
    return Key::previous;
  default:
    return std::nullopt;
  }
}

}

Result<std::unique_ptr<Display>> Display::open() {
  set_hints();
  choose_driver();
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return sdl_failed(ErrorKind::absent, "there is no display");
  choose_framebuffer();
  return std::unique_ptr<Display>(new Display);
}

Display::~Display() { SDL_Quit(); }

const char *Display::driver() const { return SDL_GetCurrentVideoDriver(); }

Size Display::size(const Options &options) const {
  if (options.window) return *options.window;
  SDL_DisplayMode mode{};
  SDL_GetDesktopDisplayMode(0, &mode);
  return {mode.w, mode.h};
}

Result<std::unique_ptr<Glass>> Glass::open(const Display &display, const Options &options) {
  auto size = display.size(options);
  auto flags = options.window ? 0u : SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_BORDERLESS;
  auto *window = SDL_CreateWindow("Sheaf", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, size.width,
                                  size.height, flags);
  if (!window) return sdl_failed(ErrorKind::absent, "the display gives no window");
  if (options.kiosk || !options.window) SDL_ShowCursor(SDL_DISABLE);
  return std::unique_ptr<Glass>(new Glass(window));
}

Glass::~Glass() { SDL_DestroyWindow(window_); }

Size Glass::size() const {
  Size s;
  SDL_GetWindowSize(window_, &s.width, &s.height);
  return s;
}

Input Glass::input() {
  Input in;
  SDL_Event e;
  while (SDL_PollEvent(&e)) {
    if (e.type == SDL_QUIT) in.quit = true;
    if (e.type == SDL_KEYDOWN && !e.key.repeat)
      if (auto key = key_of(e.key.keysym.sym)) in.key = key;
    if (e.type == SDL_WINDOWEVENT)
      in.redraw |=
          e.window.event == SDL_WINDOWEVENT_EXPOSED || e.window.event == SDL_WINDOWEVENT_SIZE_CHANGED;
  }
  return in;
}

int Glass::input_fd() const {
#ifdef SDL_VIDEO_DRIVER_X11
  SDL_SysWMinfo info{};
  SDL_VERSION(&info.version);
  if (SDL_GetWindowWMInfo(window_, &info) && info.subsystem == SDL_SYSWM_X11)
    return ConnectionNumber(info.info.x11.display);
#endif
  return -1;
}

}
