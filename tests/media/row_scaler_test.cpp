#include "media/inner/row_scaler.h"

#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::media;

namespace {

struct Grey { // a picture whose four channels are all alike
  Size size;
  std::vector<std::uint8_t> pixels;
  explicit Grey(Size s) : size(s), pixels(std::size_t{4} * s.width * s.height, 0xCD) {}
  Canvas canvas() { return {pixels.data(), size.width * 4, size}; }
  int at(int x, int y) { return pixels[std::size_t{4} * (static_cast<std::size_t>(y) * size.width + x)]; }
};

template<class Value> Grey scaled(Size source, Part part, Size target, Value value, Orientation o = {}) {
  Grey out(upright(target, o));
  RowScaler scaler(source, part, TurnedCanvas(out.canvas(), o));
  std::vector<std::uint8_t> row(std::size_t{4} * source.width);
  for (int y = 0; y < source.height; ++y) {
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<std::uint8_t>(value(int(i / 4), y));
    scaler.row(row.data());
  }
  EXPECT_TRUE(scaler.done());
  return out;
}

}

TEST(RowScaler, AveragesWholePixels) {
  auto out = scaled({4, 2}, {}, {2, 1}, [](int x, int) { return x * 10; });
  EXPECT_EQ(out.at(0, 0), 5);
  EXPECT_EQ(out.at(1, 0), 25);
}

TEST(RowScaler, AveragesFractionsOfPixels) {
  auto out = scaled({3, 3}, {}, {2, 2}, [](int x, int y) { return x == 0 && y == 0 ? 225 : 0; });
  EXPECT_NEAR(out.at(0, 0), 100, 1); // 1 of 1.5 x 1.5 pixels
  EXPECT_EQ(out.at(1, 1), 0);
}

TEST(RowScaler, FlatStaysFlatAtAnySize) {
  for (int width : {1, 2, 3, 7, 99, 100, 101})
    for (int value : {1, 128, 255}) {
      auto out = scaled({100, 37}, {0.1, 0.2, 0.7, 0.6}, {width, 5}, [value](int, int) { return value; });
      for (int x = 0; x < width; ++x) EXPECT_EQ(out.at(x, 3), value) << width;
    }
}

TEST(RowScaler, CopiesWhenNothingHasToChange) {
  auto out = scaled({8, 8}, {0.25, 0.25, 0.5, 0.5}, {4, 4}, [](int x, int y) { return x * 10 + y; });
  EXPECT_EQ(out.at(0, 0), 22);
  EXPECT_EQ(out.at(3, 3), 55);
}

TEST(RowScaler, MakesLargerWhereItMust) {
  auto out = scaled({1, 1}, {}, {3, 2}, [](int, int) { return 77; });
  EXPECT_EQ(out.at(2, 1), 77);
}

TEST(RowScaler, TakesTheLongestRowsWithoutOverflow) {
  auto out = scaled({65000, 300}, {}, {1, 1}, [](int, int) { return 255; });
  EXPECT_EQ(out.at(0, 0), 255);
}

TEST(RowScaler, LeavesOutRowsAboveAndBelow) {
  Grey out({2, 1});
  RowScaler scaler({2, 4}, {0, 0.5, 1, 0.25}, TurnedCanvas(out.canvas(), {}));
  std::vector<std::uint8_t> row(8, 9);
  EXPECT_FALSE(scaler.wanted());
  scaler.row(row.data());
  scaler.row(row.data());
  EXPECT_TRUE(scaler.wanted());
  scaler.row(row.data());
  EXPECT_TRUE(scaler.done());
  EXPECT_EQ(scaler.taken(), 3);
}

TEST(RowScaler, FillsWhatNeverCame) {
  Grey out({1, 2});
  RowScaler scaler({1, 4}, {}, TurnedCanvas(out.canvas(), {}));
  std::vector<std::uint8_t> row(4, 200);
  scaler.row(row.data());
  scaler.fill_rest(true);
  EXPECT_EQ(out.at(0, 0), 100);
  EXPECT_EQ(out.at(0, 1), 0);
  EXPECT_EQ(out.pixels[7], 255); // alpha
}

TEST(RowScaler, TurnsWhileItWrites) {
  for (unsigned value = 1; value <= 8; ++value) {
    auto o = orientation_from_exif(value);
    auto out = scaled(
        {3, 2}, {}, {3, 2}, [](int x, int y) { return x + 10 * y; }, o);
    EXPECT_EQ(out.size, (o.transposed ? Size{2, 3} : Size{3, 2}));
    // Corners: EXIF 2.32, 4.6.4 A, Orientation.
    int expected[] = {0, 2, 12, 10, 0, 10, 12, 2};
    EXPECT_EQ(out.at(0, 0), expected[value - 1]) << value;
  }
}
