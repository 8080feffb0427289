// How likely somebody speaks in a sound. One thread.
//
// Speech comes in syllables, three to six a second: the energy between 300 and 3,400 Hz rises and falls with
// them (Houtgast and Steeneken, 1985; "4 Hz modulation energy" of Scheirer and Slaney, ICASSP 1997). Of each
// 2.56 s it is measured how deep this energy is modulated between 2 and 8 Hz, and how much of all its
// modulation lies there. Tones and steady noise have next to none; a beat spreads over its harmonics.
//
// What it is worth: a hint for people, who are asked whether subtitles are needed. Slow singing, and a solo
// instrument with separate notes, can look like speech; whispers beneath loud music are not found.
#pragma once

#include <cstddef>
#include <vector>

namespace sheaf::media {

class SpeechMeter {
public:
  /// Interleaved stereo, 48,000 a second.
  void add(const float *stereo, std::size_t count);
  /// 0 ... 1: the mean of the third of the windows that look most like speech; 0 without two of them.
  [[nodiscard]] double likelihood() const;

private:
  struct Biquad {
    double b0, b1, b2, a1, a2, z1 = 0, z2 = 0;
    double step(double x);
  };
  static Biquad high_pass(double hertz);
  static Biquad low_pass(double hertz);
  void end_frame();
  void end_window();

  Biquad low_cut_ = high_pass(300), high_cut_ = low_pass(3400);
  double energy_ = 0;
  std::size_t samples_ = 0;
  std::vector<double> envelope_; // a root of the mean energy for each 10 ms
  std::vector<std::size_t> scores_ = std::vector<std::size_t>(101); // windows by their hundredths
};

}
