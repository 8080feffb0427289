#include "publisher/words.h"

#include <gtest/gtest.h>

TEST(WordsForPeople, BothLanguagesAreThereWithTheSamePlaces) {
  EXPECT_EQ(sheaf::publisher::faulty_words(), std::vector<std::string>());
}
