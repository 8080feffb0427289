#include "tests/support/film_fixture.h"

#include <cmath>
#include <numeric>
#include <unistd.h>

namespace sheaf::media {
namespace {
constexpr double rate = 48000;

const std::uint8_t *pixel(const OwnedPicture &p, int x, int y) {
  return p.pixels.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(p.size.width) +
                            static_cast<std::size_t>(x)) *
                               4;
}

std::size_t sample(double time, const std::vector<float> &stereo) {
  return std::min(static_cast<std::size_t>(std::min(time, 1e6) * rate), stereo.size() / 2);
}

double energy(const std::vector<float> &stereo, std::size_t n) {
  return double{stereo[2 * n]} * stereo[2 * n] + double{stereo[2 * n + 1]} * stereo[2 * n + 1];
}
}

std::string made_film(const std::string &name) {
  auto path = SHEAF_FILMS "/" + name;
  EXPECT_EQ(::access(path.c_str(), R_OK), 0) << "tests/support/make_films has not made " << name;
  return path;
}

Played played(const std::string &name, const PlayWish &wish) {
  Stage stage(SHEAF_BIN_DIR "/sheaf-render");
  auto p = stage.play(made_film(name), wish);
  EXPECT_FALSE(p.gave_up) << name << ": nothing came for too long";
  EXPECT_FALSE(p.failure) << name << ": " << p.failure->text;
  EXPECT_TRUE(p.facts && p.end) << name;
  return p;
}

int number_in(const OwnedPicture &picture) {
  int number = 0;
  for (int bit = 0; bit < 8; ++bit) {
    int x = picture.size.width * (2 * bit + 1) / 16;
    number = number * 2 + (pixel(picture, x, picture.size.height / 4)[1] > 128);
  }
  return number;
}

std::vector<int> numbers(const Played &played) {
  std::vector<int> all;
  for (const auto &frame : played.frames) all.push_back(number_in(frame.picture));
  return all;
}

std::vector<int> numbers_up_to(int count, int from) {
  std::vector<int> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), from);
  return all;
}

void expect_pixel(const OwnedPicture &picture, int x, int y, Colour colour, int tolerance) {
  ASSERT_LT(x, picture.size.width);
  ASSERT_LT(y, picture.size.height);
  const auto *p = pixel(picture, x, y);
  auto near = [tolerance](int a, int b) { return std::abs(a - b) <= tolerance; };
  EXPECT_TRUE(near(p[2], colour.red) && near(p[1], colour.green) && near(p[0], colour.blue))
      << "at " << x << ", " << y << " is " << int{p[2]} << ' ' << int{p[1]} << ' ' << int{p[0]} << " and not "
      << int{colour.red} << ' ' << int{colour.green} << ' ' << int{colour.blue};
}

double middle_of_sound(const std::vector<float> &stereo, double from, double to) {
  double all = 0, half = 0;
  auto begin = sample(from, stereo), end = sample(to, stereo);
  for (auto n = begin; n < end; ++n) all += energy(stereo, n);
  for (auto n = begin; n < end; ++n)
    if (half += energy(stereo, n); half * 2 >= all) return static_cast<double>(n) / rate;
  return -1;
}

double loudness(const std::vector<float> &stereo, std::size_t channel, double from, double to) {
  double sum = 0;
  auto begin = sample(from, stereo), end = sample(to, stereo);
  for (auto n = begin; n < end; ++n) sum += std::pow(stereo[2 * n + channel], 2);
  return begin < end ? std::sqrt(sum / static_cast<double>(end - begin)) : 0;
}

}
