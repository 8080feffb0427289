#include "playlist/natural_order.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

using sheaf::playlist::natural_less;

TEST(NaturalOrder, NumbersCountAsNumbers) {
  std::vector<std::string> names{"10 b.png", "2 a.png", "1.png", "02 a.png", "B.png", "a.png",
                                 "a10",      "a9",      "Huế 2", "Huế 10",   ""};
  std::sort(names.begin(), names.end(), natural_less);
  EXPECT_EQ(names, (std::vector<std::string>{"", "1.png", "02 a.png", "2 a.png", "10 b.png", "a.png", "a9",
                                             "a10", "B.png", "Huế 2", "Huế 10"}));
}

TEST(NaturalOrder, LongNumbersDoNotOverflow) {
  EXPECT_TRUE(natural_less("99999999999999999998", "99999999999999999999"));
  EXPECT_TRUE(natural_less("000", "1"));
}

TEST(NaturalOrder, IsStrictAndTotal) {
  std::vector<std::string> names{"a", "A", "01", "1", "001", "1a", "01A"};
  for (auto &a : names)
    for (auto &b : names) {
      EXPECT_FALSE(natural_less(a, b) && natural_less(b, a)) << a << ' ' << b;
      EXPECT_EQ(!natural_less(a, b) && !natural_less(b, a), a == b) << a << ' ' << b;
    }
}
