#include "player/sounding.h"

#include "board/log.h"
#include "playlist/loudness.h"

#include <cmath>

namespace sheaf::player {

void Sounding::follow(const Showing *on, bool paused) {
  if (volume_ == 0) return;
  bool same = on == heard_ && (!on || on->origin == heard_origin_) && sounding_ != paused;
  if (same) return;
  heard_ = on;
  heard_origin_ = on ? on->origin : Steady{};
  sounding_ = !paused;
  auto samples = on && on->rendering && sounding_ ? on->rendering->samples() : nullptr;
  if (samples) want_device();
  mixer_.play(std::move(samples), heard_origin_, gain_for(volume_, on ? on->item.get() : nullptr));
}

float gain_for(int volume, const Item *item) {
  auto part = static_cast<double>(volume_for(volume, item)) / 100;
  auto decibels = item && item->wish.loudness ? playlist::gain_db(*item->wish.loudness) : 0;
  return static_cast<float>(part * std::pow(10, decibels / 20));
}

void Sounding::want_device() {
  if (std::exchange(device_asked_, true)) return;
  auto made = std::make_shared<Result<std::unique_ptr<SoundDevice>>>(fail(ErrorKind::absent, ""));
  worker_.post([this, made] { *made = open_sound_device(mixer_); },
               [this, made] {
                 if (*made)
                   device_ = std::move(**made);
                 else
                   board::log(board::Level::warning, made->error().text + "; films play without sound");
               });
}

}
