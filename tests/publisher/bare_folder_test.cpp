#include "publisher/bare_folder.h"
#include "tests/support/scratch_folder.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(BareFolder, WhatIsNotShownIsNamed) {
  sheaf::testing::ScratchFolder folder;
  for (const char *name : {"a.jpg", "b.mp4", "poster.psd", "IMG_1.HEIC", "film", ".hidden", "~$x.docx",
                           "HUONG-DAN.txt", "KET-QUA.html", "man-hinh.csv"})
    folder.write(name);
  for (const char *name : {"old", "empty"}) std::filesystem::create_directory(folder / name);
  folder.write("old/c.jpg");
  auto draft = with_bare_files(Draft(), folder.path());
  ASSERT_TRUE(draft) << draft.error().text;
  EXPECT_EQ(draft->items.size(), 2u);
  EXPECT_THAT(draft->ignored, ElementsAre("IMG_1.HEIC", "film", "old/", "poster.psd"));
  EXPECT_THAT(draft->mistakes, IsEmpty());
}

TEST(BareFolder, ATableUnderAnotherNameIsAMistakeAndSoIsALink) {
  sheaf::testing::ScratchFolder folder;
  folder.write("a.jpg");
  folder.write("Danh mục tháng 12.csv", "Tệp\na.jpg\n");
  folder.write("clip.url", "[InternetShortcut]\r\nURL=https://youtu.be/1\r\n");
  auto draft = with_bare_files(Draft(), folder.path());
  ASSERT_TRUE(draft) << draft.error().text;
  ASSERT_EQ(draft->mistakes.size(), 2u);
  EXPECT_EQ(draft->mistakes[0].where, "Danh mục tháng 12.csv");
  EXPECT_THAT(draft->mistakes[0].vi, HasSubstr("danh-muc.csv"));
  EXPECT_THAT(draft->mistakes[1].en, HasSubstr("https://youtu.be/1"));
  EXPECT_THAT(draft->ignored, IsEmpty());
}
