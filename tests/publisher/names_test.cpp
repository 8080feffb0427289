#include "publisher/names.h"

#include <gtest/gtest.h>
#include <vector>

using namespace sheaf::publisher;

TEST(Names, ASlugIsPlainLetters) {
  EXPECT_EQ(slug("Lễ hội áo dài (1).jpg"), "le-hoi-ao-dai-1");
  EXPECT_EQ(slug("Đua thuyền.mp4"), "dua-thuyen");
  EXPECT_EQ(slug("Straße Øre Æther Œuvre.png"), "strasse-ore-aether-oeuvre");
  EXPECT_EQ(slug("ถนน.jpg"), "");
  EXPECT_EQ(slug("-rf.jpg"), "rf");
  EXPECT_EQ(slug(".hidden"), "hidden");
  EXPECT_EQ(slug(std::string(200, 'a')), std::string(40, 'a'));
  EXPECT_EQ(slug(std::string(39, 'a') + " b"), std::string(39, 'a')); // no '-' at its end
}

TEST(Names, AMacAndWindowsSpellTheSameName) {
  const std::vector<std::pair<std::string, std::string>> both{{"Huế", "Hue\u0302\u0301"},
                                                              {"Lễ hội", "Le\u0302\u0303 ho\u0323\u0302i"},
                                                              {"phường", "phu\u031Bo\u031B\u0300ng"}};
  for (const auto &[composed, decomposed] : both) {
    EXPECT_NE(composed, decomposed);
    EXPECT_EQ(folded(composed), folded(decomposed));
    EXPECT_EQ(slug(composed), slug(decomposed));
  }
  EXPECT_EQ(folded("o\u0302\u0323"), folded("o\u0323\u0302")); // the order of marks means nothing
  EXPECT_NE(folded("Hue"), folded("Huế"));
  EXPECT_NE(folded("\xff"), folded("\xfe")); // no UTF-8, and not the same
}

TEST(Names, AnIdIsTheSameInEveryPublication) {
  Ids first;
  auto a = first.give("Áo.jpg"), b = first.give("ao.jpg"), c = first.give("AO.jpg");
  EXPECT_EQ(a, "ao");
  EXPECT_TRUE(b.starts_with("ao-") && c.starts_with("ao-") && b != c);
  Ids again({{folded("Áo.jpg"), a}, {folded("ao.jpg"), b}});
  EXPECT_EQ(again.give("AO.jpg"), c); // whoever comes first
  EXPECT_EQ(again.give("ao.jpg"), b);
  EXPECT_EQ(again.give("A\u0301o.jpg"), a);
}

// Of two folders, or of a table that shows a file twice.
TEST(Names, TwoOfOneNameKeepTheirIds) {
  std::vector<std::string> before;
  for (int publication = 0; publication < 4; ++publication) {
    std::multimap<std::string, std::string> had;
    for (const auto &id : before) had.emplace("1.jpg", id);
    Ids ids(std::move(had));
    std::vector<std::string> now{ids.give("1.jpg"), ids.give("1.jpg"), ids.give("1.jpg")};
    if (publication > 0) {
      EXPECT_EQ(now, before);
    }
    before = now;
  }
}

TEST(Names, AWrittenIdIsNobodyElses) {
  Ids ids;
  EXPECT_TRUE(ids.take("ao"));
  EXPECT_FALSE(ids.take("ao"));
  EXPECT_TRUE(ids.give("ao.jpg").starts_with("ao-"));
  EXPECT_EQ(ids.give("ถนน.jpg"), "item");
}
