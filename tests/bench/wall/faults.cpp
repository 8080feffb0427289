// A "player" whose faults are known, so that what watch and report.py say of it can be checked. Draws the
// code of clips itself: a film (clip 1, 60 frames), a still of a second (clip 2), a film (clip 3, 60 frames),
// 30 frames a second, on time but for the fault that the last argument names:
//   clean | drop: frame 30 of clip 1 never comes | late: it comes 50 ms late | black: 100 ms before each next
//   item orphan: a process that nobody waits for uses 500 ms of CPU time and 64 MiB
#include <SDL.h>
#include <chrono>
#include <cstring>
#include <ctime>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

void draw(SDL_Window *window, unsigned clip, unsigned frame) {
  auto *surface = SDL_GetWindowSurface(window);
  SDL_FillRect(surface, nullptr, SDL_MapRGB(surface->format, 60, 60, 60));
  const unsigned rows[] = {clip, frame >> 8, frame & 255, ~clip, ~(frame >> 8), ~frame};
  for (int y = 0; y < 6; ++y)
    for (int x = 0; x < 8; ++x) {
      SDL_Rect cell{surface->w * (30 + 5 * x) / 100, surface->h * (35 + 5 * y) / 100, surface->w / 20 + 1,
                    surface->h / 20 + 1};
      Uint8 grey = rows[y] >> (7 - x) & 1 ? 255 : 0;
      SDL_FillRect(surface, &cell, SDL_MapRGB(surface->format, grey, grey, grey));
    }
}

void leave_an_orphan() {
  if (::fork() != 0) return;
  if (::fork() != 0) ::_exit(0);
  std::vector<char> held(64 << 20);
  std::memset(held.data(), 1, held.size());
  while (std::clock() < CLOCKS_PER_SEC / 2) {
  }
  std::this_thread::sleep_for(1s);
  ::_exit(held[4096] != 1);
}

}

int main(int argc, char **argv) {
  std::string fault = argv[argc - 1];
  if (fault == "orphan") leave_an_orphan(); // before there are threads
  SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return 2;
  auto *window = SDL_CreateWindow("faults", 0, 0, 0, 0, SDL_WINDOW_FULLSCREEN_DESKTOP);
  for (auto until = Clock::now() + 500ms; Clock::now() < until; SDL_Delay(10)) SDL_PumpEvents(); // it settles
  auto due = Clock::now();
  for (unsigned clip = 1; clip <= 3; ++clip) {
    if (fault == "black" && clip > 1) {
      auto *surface = SDL_GetWindowSurface(window);
      SDL_FillRect(surface, nullptr, 0);
      std::this_thread::sleep_until(due);
      SDL_UpdateWindowSurface(window);
      due += 100ms;
    }
    for (unsigned frame = 0; frame < (clip == 2 ? 1 : 60); ++frame) {
      bool marked = clip == 1 && frame == 30;
      auto at = due + frame * 1000000us / 30 + (marked && fault == "late" ? 50ms : 0ms);
      if (marked && fault == "drop") continue;
      draw(window, clip, frame);
      SDL_PumpEvents();
      std::this_thread::sleep_until(at);
      SDL_UpdateWindowSurface(window);
    }
    due += clip == 2 ? 1s : 2s;
  }
  std::this_thread::sleep_until(due);
  SDL_Quit();
}
