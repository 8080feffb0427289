#include "board/files.h"

#include "tests/support/scratch_folder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace sheaf;
using namespace sheaf::board;
using sheaf::testing::ScratchFolder;

namespace {

std::string contents(const std::string &path) { return read_whole(path, 1_MiB).value_or("(nothing)"); }

std::size_t entries(const ScratchFolder &folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path()),
                                                std::filesystem::directory_iterator()));
}

}

TEST(Files, WhatIsWrittenIsRead) {
  ScratchFolder folder;
  for (auto durable : {Durable::no, Durable::yes}) {
    std::string bytes(200'000, 'a');
    bytes[7] = '\0';
    ASSERT_TRUE(write_whole(folder / "x", bytes, durable));
    EXPECT_EQ(contents(folder / "x"), bytes);
    ASSERT_TRUE(write_whole(folder / "x", "", durable));
    EXPECT_EQ(contents(folder / "x"), "");
    EXPECT_EQ(entries(folder), 1u);
  }
}

TEST(Files, InTheCurrentFolder) {
  ScratchFolder folder;
  auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  EXPECT_TRUE(write_whole("plain", "x", Durable::yes));
  std::filesystem::current_path(before);
  EXPECT_EQ(contents(folder / "plain"), "x");
}

// The disk is full in the middle: the old file stays, and no temporary.
TEST(Files, ADiskThatIsFullLeavesTheOldFile) {
  ScratchFolder folder;
  folder.write("x", "old");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit small{4096, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  auto r = write_whole(folder / "x", std::string(10'000, 'n'), Durable::no);
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_FALSE(r);
  EXPECT_EQ(contents(folder / "x"), "old");
  EXPECT_EQ(entries(folder), 1u);
}

TEST(Files, WhereNothingCanBeWritten) {
  ScratchFolder folder;
  auto absent = write_whole(folder / "no" + "/x", "x", Durable::no);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, ErrorKind::absent);
  std::filesystem::create_directory(folder / "dir");
  EXPECT_FALSE(write_whole(folder / "dir", "x", Durable::no));
  EXPECT_EQ(entries(folder), 1u);
}

TEST(Files, WhateverStandsUnderTheTemporarysNameIsNoTrap) {
  ScratchFolder folder;
  auto outside = folder.write("outside", "mine");
  std::filesystem::create_symlink(outside, folder / ".x.new");
  ASSERT_TRUE(write_whole(folder / "x", "new", Durable::no));
  EXPECT_EQ(contents(outside), "mine");
  ASSERT_EQ(::mkfifo((folder / ".y.new").c_str(), 0644), 0); // to open it for writing would wait for a reader
  ASSERT_TRUE(write_whole(folder / "y", "new", Durable::no));
  EXPECT_EQ(contents(folder / "y"), "new");
}

TEST(Files, ReadingSaysWhatIsWrong) {
  ScratchFolder folder;
  auto kind = [](auto r) { return r ? ErrorKind::corrupt : r.error().kind; };
  EXPECT_EQ(kind(open_to_read(folder / "absent")), ErrorKind::absent);
  EXPECT_EQ(kind(open_to_read(folder.path())), ErrorKind::refused);
  EXPECT_EQ(kind(open_to_read("/dev/null")), ErrorKind::refused);
  EXPECT_EQ(kind(open_to_read(folder / std::string(300, 'n'))), ErrorKind::refused);
  folder.write("x", std::string(1000, 'x'));
  EXPECT_EQ(kind(read_whole(folder / "x", Bytes{999})), ErrorKind::refused);
  EXPECT_TRUE(read_whole(folder / "x", Bytes{1000}));
}

TEST(Files, NoDescriptorsLeftIsFull) {
  ScratchFolder folder;
  folder.write("x");
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  rlimit none{0, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  auto fd = open_to_read(folder / "x");
  ::setrlimit(RLIMIT_NOFILE, &before);
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().kind, ErrorKind::full);
}

TEST(Files, TheProgramsOwnFolder) { EXPECT_TRUE(std::filesystem::exists(program_folder() + "/test_board")); }
