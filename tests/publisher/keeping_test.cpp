#include "publisher/keeping.h"

#include "board/clock.h"
#include "tests/support/scratch_folder.h"

#include <fcntl.h>
#include <filesystem>
#include <gmock/gmock.h>
#include <sys/stat.h>

using namespace sheaf;
using namespace sheaf::publisher;
using sheaf::testing::ScratchFolder;

namespace fs = std::filesystem;

namespace {

// Made `made` days ago, and used `used` days ago.
void set_age(const fs::path &path, int used, int made) {
  auto days_ago = [](int days) {
    return timespec{
        std::chrono::duration_cast<std::chrono::seconds>(board::now().wall.time_since_epoch()).count() -
            days * 86'400,
        0};
  };
  const timespec times[2]{days_ago(used), days_ago(made)};
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
}

}

TEST(Keeping, WhatNobodyUsesGoesAfterAYear) {
  ScratchFolder folder;
  for (const char *name : {"used.mp4", "new.mp4", "old.mp4"}) folder.write(name);
  fs::create_directory(folder / "old-pages");
  folder.write("old-pages/p-1.png");
  set_age(folder / "used.mp4", 300, 1000);
  set_age(folder / "new.mp4", 1000, 300);
  set_age(folder / "old.mp4", 366, 366);
  set_age(folder / "old-pages", 400, 500);
  drop_unused(folder.path(), board::now().wall);
  EXPECT_TRUE(fs::exists(folder / "used.mp4"));
  EXPECT_TRUE(fs::exists(folder / "new.mp4"));
  EXPECT_FALSE(fs::exists(folder / "old.mp4"));
  EXPECT_FALSE(fs::exists(folder / "old-pages"));
}

TEST(Keeping, UseKeepsAFileAndDoesNotChangeItEachTime) {
  ScratchFolder folder;
  for (const char *name : {"long.mp4", "lately.mp4"}) folder.write(name);
  set_age(folder / "long.mp4", 360, 500);
  set_age(folder / "lately.mp4", 20, 500);
  struct ::stat before {
  }, after{};
  ASSERT_EQ(::stat((folder / "lately.mp4").c_str(), &before), 0);
  note_use(folder / "long.mp4");
  note_use(folder / "lately.mp4");
  ASSERT_EQ(::stat((folder / "lately.mp4").c_str(), &after), 0);
  EXPECT_EQ(before.st_atim.tv_sec, after.st_atim.tv_sec);
  drop_unused(folder.path(), board::now().wall + std::chrono::days(350));
  EXPECT_TRUE(fs::exists(folder / "long.mp4"));
  EXPECT_FALSE(fs::exists(folder / "lately.mp4"));
}

TEST(Keeping, NothingThereIsNoTrouble) {
  ScratchFolder folder;
  note_use(folder / "nothing");
  drop_unused(folder / "nothing", board::now().wall);
}
