#include "media/inner/svg_cost.h"

#include <gtest/gtest.h>
#include <string>

using namespace sheaf;
using namespace sheaf::media;

namespace {
SvgCost cost(const std::string &text) {
  return svg_cost({reinterpret_cast<const std::uint8_t *>(text.data()), text.size()});
}
std::string times(int count, const std::string &text) {
  std::string out;
  while (count-- > 0) out += text;
  return out;
}
}

TEST(SvgCost, CountsElementsAndAttributes) {
  EXPECT_GT(cost(times(1000, "<g/>")).memory, Bytes{1'500'000});
  EXPECT_LT(cost(times(1000, "<g></g>")).memory, Bytes{1'700'000});
  EXPECT_GT(cost(times(1000, "<g a='' b=''/>")).memory, Bytes{1'900'000});
}

TEST(SvgCost, CountsLettersOfText) {
  auto letters = cost("<text>" + times(1000, "x") + "</text>");
  EXPECT_TRUE(letters.has_text);
  EXPECT_GT(letters.memory, Bytes{700'000});
  EXPECT_LT(cost("<text>" + times(1000, " ") + "</text>").memory, Bytes{10'000});
  EXPECT_LT(cost("<style>" + times(1000, "x") + "</style><text/>").memory, Bytes{10'000});
  EXPECT_FALSE(cost("<g/>").has_text);
}

TEST(SvgCost, TakesAnyBytes) {
  for (const auto *text : {"", "<", ">", "<style", "<style>", "</", "text<", "a>b<c"}) (void)cost(text);
}
