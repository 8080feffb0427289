#include "base/bytes.h"
#include "base/colour.h"
#include "base/digest.h"
#include "base/time.h"

#include <gtest/gtest.h>
#include <limits>

using namespace sheaf;

TEST(Digest, ReadsWhatItWrites) {
  std::string hex = "00ff" + std::string(60, 'a');
  auto d = Digest::parse(hex);
  ASSERT_TRUE(d);
  EXPECT_EQ(d->hex(), hex);
}

TEST(Digest, RefusesOtherSpellings) {
  EXPECT_FALSE(Digest::parse(""));
  EXPECT_FALSE(Digest::parse(std::string(63, '0')));
  EXPECT_FALSE(Digest::parse(std::string(64, 'A')));
  EXPECT_FALSE(Digest::parse(std::string(63, '0') + "g"));
}

TEST(Bytes, AreWrittenForPeople) {
  EXPECT_EQ(text(Bytes{0}), "0 B");
  EXPECT_EQ(text(Bytes{999}), "999 B");
  EXPECT_EQ(text(Bytes{1500}), "1.5 kB");
  EXPECT_EQ(text(Bytes{27'300'000}), "27 MB");
  EXPECT_EQ(text(Bytes{std::numeric_limits<std::uint64_t>::max()}), "18 EB");
}

TEST(Colour, KnowsTheThreeSpellings) {
  EXPECT_EQ(*parse_colour("#6b2d73"), (Colour{0x6b, 0x2d, 0x73}));
  EXPECT_EQ(*parse_colour("#fa0"), (Colour{0xff, 0xaa, 0}));
  EXPECT_EQ(*parse_colour("white"), (Colour{255, 255, 255}));
  for (auto bad : {"", "#", "#12", "#12345g", "1234567", "-12345", "#-12345", "blurple"})
    EXPECT_FALSE(parse_colour(bad)) << bad;
}

TEST(Time, SecondsSaturate) {
  EXPECT_EQ(from_seconds(1.5), 1500ms);
  EXPECT_EQ(from_seconds(std::numeric_limits<double>::quiet_NaN()), 0s);
  EXPECT_GT(from_seconds(1e300), 24h * 365 * 290);
}
