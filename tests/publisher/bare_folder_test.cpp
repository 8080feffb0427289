#include "publisher/bare_folder.h"
#include "tests/support/scratch_folder.h"

#include <filesystem>
#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using sheaf::testing::ScratchFolder;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(BareFolder, WhatIsNotShownIsNamed) {
  ScratchFolder folder;
  for (const char *name : {"a.jpg", "b.mp4", "poster.psd", "IMG_1.HEIC", "film", ".hidden", "~$x.docx",
                           "HUONG-DAN.txt", "KET-QUA.html", "man-hinh.csv"})
    folder.write(name);
  for (const char *name : {"old", "empty"}) std::filesystem::create_directory(folder / name);
  folder.write("old/c.jpg");
  auto draft = with_bare_files(Draft(), folder.path());
  ASSERT_TRUE(draft) << draft.error().text;
  EXPECT_EQ(draft->items.size(), 2u);
  EXPECT_THAT(draft->ignored, ElementsAre("film", "old/", "poster.psd"));
  ASSERT_EQ(draft->mistakes.size(), 1u);
  EXPECT_EQ(draft->mistakes[0].where, "IMG_1.HEIC");
  EXPECT_THAT(draft->mistakes[0].en, HasSubstr("save it as JPEG"));
}

TEST(BareFolder, ATableUnderAnotherNameIsAMistakeAndSoIsALink) {
  ScratchFolder folder;
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

TEST(BareFolder, DocumentsStandAmongTheOtherFilesByName) {
  ScratchFolder folder;
  for (const char *name : {"2.pdf", "1.jpg", "10.jpg"}) folder.write(name);
  auto draft = read_draft(folder.path());
  ASSERT_TRUE(draft) << draft.error().text;
  std::vector<std::string> names;
  for (const auto &item : draft->items) names.push_back(item.item.source);
  EXPECT_THAT(names, ElementsAre("1.jpg", "2.pdf", "10.jpg"));
}

TEST(BareFolder, WithNothingInItSaysWhatToDo) {
  ScratchFolder folder;
  auto draft = read_draft(folder.path());
  ASSERT_FALSE(draft);
  EXPECT_THAT(draft.error().text, HasSubstr("hãy chép phim, ảnh vào thư mục này"));
}

TEST(BareFolder, ALinkOutOfItIsTold) {
  ScratchFolder folder, elsewhere;
  elsewhere.write("private.jpg");
  folder.write("a.jpg");
  std::filesystem::create_symlink(elsewhere / "private.jpg", folder / "b.jpg");
  std::filesystem::create_symlink(folder / "a.jpg", folder / "c.jpg");
  auto draft = read_draft(folder.path());
  ASSERT_TRUE(draft) << draft.error().text;
  ASSERT_EQ(draft->warnings.size(), 1u);
  EXPECT_THAT(draft->warnings[0].where, EndsWith("b.jpg"));
  EXPECT_THAT(draft->warnings[0].en, HasSubstr("private.jpg, outside of the folder"));
}
