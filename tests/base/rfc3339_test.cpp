#include "base/rfc3339.h"

#include <gtest/gtest.h>

namespace sheaf {
namespace {

constexpr Wall at(std::int64_t milliseconds) { return Wall(std::chrono::milliseconds(milliseconds)); }

TEST(Rfc3339, InstantsAsTheyAreWritten) {
  EXPECT_EQ(rfc3339(at(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339(at(1795571871000)), "2026-11-25T01:57:51Z");
  EXPECT_EQ(rfc3339(at(1795571871007)), "2026-11-25T01:57:51.007Z");
  EXPECT_EQ(rfc3339(at(951782400000)), "2000-02-29T00:00:00Z");
  EXPECT_EQ(rfc3339(at(-1)), "1970-01-01T00:00:00Z");
}

TEST(Rfc3339, WhatIsWrittenIsRead) {
  for (std::int64_t ms : {0ll, 1ll, 999ll, 1795571871000ll, 1795571871123ll, 4102444800000ll})
    EXPECT_EQ(parse_rfc3339(rfc3339(at(ms))), at(ms)) << ms;
  EXPECT_EQ(parse_rfc3339("2026-11-25T01:57:51.5Z"), at(1795571871500));
  EXPECT_EQ(parse_rfc3339("2026-11-25T01:57:51.000000001Z"), at(1795571871000) + Duration(1));
}

TEST(Rfc3339, WhatIsNoInstantIsNothing) {
  for (auto wrong : {"",
                     "Z",
                     "2026-11-25",
                     "2026-11-25T01:57:51",
                     "2026-11-25t01:57:51Z",
                     "2026-11-25T01:57:51z",
                     "2026-11-25T01:57:51+07:00",
                     "2026-02-29T00:00:00Z",
                     "2026-13-01T00:00:00Z",
                     "2026-00-01T00:00:00Z",
                     "2026-01-32T00:00:00Z",
                     "2026-01-01T24:00:00Z",
                     "2026-01-01T00:60:00Z",
                     "2026-01-01T00:00:60Z",
                     "1969-12-31T23:59:59Z",
                     "2200-01-01T00:00:00Z",
                     "2026-11-25T01:57:51.Z",
                     "2026-11-25T01:57:51.1234567890Z",
                     "2026-11-25T01:57:51.-1Z",
                     "+026-11-25T01:57:51Z",
                     "2026-11-25 01:57:51Z",
                     " 2026-11-25T01:57:51Z"})
    EXPECT_FALSE(parse_rfc3339(wrong)) << wrong;
}

}
}
