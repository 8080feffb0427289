#include "board/clock.h"
#include "player/sound.h"

#include <SDL.h>
#include <string>

namespace sheaf::player {
namespace {

constexpr int device_rate = 48000, device_channels = 2, period = 1024;
// The buffer that is being filled is heard after the one that is playing.
constexpr Duration latency = Duration(1'000'000'000ll * period / device_rate);

void fill(void *mixer, Uint8 *bytes, int count) {
  auto frames = static_cast<std::size_t>(count) / (sizeof(float) * device_channels);
  static_cast<Mixer *>(mixer)->mix(static_cast<float *>(static_cast<void *>(bytes)), frames,
                                   board::steady_now() + latency);
}

class SdlDevice final : public SoundDevice {
public:
  explicit SdlDevice(SDL_AudioDeviceID id) : id_(id) { SDL_PauseAudioDevice(id_, 0); }
  ~SdlDevice() override {
    SDL_CloseAudioDevice(id_);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
  }

private:
  SDL_AudioDeviceID id_;
};

// SDL keeps an error text per thread, and frees it only for threads of its own.
struct ForgetErrors {
  ~ForgetErrors() { SDL_TLSCleanup(); }
};

}

Result<std::unique_ptr<SoundDevice>> open_sound_device(Mixer &mixer) {
  ForgetErrors forget;
  if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
    return fail(ErrorKind::absent, std::string("there is no sound: ") + SDL_GetError());
  SDL_AudioSpec wanted{};
  wanted.freq = device_rate;
  wanted.format = AUDIO_F32SYS;
  wanted.channels = device_channels;
  wanted.samples = period;
  wanted.callback = fill;
  wanted.userdata = &mixer;
  auto id = SDL_OpenAudioDevice(nullptr, 0, &wanted, nullptr, 0); // SDL converts to whatever the device has
  if (id) return std::unique_ptr<SoundDevice>(new SdlDevice(id));
  auto error = fail(ErrorKind::absent, std::string("the sound device cannot be opened: ") + SDL_GetError());
  SDL_QuitSubSystem(SDL_INIT_AUDIO);
  return error;
}

}
