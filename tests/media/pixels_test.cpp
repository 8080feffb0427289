#include "tests/media/reference.h"

#include <gtest/gtest.h>
#include <new>
#include <sys/mman.h>

using namespace sheaf;
using namespace sheaf::media;
using namespace sheaf::media::reference;

namespace {

constexpr QuarterTurns every_turn[] = {QuarterTurns::none, QuarterTurns::one, QuarterTurns::two,
                                       QuarterTurns::three};

Picture flat(Size size, std::uint8_t y, std::uint8_t u, std::uint8_t v) {
  Picture p(PixelFormat::i420, size);
  std::fill(p.planes[0].begin(), p.planes[0].end(), y);
  std::fill(p.planes[1].begin(), p.planes[1].end(), u);
  std::fill(p.planes[2].begin(), p.planes[2].end(), v);
  return p;
}

void put(const PictureView &picture, Drawing how, Glass &glass) {
  static Scratch scratch; // what one drawing leaves in it must not show in the next
  draw(picture, how, glass.canvas(), scratch);
}

Drawing onto(Rect target, QuarterTurns turns = QuarterTurns::none) {
  Drawing how;
  how.target = target;
  how.clip = {-100000, -100000, 200000, 200000};
  how.turns = turns;
  return how;
}

/// Draws and compares every pixel with the reference; the largest difference.
double worst(const PictureView &picture, const Drawing &how, Size canvas) {
  Glass glass(canvas);
  put(picture, how, glass);
  double most = 0;
  for (int y = 0; y < canvas.height; ++y)
    for (int x = 0; x < canvas.width; ++x) {
      Bgra want{77, 77, 77, 255};
      over(want, picture, how, x, y);
      most = std::max(most, distance(glass.at(x, y), want));
    }
  return most;
}

}

TEST(Pixels, ColoursOfEveryMatrixAndRange) {
  for (auto matrix : {Matrix::bt601, Matrix::bt709, Matrix::bt2020})
    for (bool full : {false, true})
      for (int y = 16; y <= 235; y += 73)
        for (int u = 16; u <= 240; u += 32)
          for (int v = 16; v <= 240; v += 32) {
            auto p = flat({2, 2}, std::uint8_t(y), std::uint8_t(u), std::uint8_t(v));
            p.view.matrix = matrix;
            p.view.full_range = full;
            EXPECT_LE(worst(p.view, onto({0, 0, 2, 2}), {2, 2}), 2.0)
                << int(matrix) << full << " " << y << " " << u << " " << v;
          }
}

TEST(Pixels, BlackAndWhiteAreExact) {
  for (auto matrix : {Matrix::bt601, Matrix::bt709, Matrix::bt2020})
    for (bool full : {false, true})
      for (bool white : {false, true}) {
        auto p = flat({9, 5}, white ? (full ? 255 : 235) : (full ? 0 : 16), 128, 128);
        p.view.matrix = matrix;
        p.view.full_range = full;
        EXPECT_LT(worst(p.view, onto({0, 0, 9, 5}), {9, 5}), 0.001);
        EXPECT_LT(worst(p.view, onto({0, 0, 33, 17}), {33, 17}), 0.001);
      }
}

TEST(Pixels, FlatColoursStayExactWhenScaled) {
  auto p = flat({64, 36}, 101, 77, 190);
  Glass same({64, 36});
  put(p.view, onto({0, 0, 64, 36}), same);
  for (Rect target : {Rect{0, 0, 100, 50}, Rect{0, 0, 31, 17}, Rect{0, 0, 5, 90}, Rect{0, 0, 63, 35}}) {
    Glass glass({100, 90});
    put(p.view, onto(target), glass);
    for (int y = 0; y < target.height; ++y)
      for (int x = 0; x < target.width; ++x)
        ASSERT_TRUE(std::equal(glass.at(x, y), glass.at(x, y) + 4, same.at(0, 0)));
  }
}

