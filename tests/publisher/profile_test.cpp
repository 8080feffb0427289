#include "publisher/profile.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using ::testing::HasSubstr;

namespace {

Draft with_screens(const std::vector<std::string> &profiles) {
  Draft draft;
  for (const auto &profile : profiles) draft.about.screens.emplace_back().profile = profile;
  return draft;
}

std::string weakest(const std::vector<std::string> &profiles) {
  return (*profile_for("", with_screens(profiles)))->name;
}

}

TEST(Profile, IsTheWeakestAmongTheScreens) {
  EXPECT_EQ(weakest({"pc", "pi4", "pi5"}), "pi4");
  EXPECT_EQ(weakest({"pc"}), "pc");
  EXPECT_EQ(weakest({}), "pi3");
}

TEST(Profile, AScreenThatSaysNothingMayBeAny) { EXPECT_EQ(weakest({"pi4", "", "pi5"}), "pi3"); }

TEST(Profile, WhatIsAskedForComesBeforeWhatTheFolderSays) {
  auto draft = with_screens({"pi4"});
  draft.profile = "pi5";
  EXPECT_STREQ((*profile_for("pc", draft))->name, "pc");
  EXPECT_STREQ((*profile_for("", draft))->name, "pi5");
  auto wrong = profile_for("pi9", draft);
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().text, HasSubstr("write one of pi3, pi4, pi5, pc"));
}
