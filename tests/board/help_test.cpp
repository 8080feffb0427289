#include "board/help.h"

#include "tests/support/help.h"

using namespace sheaf;
using namespace sheaf::board;
using ::testing::HasSubstr;

TEST(Help, ASectionEndsBeforeTheNext) {
  constexpr std::string_view text = "[a]\none\n [b] is no title\n[b]\n[c]\nthree\n";
  EXPECT_EQ(section(text, "a"), "one\n [b] is no title\n");
  EXPECT_EQ(section(text, "c"), "three\n");
  EXPECT_EQ(section(text, "d"), "");
  EXPECT_EQ(section("", "a"), "");
}

TEST(Help, IsThereInBothLanguagesForEveryVerbOfTheScreen) {
  for (std::string verb : {"play", "fetch", "run", "trust", "enrol", "status", "store", "plays"}) {
    auto [vietnamese, english] = languages_of(help(verb), verb);
    EXPECT_EQ(options_in(vietnamese), options_in(english)) << verb;
    EXPECT_THAT(help("sheaf"), HasSubstr("\n  " + verb + " ")) << "the list of all has it";
  }
}

TEST(Help, WhatCannotBeWrittenIsNoSuccess) {
  auto *full = std::fopen("/dev/full", "w");
  ASSERT_TRUE(full);
  EXPECT_EQ(tell_help("play", full), 1);
  std::fclose(full);
}
