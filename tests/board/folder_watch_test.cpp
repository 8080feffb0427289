#include "board/folder_watch.h"

#include "tests/support/scratch_folder.h"

#include <gmock/gmock.h>
#include <poll.h>

using namespace sheaf;
using namespace sheaf::board;
using sheaf::testing::ScratchFolder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

struct FolderWatchTest : ::testing::Test {
  ScratchFolder folder;
  FolderWatch watch = std::move(*FolderWatch::make());
  void SetUp() override { ASSERT_TRUE(watch.add(folder.path())); }
  bool readable() {
    pollfd p{watch.fd(), POLLIN, 0};
    return ::poll(&p, 1, 0) == 1;
  }
};

}

TEST_F(FolderWatchTest, NothingHappens) {
  EXPECT_FALSE(readable());
  auto changes = watch.take();
  EXPECT_FALSE(changes.all);
  EXPECT_THAT(changes.finished, IsEmpty());
}

TEST_F(FolderWatchTest, AFileIsBegunAndFinished) {
  auto writer = folder.begin("a.mp4");
  EXPECT_TRUE(readable());
  auto changes = watch.take();
  EXPECT_THAT(changes.begun, ElementsAre(folder / "a.mp4"));
  EXPECT_THAT(changes.finished, IsEmpty());
  writer.reset();
  EXPECT_THAT(watch.take().finished, ElementsAre(folder / "a.mp4"));
}

TEST_F(FolderWatchTest, RenamedAndDeleted) {
  folder.write("a");
  watch.take();
  std::filesystem::rename(folder / "a", folder / "b");
  auto changes = watch.take();
  EXPECT_THAT(changes.removed, ElementsAre(folder / "a"));
  EXPECT_THAT(changes.finished, ElementsAre(folder / "b"));
  std::filesystem::remove(folder / "b");
  EXPECT_THAT(watch.take().removed, ElementsAre(folder / "b"));
}

TEST_F(FolderWatchTest, ReadingIsNoChange) {
  folder.write("a");
  watch.take();
  std::ifstream(folder / "a").get();
  EXPECT_FALSE(readable());
}

TEST_F(FolderWatchTest, PathsAreSpelledAsFilesAreListed) {
  FolderWatch slash = std::move(*FolderWatch::make());
  ASSERT_TRUE(slash.add(folder.path() + "/"));
  folder.write("a");
  EXPECT_THAT(slash.take().finished, ElementsAre(folder / "a"));
}

TEST_F(FolderWatchTest, TheCurrentFolder) {
  auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  FolderWatch here = std::move(*FolderWatch::make());
  EXPECT_TRUE(here.add(""));
  std::filesystem::current_path(before);
  folder.write("a");
  EXPECT_THAT(here.take().finished, ElementsAre("a"));
}

TEST_F(FolderWatchTest, WatchingTwiceIsOnce) {
  ASSERT_TRUE(watch.add(folder.path()));
  folder.write("a");
  EXPECT_EQ(watch.take().finished.size(), 1u);
}

TEST_F(FolderWatchTest, AFolderThatGoesIsTold) {
  std::filesystem::remove_all(folder.path());
  EXPECT_THAT(watch.take().gone, ElementsAre(folder.path()));
  std::filesystem::create_directory(folder.path());
  ASSERT_TRUE(watch.add(folder.path()));
  watch.take();
  folder.write("a");
  EXPECT_THAT(watch.take().finished, ElementsAre(folder / "a"));
}

TEST_F(FolderWatchTest, AFolderThatIsRenamedIsToldToo) {
  ScratchFolder other;
  std::filesystem::create_directory(other / "in");
  ASSERT_TRUE(watch.add(other / "in"));
  std::filesystem::rename(other / "in", other / "out");
  EXPECT_THAT(watch.take().gone, ElementsAre(other / "in"));
  std::ofstream(other / "out" + "/a") << "x";
  EXPECT_THAT(watch.take().finished, IsEmpty()); // it is not ours any more
}

TEST_F(FolderWatchTest, MoreThanCanBeTold) {
  for (int i = 0; i < 20'000; ++i) std::filesystem::remove(folder.write("a")); // the queue holds 16,384
  EXPECT_TRUE(watch.take().all);
}

TEST_F(FolderWatchTest, WhatIsNoFolder) {
  auto file = folder.write("a");
  auto r = watch.add(file);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().kind, ErrorKind::absent);
  EXPECT_EQ(watch.add(folder / "none").error().kind, ErrorKind::absent);
}
