#include "publisher/words.h"

#include <gmock/gmock.h>

using namespace sheaf::publisher;

TEST(WordsForPeople, OneOfThemIsNotSeveral) {
  auto told = [](const char *count) { return saying("more_files", {{"count", count}}); };
  EXPECT_EQ(told("1").en, "and 1 more file");
  EXPECT_EQ(told("2").en, "and 2 more files");
  EXPECT_EQ(told("2").vi, "và 2 tệp nữa");
  EXPECT_EQ(saying("check_ignored", {{"count", "1"}, {"names", "a"}}).en, "1 file or folder is not shown: a");
}

TEST(WordsForPeople, APlaceMayHoldAnotherTextInEachLanguage) {
  auto both = saying("fat_stick", {{"stick", {"ổ E", "drive E"}}});
  EXPECT_THAT(both.vi, ::testing::StartsWith("USB 'ổ E' "));
  EXPECT_THAT(both.en, ::testing::StartsWith("'drive E' "));
}

TEST(WordsForPeople, BothLanguagesAreThereWithTheSamePlaces) {
  EXPECT_EQ(faulty_words(), std::vector<std::string>());
}