TEST(Pixels, TurnsAreClockwise) {
  Picture p(PixelFormat::bgra, {3, 2});
  for (int i = 0; i < 6; ++i) p.planes[0][i * 4] = std::uint8_t(i + 1), p.planes[0][i * 4 + 3] = 255;
  const std::vector<std::vector<int>> shown[] = {
      {{1, 2, 3}, {4, 5, 6}}, {{4, 1}, {5, 2}, {6, 3}}, {{6, 5, 4}, {3, 2, 1}}, {{3, 6}, {2, 5}, {1, 4}}};
  for (auto turns : every_turn) {
    Size size = sideways(turns) ? Size{2, 3} : Size{3, 2};
    Glass glass(size);
    put(p.view, onto({0, 0, size.width, size.height}, turns), glass);
    for (int y = 0; y < size.height; ++y)
      for (int x = 0; x < size.width; ++x)
        EXPECT_EQ(glass.at(x, y)[0], shown[int(turns)][y][x]) << int(turns);
  }
}

TEST(Pixels, NothingToDrawTouchesNothing) {
  auto p = noisy(PixelFormat::i420, {8, 8}, 1);
  const Glass before({8, 8});
  std::vector<Drawing> nothing(7, onto({0, 0, 8, 8}));
  nothing[0].source.width = 0;
  nothing[1].target.height = 0;
  nothing[2].clip = {};
  nothing[3].opacity = 0;
  nothing[4].target.x = 2147483647;
  nothing[5].source.x = std::nan("");
  nothing[6].opacity = std::nan("");
  for (const auto &how : nothing) {
    Glass glass({8, 8});
    put(p.view, how, glass);
    EXPECT_EQ(glass.bytes, before.bytes);
  }
}

TEST(Pixels, AClipShowsWhatTheWholeDrawingWouldShowThere) {
  Dice dice(5);
  for (int round = 0; round < 200; ++round) {
    bool yuv = dice(2);
    auto p = noisy(yuv ? PixelFormat::i420 : PixelFormat::bgra, {1 + dice(40), 1 + dice(40)}, round, dice(2),
                   dice(9));
    Drawing how = onto({dice(20) - 10, dice(20) - 10, 1 + dice(60), 1 + dice(60)}, every_turn[dice(4)]);
    if (round % 3 == 0) {
      Size s = sideways(how.turns) ? p.view.size.turned() : p.view.size;
      how.target.width = s.width, how.target.height = s.height;
    }
    how.opacity = dice(2) ? 1 : 0.4;
    Glass whole({50, 50}), clipped({50, 50});
    const Glass before({50, 50});
    put(p.view, how, whole);
    how.clip = {dice(50), dice(50), 1 + dice(30), 1 + dice(30)};
    put(p.view, how, clipped);
    for (int y = 0; y < 50; ++y)
      for (int x = 0; x < 50; ++x) {
        bool inside = !intersect(how.clip, {x, y, 1, 1}).empty();
        ASSERT_TRUE(
            std::equal(clipped.at(x, y), clipped.at(x, y) + 4, inside ? whole.at(x, y) : before.at(x, y)))
            << round << ": " << x << "," << y;
      }
  }
}

TEST(Pixels, OpacityMixesWithWhatIsBeneath) {
  auto p = flat({4, 4}, 235, 128, 128);
  for (auto [opacity, want] : {std::pair{0.0, 77.0}, {0.5, 166.0}, {1.0, 255.0}, {7.0, 255.0}}) {
    Glass glass({4, 4});
    Drawing how = onto({0, 0, 4, 4});
    how.opacity = opacity;
    put(p.view, how, glass);
    EXPECT_NEAR(glass.at(2, 2)[1], want, 1) << opacity;
  }
}

TEST(Pixels, PremultipliedEdgesHaveNoFringe) {
  Picture p(PixelFormat::bgra, {2, 1}); // white beside nothing
  p.view.opaque = false;
  std::fill(p.planes[0].begin(), p.planes[0].begin() + 4, 255);
  Glass glass({16, 1}, 255);
  put(p.view, onto({0, 0, 16, 1}), glass);
  for (int x = 0; x < 16; ++x) EXPECT_GE(glass.at(x, 0)[1], 253) << x; // white on white stays white
  Glass half({2, 1}, 0);
  Drawing how = onto({0, 0, 2, 1});
  how.opacity = 0.5;
  put(p.view, how, half);
  EXPECT_NEAR(half.at(0, 0)[0], 128, 1);
  EXPECT_EQ(half.at(0, 0)[3], 255);
  EXPECT_EQ(half.at(1, 0)[0], 0);
}

