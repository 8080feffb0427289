#include "player/sound.h"

#include <atomic>
#include <cmath>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

using namespace sheaf;
using namespace sheaf::player;

namespace {

constexpr double rate = 48000;
constexpr std::size_t block = 1024;
constexpr Duration one_block(1'000'000'000ll * 1024 / 48000);

Duration frames(double n) { return Duration(static_cast<std::int64_t>(std::llround(n * 1e9 / rate))); }

/// Sound by formula, and what was asked of it.
class Formula final : public media::Samples {
public:
  explicit Formula(std::function<float(std::uint64_t)> f, std::uint64_t length = ~0ull)
      : f_(std::move(f)), length_(length) {}
  std::size_t read(std::uint64_t from, float *into, std::size_t count) override {
    reads.push_back(from);
    for (std::size_t i = 0; i < count; ++i)
      into[2 * i] = into[2 * i + 1] = from + i < length_ ? f_(from + i) : 0;
    return count;
  }
  std::vector<std::uint64_t> reads;

private:
  std::function<float(std::uint64_t)> f_;
  std::uint64_t length_;
};

std::shared_ptr<Formula> constant(float value) {
  return std::make_shared<Formula>([value](auto) { return value; });
}
/// Each sample tells its own number, within 2^20.
std::shared_ptr<Formula> ramp() {
  return std::make_shared<Formula>([](auto n) { return float(n % (1 << 20)) / (1 << 20); });
}
float sine(double n, double hertz) { return float(0.9 * std::sin(2 * M_PI * hertz * n / rate)); }
std::shared_ptr<Formula> tone(double hertz) {
  return std::make_shared<Formula>([hertz](auto n) { return sine(double(n), hertz); });
}

/// The device: asks for block after block, and keeps the left channel.
struct Device {
  Mixer mixer;
  Steady heard = Steady(100s);
  double clock = 1; // of the device, against the steady one
  std::vector<float> out;

  void run(int blocks, std::size_t count = block) {
    std::vector<float> into(count * 2);
    for (int i = 0; i < blocks; ++i) {
      mixer.mix(into.data(), count, heard);
      for (std::size_t k = 0; k < count; ++k) {
        ASSERT_EQ(into[2 * k], into[2 * k + 1]);
        out.push_back(into[2 * k]);
      }
      heard += frames(double(count) / clock);
    }
  }
  [[nodiscard]] float largest_step(std::size_t from = 0) const {
    float most = 0;
    for (auto i = std::max<std::size_t>(from, 1); i < out.size(); ++i)
      most = std::max(most, std::abs(out[i] - out[i - 1]));
    return most;
  }
};

// 0.9 at 440 Hz moves by 0.052 from sample to sample; a fade over 240 samples adds 0.004.
constexpr float tone_step = 0.06f;

}

TEST(Mixer, SilenceWhereNothingIsPlayed) {
  Device device;
  device.run(2);
  for (auto s : device.out) ASSERT_EQ(s, 0);
}

TEST(Mixer, InStepItIsExactToTheSample) {
  Device device;
  device.mixer.play(ramp(), device.heard - frames(4800), 1);
  device.run(50);
  for (std::size_t i = 240; i < device.out.size(); ++i) // after the fade in
    ASSERT_EQ(device.out[i], float((4800 + i) % (1 << 20)) / (1 << 20));
}

TEST(Mixer, SoundBeginsWithItsPicture) {
  Device device;
  device.mixer.play(constant(0.5), device.heard + frames(3000), 1);
  device.run(5);
  EXPECT_EQ(device.out[2999], 0);
  EXPECT_EQ(device.out[3001], 0.5);
}

TEST(Mixer, GainIsApplied) {
  Device device;
  device.mixer.play(constant(0.5), device.heard - 1s, 0.3f);
  device.run(2);
  EXPECT_FLOAT_EQ(device.out.back(), 0.15f);
}

TEST(Mixer, TheSumStaysWithinBounds) {
  Device device;
  device.mixer.play(constant(1), device.heard - 1s, 1);
  device.run(2);
  device.mixer.play(constant(1), device.heard - 1s, 1);
  device.run(2);
  for (auto s : device.out) ASSERT_LE(std::abs(s), 1);
}

// The device's clock is off: the sound follows the picture, and its pitch changes by no more than can be
// heard.
TEST(Mixer, ADriftOfTheDeviceIsFollowed) {
  for (double drift : {-0.003, -0.0005, 0.0005, 0.003}) {
    SCOPED_TRACE(drift);
    Device device;
    auto saw = std::make_shared<Formula>([](auto n) { return float(n % 4096) / 4096; });
    device.clock = 1 + drift;
    auto origin = device.heard - 1s;
    device.mixer.play(saw, origin, 1);
    device.run(5000);
    for (std::size_t i = 1000; i < device.out.size(); ++i) {
      auto before = device.out[i - 1], after = device.out[i];
      if (before > 0.99 || after < 0.01) continue; // near its jumps
      ASSERT_NEAR(double(after - before) * 4096, 1, 0.0052) << i;
    }
    double wanted = seconds(device.heard - origin) * rate - block / device.clock;
    EXPECT_NEAR(double(saw->reads.back()), wanted, 0.012 * rate);
  }
}

TEST(Mixer, ADriftIsFollowedWithoutClicks) {
  for (double drift : {-0.003, 0.003}) {
    Device device;
    device.clock = 1 + drift;
    device.mixer.play(tone(440), device.heard - 1s, 1);
    device.run(3000);
    EXPECT_LE(device.largest_step(), tone_step);
  }
}

TEST(Mixer, AfterABendItIsExactToTheSampleAgain) {
  Device device;
  auto origin = device.heard - 1s;
  device.mixer.play(ramp(), origin, 1);
  device.run(10);
  device.heard += frames(700); // 15 ms
  device.run(600);
  auto last = double(device.out.back()) * (1 << 20);
  EXPECT_EQ(last, std::round(last));
  auto expected = seconds(device.heard - origin) * rate - 1;
  EXPECT_NEAR(last, expected, 60);
}

TEST(Mixer, UnevenCallbacksAreNotFollowed) {
  Device device;
  auto sound = ramp();
  device.mixer.play(sound, device.heard - 1s, 1);
  for (int i = 0; i < 500; ++i) {
    auto steady = device.heard;
    device.heard += std::chrono::milliseconds(i * 7 % 13 - 6);
    device.run(1);
    device.heard = steady + one_block;
  }
  for (std::size_t i = 300; i < device.out.size(); ++i)
    ASSERT_NEAR(double(device.out[i] - device.out[i - 1]) * (1 << 20), 1, 0.001);
}

TEST(Mixer, ALeapIsFadedOutAndIn) {
  for (auto by : {150ms, 5000ms, -150ms}) {
    Device device;
    auto origin = device.heard - 10s;
    device.mixer.play(tone(440), origin, 1);
    device.run(10);
    device.heard += by;
    auto leapt = device.out.size();
    device.run(10);
    EXPECT_LE(device.largest_step(), tone_step);
    double number = seconds(device.heard - origin) * rate - 1;
    EXPECT_NEAR(device.out.back(), sine(std::round(number), 440), 0.06);
    EXPECT_LE(device.out.size() - leapt, 10 * block);
  }
}

TEST(Mixer, CutsPausesAndLoopsDoNotClick) {
  Device device;
  device.mixer.play(tone(440), device.heard - 1s, 1);
  device.run(10);
  device.mixer.play(tone(330), device.heard, 1); // a cut
  device.run(10);
  device.mixer.play(nullptr, {}, 1); // a pause
  device.run(10);
  EXPECT_EQ(device.out.back(), 0);
  device.mixer.play(tone(330), device.heard - 1s, 1); // its end
  device.run(10);
  auto loop = std::make_shared<Formula>([](auto n) { return sine(double(n) + 30, 440); }, 4800);
  for (int i = 0; i < 20; ++i) {
    device.mixer.play(loop, device.heard - frames(300), 1);
    device.run(3);
  }
  EXPECT_LE(device.largest_step(), 2 * tone_step); // two tones cross while one fades into the other
}

TEST(Mixer, ShortBlocksDoNotBreakAFadeOff) {
  Device device;
  device.mixer.play(constant(0.8f), device.heard - 1s, 1);
  device.run(20, 64);
  for (int i = 0; i < 30; ++i) {
    device.mixer.play(i % 2 ? constant(0.8f) : nullptr, device.heard - 1s, 1);
    device.run(1, 64);
  }
  device.run(20, 64);
  EXPECT_LE(device.largest_step(), 0.01f);
}

TEST(Mixer, WhatIsOverIsLetGo) {
  Device device;
  auto first = constant(0.1f);
  device.mixer.play(first, device.heard, 1);
  device.run(2);
  device.mixer.play(nullptr, {}, 1);
  device.run(4);
  device.mixer.play(nullptr, {}, 1); // what mix() is done with is deleted here, never on its own thread
  EXPECT_EQ(first.use_count(), 1);
}

TEST(Mixer, SamplesAreReadOnwards) {
  Device device;
  auto sound = ramp();
  device.clock = 1.003;
  device.mixer.play(sound, device.heard - 1s, 1);
  device.run(500);
  EXPECT_TRUE(std::is_sorted(sound->reads.begin(), sound->reads.end()));
}

// One thread asks for sound while the other changes it: for ThreadSanitizer, above all.
TEST(Mixer, TwoThreads) {
  std::atomic<bool> stop = false;
  Mixer mixer;
  std::vector<std::weak_ptr<media::Samples>> played;
  std::thread device([&] {
    std::vector<float> into(256 * 2);
    for (Steady heard(100s); !stop; heard += frames(256)) {
      mixer.mix(into.data(), 256, heard);
      for (auto s : into) ASSERT_LE(std::abs(s), 1);
    }
  });
  for (int i = 0; i < 2000; ++i) {
    std::shared_ptr<media::Samples> sound = i % 5 ? constant(0.5f) : nullptr;
    played.push_back(sound);
    mixer.play(std::move(sound), Steady(100s), 1);
    if (i % 50 == 0) std::this_thread::yield();
  }
  stop = true;
  device.join();
  mixer.play(nullptr, {}, 1);
  auto alive = std::count_if(played.begin(), played.end(), [](auto &p) { return !p.expired(); });
  EXPECT_LE(alive, 3);
}
