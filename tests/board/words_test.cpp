#include "board/words.h"

#include <gmock/gmock.h>

using namespace sheaf::board;
using ::testing::ElementsAre;
using ::testing::Pair;

TEST(Texts, AreLinesWithAName) {
  EXPECT_THAT(read_texts("# a = remark\n\na_vi =  một \na_en = x = y"),
              ElementsAre(Pair("a_en", "x = y"), Pair("a_vi", "một")));
}

TEST(Texts, AreFilledIn) {
  auto value = [](std::string_view place) {
    return place == "count" ? std::string("2") : "{" + std::string(place);
  };
  EXPECT_EQ(filled("{count|file|files} of {who}.", value), "2 files of {who.");
  EXPECT_EQ(filled("{count|file|files}", [](auto) { return "1"; }), "1 file");
  EXPECT_EQ(filled("no place, and {none", value), "no place, and {none");
}
