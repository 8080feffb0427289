// What is heard goes with what is on: opens the sound device when something is to be heard for the first
// time. The screen's thread.
#pragma once

#include "board/worker.h"
#include "player/showing.h"
#include "player/sound.h"

namespace sheaf::player {

class Sounding {
public:
  /// `volume`: the screen's, percent; 0 is silence, whatever an item asks for.
  Sounding(int volume, board::Worker &worker) : volume_(volume), worker_(worker) {}
  /// `on`: what is on the air; null: nothing.
  void follow(const Showing *on, bool paused);
  /// Closes the device. What the worker still opens is closed by calling it again after its answer.
  void end() { device_.reset(); }

private:
  void want_device();
  int volume_;
  board::Worker &worker_;
  Mixer mixer_;
  std::unique_ptr<SoundDevice> device_; // made by the worker, taken over by an answer
  bool device_asked_ = false;
  const Showing *heard_ = nullptr;
  Steady heard_origin_{};
  bool sounding_ = false;
};

/// How loud an item is on a screen of `volume` percent: what it asks for, unless the screen is silent.
constexpr int volume_for(int volume, const Item *item) {
  return volume > 0 && item ? item->wish.volume.value_or(volume) : volume;
}

/// What an item's samples are multiplied with: its volume, and what brings its loudness to that of all others
/// (playlist/loudness.h).
float gain_for(int volume, const Item *item);

}