namespace {

/// Memory of exactly `size` bytes right before a page that nobody may touch. libyuv's loops are not compiled
/// with AddressSanitizer: this catches them.
class Fenced {
public:
  explicit Fenced(std::size_t size) : pages_((size + page - 1) / page * page) {
    void *memory = mmap(nullptr, pages_ + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(static_cast<char *>(memory) + pages_, page, PROT_NONE) != 0)
      throw std::bad_alloc();
    base_ = static_cast<std::uint8_t *>(memory);
    data_ = base_ + pages_ - size;
  }
  explicit Fenced(const std::vector<std::uint8_t> &bytes) : Fenced(bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), data_);
  }
  ~Fenced() { munmap(base_, pages_ + page); }
  Fenced(const Fenced &) = delete;
  [[nodiscard]] std::uint8_t *data() const { return data_; }

private:
  static constexpr std::size_t page = 65536; // a multiple of every board's
  std::size_t pages_;
  std::uint8_t *base_ = nullptr, *data_ = nullptr;
};

}

TEST(Pixels, NothingIsReadOrWrittenBehindThePlanes) {
  Scratch scratch;
  for (int round = 0; round < 600; ++round) {
    Dice dice(static_cast<unsigned>(round));
    bool yuv = dice(2);
    Size size{1 + dice(90), 1 + dice(20)}, glass{1 + dice(90), 1 + dice(20)};
    auto p = noisy(yuv ? PixelFormat::i420 : PixelFormat::bgra, size, unsigned(round), dice(2));
    Fenced y(p.planes[0]), u(p.planes[1]), v(p.planes[2]);
    Fenced pixels(std::size_t(glass.width) * glass.height * 4);
    p.view.plane = {y.data(), u.data(), v.data()};
    Drawing how = onto({0, 0, glass.width, glass.height}, every_turn[dice(4)]);
    if (dice(2)) how.target = {dice(9) - dice(9), dice(5) - dice(5), size.width, size.height};
    if (dice(3) == 0) how.source = {dice(9) / 20.0, dice(9) / 20.0, 0.05 + dice(9) / 20.0, 0.5};
    how.opacity = dice(2) ? 1 : 0.5;
    draw(p.view, how, {pixels.data(), glass.width * 4, glass}, scratch);
  }
}

TEST(Pixels, LargeAndThinPictures) {
  for (Size size : {Size{16384, 1}, Size{1, 16384}, Size{16384, 3}, Size{1, 1}})
    for (auto format : {PixelFormat::i420, PixelFormat::bgra})
      for (auto turns : every_turn) {
        auto p = noisy(format, size, 3);
        EXPECT_LE(worst(p.view, onto({0, 0, 20, 10}, turns), {20, 10}), 4);
        EXPECT_LE(worst(p.view, onto({-9000, -9000, 18000, 18000}, turns), {20, 10}), 4);
      }
}

TEST(Pixels, RandomDrawingsAgreeWithTheReference) {
  Dice dice(2);
  double most = 0;
  for (int round = 0; round < 600; ++round) {
    auto format = dice(2) ? PixelFormat::i420 : PixelFormat::bgra;
    int largest = round % 5 == 0 ? 200 : 40;
    auto p = noisy(format, {1 + dice(largest), 1 + dice(largest)}, round, dice(2), dice(9));
    p.view.matrix = static_cast<Matrix>(dice(3));
    p.view.full_range = dice(2);
    Drawing how = onto({dice(20) - 10, dice(20) - 10, 1 + dice(60), 1 + dice(60)}, every_turn[dice(4)]);
    if (dice(2)) how.source = {dice(10) / 20.0, dice(10) / 20.0, 0.1 + dice(8) / 20.0, 0.1 + dice(8) / 20.0};
    if (dice(3) == 0) { // neither scaled nor between pixels
      Size upright = sideways(how.turns) ? p.view.size.turned() : p.view.size;
      how.source = {};
      how.target.width = upright.width, how.target.height = upright.height;
    }
    how.opacity = dice(3) ? 1 : 0.3;
    double here = worst(p.view, how, {48, 48});
    most = std::max(most, here);
    // Eight-bit rounding of two filter steps, times the gain of chroma (about 2), plus libyuv's matrices (2).
    ASSERT_LE(here, 5) << "round " << round << " format " << int(format) << " turns " << int(how.turns)
                       << " size " << p.view.size.width << "x" << p.view.size.height << " target "
                       << how.target.width << "x" << how.target.height;
  }
  RecordProperty("worst", std::to_string(most));
}
