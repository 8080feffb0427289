#include "media/inner/frame_check.h"

#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace sheaf::media {
namespace {

constexpr std::size_t room = 1000; // bytes for pictures in this memory

/// A picture of 3 x 3 in three planes, the last of which ends where the memory ends.
FrameMessage planar() {
  FrameMessage m{.slot = 63, .format = 0, .matrix = 2, .full_range = 1, .turns = 3, .width = 3, .height = 3};
  m.shape_width = 4;
  m.shape_height = 3;
  m.offset = {frames_at, frames_at + 100, frames_at + room - 6};
  m.stride = {4, 2, 4}; // V: rows of two bytes at 0 and 4
  m.pts = 5;
  m.duration = 7;
  return m;
}

std::optional<Frame> check(const FrameMessage &m) {
  static const std::vector<std::uint8_t> memory(frames_at + room);
  auto frame = checked(m, memory);
  if (frame) {
    EXPECT_EQ(frame->picture.plane[0], memory.data() + m.offset[0]);
  }
  return frame;
}

TEST(FrameCheck, WhatIsRightComesThroughWhole) {
  auto f = check(planar());
  ASSERT_TRUE(f);
  EXPECT_EQ(f->picture.format, PixelFormat::i420);
  EXPECT_EQ(f->picture.size, (Size{3, 3}));
  EXPECT_EQ(f->picture.stride, (std::array{4, 2, 4}));
  EXPECT_EQ(f->picture.matrix, Matrix::bt2020);
  EXPECT_TRUE(f->picture.full_range);
  EXPECT_EQ(f->shape, (Size{4, 3}));
  EXPECT_EQ(f->turns, QuarterTurns::three);
  EXPECT_EQ(f->pts, Duration(5));
  EXPECT_EQ(f->duration, Duration(7));
}

TEST(FrameCheck, OneByteBeyondTheMemoryIsTooMuch) {
  auto m = planar();
  ++m.offset[2];
  EXPECT_FALSE(check(m));
  m = planar();
  ++m.stride[2];
  EXPECT_FALSE(check(m));
  m = planar();
  --m.offset[0]; // in the sound
  EXPECT_FALSE(check(m));
}

TEST(FrameCheck, NothingOutOfItsRangeComesThrough) {
  using Change = std::function<void(FrameMessage &)>;
  constexpr auto least = std::numeric_limits<std::int32_t>::min(),
                 most = std::numeric_limits<std::int32_t>::max();
  constexpr auto longest = std::numeric_limits<std::int64_t>::max();
  const std::vector<Change> lies{[](auto &m) { m.slot = most_slots; },
                                 [](auto &m) { m.format = 2; },
                                 [](auto &m) { m.matrix = 3; },
                                 [](auto &m) { m.turns = 4; },
                                 [](auto &m) { m.width = 0; },
                                 [](auto &m) { m.width = most; },
                                 [](auto &m) { m.width = most_side + 1; },
                                 [](auto &m) { m.height = least; },
                                 [](auto &m) { m.height = 0; },
                                 [](auto &m) { m.height = most_side; },
                                 [](auto &m) { m.shape_width = 0; },
                                 [](auto &m) { m.shape_height = least; },
                                 [](auto &m) { m.shape_height = most; },
                                 [](auto &m) { m.stride[0] = 2; },
                                 [](auto &m) { m.stride[1] = 1; },
                                 [](auto &m) { m.stride[1] = -2; },
                                 [](auto &m) { m.stride[2] = most; },
                                 [](auto &m) { m.stride[2] = least; },
                                 [](auto &m) { m.offset[1] = 0; },
                                 [](auto &m) { m.offset[1] = ~std::uint64_t{0}; },
                                 [](auto &m) { m.offset[2] = longest; },
                                 [](auto &m) { m.pts = -1; },
                                 [](auto &m) { m.pts = longest; },
                                 [](auto &m) { m.duration = -1; },
                                 [](auto &m) { m.duration = longest; }};
  for (std::size_t i = 0; i < lies.size(); ++i) {
    auto m = planar();
    lies[i](m);
    EXPECT_FALSE(check(m)) << i;
  }
}

TEST(FrameCheck, OnePlaneHasFourBytesAPixel) {
  auto m = planar();
  m.format = 1;
  m.offset = {frames_at + room - 36, 0, 0}; // the other two do not count
  m.stride = {12, 0, 0};
  EXPECT_TRUE(check(m));
  m.stride[0] = 11;
  EXPECT_FALSE(check(m));
}

TEST(Printable, WordsStayAndTheRestIsMarked) {
  EXPECT_EQ(printable("no picture in it"), "no picture in it");
  EXPECT_EQ(printable("Huế – zwölf"), "Huế – zwölf");
  EXPECT_EQ(printable("a\nb\x1b[2J\x7f"), "a?b?[2J?");
  EXPECT_EQ(printable(std::string_view("cut\0off", 7)), "cut");
  EXPECT_EQ(printable("\xff\xc3"), "??");
  EXPECT_EQ(printable("\xc0\xaf"), "??"); // an overlong '/'
  EXPECT_EQ(printable("\xe2\x82"), "??");
  EXPECT_EQ(printable("\xe0\x80\xaf"), "???");                                  // overlong as well
  EXPECT_EQ(printable("\xf0\x80\x80\xaf"), "????");                             //
  EXPECT_EQ(printable("\xed\xa0\x80"), "???");                                  // half a surrogate pair
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "????");                             // beyond U+10FFFF
  EXPECT_EQ(printable("\xed\x9f\xbf\xee\x80\x80"), "\xed\x9f\xbf\xee\x80\x80"); // on either side of them
  EXPECT_EQ(printable("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
}

}
}
