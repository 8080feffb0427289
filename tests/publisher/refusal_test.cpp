// What is refused is told in both languages, whatever it came from.
#include "publisher/office_files.h"
#include "publisher/refusal.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;

TEST(Refusals, TheEnglishStandsUnderTheVietnamese) {
  auto error = refusal(ErrorKind::refused, "empty_name");
  auto both = told(error);
  EXPECT_EQ(both.vi, saying("empty_name").vi);
  EXPECT_EQ(both.en, saying("empty_name").en);
  EXPECT_EQ(error.text, both.vi + "\n  " + both.en);
}

TEST(Refusals, APlaceStandsBeforeTheFirstLineAlone) {
  auto both = told(refusal(ErrorKind::refused, "empty_name").in("a.mp4"));
  EXPECT_EQ(both.vi, "a.mp4: " + saying("empty_name").vi);
  EXPECT_EQ(both.en, saying("empty_name").en);
}

TEST(Refusals, AReasonInEnglishStaysInTheEnglishLine) {
  auto error = refusal(Error{ErrorKind::corrupt, "no picture in it"}, "key_unread", {{"file", "a.key"}});
  EXPECT_EQ(error.kind, ErrorKind::corrupt);
  EXPECT_EQ(told(error).vi.find("picture"), std::string::npos);
  EXPECT_THAT(told(error).en, ::testing::HasSubstr(" (no picture in it)"));
}

TEST(Refusals, AReasonInBothLanguagesStandsInBoth) {
  auto error = refusal(refusal(ErrorKind::absent, "no_plan", {{"plan", "x"}, {"all", "y"}}), "key_not_made");
  EXPECT_THAT(told(error).vi,
              ::testing::EndsWith(" (" + saying("no_plan", {{"plan", "x"}, {"all", "y"}}).vi + ")"));
  EXPECT_THAT(told(error).en,
              ::testing::EndsWith(" (" + saying("no_plan", {{"plan", "x"}, {"all", "y"}}).en + ")"));
}

TEST(Refusals, WhatNobodyHasTranslatedIsToldByItsKind) {
  Error error{ErrorKind::full, "no descriptors are left"};
  EXPECT_EQ(in_both_languages(error), saying("refused_full").vi + "\n  no descriptors are left");
  auto ours = refusal(ErrorKind::full, "empty_name");
  EXPECT_EQ(in_both_languages(ours), ours.text);
}

TEST(Refusals, OfFilesSayTheReasonInBothLanguages) {
  auto read = read_file("/nowhere/a", 1_KiB);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::absent);
  EXPECT_EQ(told(read.error()).vi, "không đọc được '/nowhere/a' (không có tệp hay thư mục đó)");
  EXPECT_EQ(told(read.error()).en, "cannot open '/nowhere/a': No such file or directory");
  auto name = "/" + std::string(300, 'a');
  EXPECT_EQ(told(read_file(name, 1_KiB).error()).vi, "không đọc được '" + name + "' (tên quá dài)");
  errno = ENOSPC;
  auto full = failed("write", "/a").value();
  EXPECT_EQ(full.kind, ErrorKind::full);
  EXPECT_EQ(told(full).vi, "không ghi được '/a' (đĩa đầy)");
}
