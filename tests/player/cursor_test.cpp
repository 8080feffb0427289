#include "player/inner/cursor.h"

#include "tests/support/office.h"
#include "tests/support/scratch_folder.h"

#include <gmock/gmock.h>

namespace sheaf::player {
namespace {

using sheaf::testing::read_file;
using sheaf::testing::ScratchFolder;
using sheaf::testing::write_file;

const Cursor some{7, "hall/a/vi/00ff", {{"hall", {2, 41}}, {"school", {1, 3}}}};

TEST(Cursor, WhatIsWrittenIsRead) {
  auto read = parse_cursor(write_cursor(some));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(*read, some);
}

TEST(Cursor, DamageIsSeenWhereverItIs) {
  auto whole = write_cursor(some);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 4);
    EXPECT_FALSE(parse_cursor(flipped)) << "byte " << at;
    EXPECT_FALSE(parse_cursor(whole.substr(0, at))) << "cut at " << at;
  }
}

struct CursorFiles : ::testing::Test {
  ScratchFolder scratch;
  assets::StoreFiles files{scratch.path()};
  Cursor at(std::uint64_t turn, std::uint64_t serial) {
    return {turn, "hall/" + std::to_string(turn), {{"hall", {1, serial}}}};
  }
};

TEST_F(CursorFiles, WithoutSlotsItIsEmpty) { EXPECT_EQ(load_cursor(files), Cursor{}); }

TEST_F(CursorFiles, TheLaterSlotHolds) {
  for (std::uint64_t turn : {1, 2, 3}) {
    ASSERT_TRUE(save_cursor(files, at(turn, turn)));
    EXPECT_EQ(load_cursor(files), at(turn, turn));
  }
}

TEST_F(CursorFiles, ADamagedSlotCostsOneStep) {
  ASSERT_TRUE(save_cursor(files, at(1, 5)));
  ASSERT_TRUE(save_cursor(files, at(2, 6)));
  write_file(files.cursor(0), read_file(files.cursor(0)).substr(0, 50));
  EXPECT_EQ(load_cursor(files), at(1, 5));
}

TEST_F(CursorFiles, SerialsNeverFall) {
  ASSERT_TRUE(save_cursor(files, at(1, 9)));
  ASSERT_TRUE(save_cursor(files, at(2, 4)));
  auto loaded = load_cursor(files);
  EXPECT_EQ(loaded.key, "hall/2");
  EXPECT_EQ(loaded.newest["hall"], (Cursor::Place{1, 9}));
}

TEST_F(CursorFiles, AFolderThatIsNotThereIsAnError) {
  EXPECT_FALSE(save_cursor({scratch / "nowhere"}, some));
}

}
}
