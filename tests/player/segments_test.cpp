#include "player/inner/segments.h"

#include "assets/play_record.h"
#include "tests/support/office.h"
#include "tests/support/scratch_folder.h"

#include <filesystem>
#include <gmock/gmock.h>

namespace sheaf::player {
namespace {

using sheaf::testing::read_file;
using sheaf::testing::ScratchFolder;
namespace fs = std::filesystem;

struct SegmentsTest : ::testing::Test {
  ScratchFolder scratch;
  std::string folder = scratch / "plays";
  std::string segment(int n) const { return read_file(folder + "/" + std::to_string(n) + ".jsonl"); }
  std::ptrdiff_t count() const { return std::distance(fs::directory_iterator(folder), {}); }
};

TEST_F(SegmentsTest, LinesStandOneBehindTheOther) {
  Segments segments(folder);
  ASSERT_TRUE(segments.append("one"));
  ASSERT_TRUE(segments.append("two"));
  EXPECT_EQ(segment(1), "one\ntwo\n");
  EXPECT_EQ(count(), 1);
}

TEST_F(SegmentsTest, EachStartBeginsANewOne) {
  ASSERT_TRUE(Segments(folder).append("one"));
  fs::create_directories(folder);
  scratch.write("plays/notes.txt");
  ASSERT_TRUE(Segments(folder).append("two"));
  EXPECT_EQ(segment(1), "one\n");
  EXPECT_EQ(segment(2), "two\n");
}

TEST_F(SegmentsTest, AFullOneIsFollowedByAnother) {
  Segments segments(folder);
  ASSERT_TRUE(segments.append(std::string(assets::segment_bytes, 'x')));
  ASSERT_TRUE(segments.append("two"));
  EXPECT_EQ(segment(1).size(), assets::segment_bytes + 1);
  EXPECT_EQ(segment(2), "two\n");
}

TEST_F(SegmentsTest, TheOldestGoes) {
  Segments segments(folder);
  for (std::size_t i = 0; i < assets::most_segments + 3; ++i)
    ASSERT_TRUE(segments.append(std::string(assets::segment_bytes, 'x')));
  EXPECT_EQ(count(), static_cast<std::ptrdiff_t>(assets::most_segments));
  EXPECT_FALSE(fs::exists(folder + "/3.jsonl"));
  EXPECT_TRUE(fs::exists(folder + "/4.jsonl"));
}

TEST_F(SegmentsTest, OneThatWasDrainedAndTakenAwayIsMadeAgain) {
  Segments segments(folder);
  ASSERT_TRUE(segments.append("one"));
  fs::remove_all(folder);
  EXPECT_FALSE(segments.append("lost"));
  ASSERT_TRUE(segments.append("two"));
  EXPECT_EQ(count(), 1);
}

TEST_F(SegmentsTest, WhereNothingCanBeWrittenItSaysSo) {
  scratch.write("plays"); // a file where the folder should be
  auto written = Segments(folder).append("one");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().text, ::testing::HasSubstr(folder));
}

}
}
