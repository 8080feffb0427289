#include "publisher/times.h"

#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::publisher;

namespace {
const Wall now(std::chrono::seconds(1'769'900'000)); // 2026-01-31T22:53:20Z
std::string read(std::string_view t) {
  auto time = parse_time(t, now);
  return time ? text(*time) : "";
}
}

TEST(Times, APersonsZoneAndTimesFromNow) {
  EXPECT_EQ(read("2026-02-01T06:00:00+07:00"), "2026-01-31T23:00:00Z");
  EXPECT_EQ(read("2026-02-01T06:00:00-03:30"), "2026-02-01T09:30:00Z");
  EXPECT_EQ(read("2026-02-01T06:00:00Z"), "2026-02-01T06:00:00Z");
  EXPECT_EQ(read("+90m"), "2026-02-01T00:23:20Z");
  EXPECT_EQ(read("+2h"), "2026-02-01T00:53:20Z");
  EXPECT_EQ(read("+3d"), "2026-02-03T22:53:20Z");
}

TEST(Times, SentencesHaveTheirsInVietnameseAsItIsWritten) {
  EXPECT_EQ(told(Wall(1769900000s)).vi, "05:53 01/02/2026");
  EXPECT_EQ(told(Wall(1769900000s)).en, "2026-01-31T22:53:20Z");
  EXPECT_EQ(told(Bytes{1'500'000}).vi, "1,5 MB");
  EXPECT_EQ(told(Bytes{1'500'000}).en, "1.5 MB");
}

TEST(Times, RubbishIsNoTime) {
  for (const char *t : {"",
                        "+",
                        "+h",
                        "+0h",
                        "+2",
                        "+2w",
                        "+2hh",
                        "+-2h",
                        "+9999999d",
                        "tomorrow",
                        "2026-02-01",
                        "2026-02-01T06:00",
                        "2026-02-01T06:00:00",
                        "2026-02-01T06:00:00+7:00",
                        "2026-02-01T06:00:00+0700",
                        "2026-02-01T06:00:00+24:00",
                        "2026-02-30T06:00:00Z",
                        "2026-02-01T24:00:00Z",
                        "2026-02-01t06:00:00Z",
                        "1969-12-31T00:00:00Z",
                        "2026-02-01T06:00:00ZZ",
                        "2026-02-01T06:00:00*07:00"})
    EXPECT_EQ(read(t), "") << t;
}
