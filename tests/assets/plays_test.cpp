#include "assets/plays.h"

#include "board/files.h"
#include "tests/support/at_length.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/shelf_vfs.h"

#include <filesystem>
#include <gmock/gmock.h>

using namespace sheaf;
using sheaf::assets::PlayRecord;
using sheaf::assets::Plays;
using sheaf::testing::DiskModel;
using sheaf::testing::RecordedSqlite;
using sheaf::testing::ScratchFolder;
using sheaf::testing::ShelfDisk;
using ::testing::ElementsAre;
using ::testing::SizeIs;

namespace {

PlayRecord record(std::uint64_t sequence, const std::string &item = "rice", std::int64_t at = 1'750'000'000) {
  PlayRecord r;
  r.sequence = sequence;
  r.boot = "b1";
  r.channel = "hall";
  r.item = item;
  r.theme = "harvest";
  r.language = "vi";
  r.start = Wall(std::chrono::seconds(at + static_cast<std::int64_t>(sequence)));
  r.presented_ms = 1000;
  r.planned_ms = 1000;
  r.ended = "whole";
  return r;
}

std::string lines(std::uint64_t from, std::uint64_t to, const std::string &item = "rice") {
  std::string text;
  for (auto i = from; i <= to; ++i) text += assets::write_play_record(record(i, item)) + "\n";
  return text;
}

struct PlaysTest : ::testing::Test {
  ScratchFolder folder;
  std::string path = folder / "plays.db";
  std::string segments = [this] {
    std::filesystem::create_directory(folder / "plays");
    return folder / "plays";
  }();
  std::unique_ptr<Plays> plays = open();

  std::unique_ptr<Plays> open() {
    auto opened = Plays::open(path);
    EXPECT_TRUE(opened) << opened.error().text;
    return std::move(*opened);
  }
  std::size_t drain() {
    auto drained = plays->drain(segments);
    EXPECT_TRUE(drained) << drained.error().text;
    return *drained;
  }
  std::uint64_t showings() {
    auto counted = plays->count({false, false, false}, 0h);
    EXPECT_TRUE(counted);
    return counted->empty() ? 0 : counted->at(0).showings;
  }
};

}

TEST_F(PlaysTest, WhoOnlyCountsChangesNothing) {
  ASSERT_TRUE(board::write_whole(segments + "/0.jsonl", lines(1, 3), board::Durable::no));
  EXPECT_EQ(drain(), 3u);
  auto reading = Plays::open_to_read(path);
  ASSERT_TRUE(reading) << reading.error().text;
  EXPECT_THAT(*(*reading)->latest(10), SizeIs(3));
  EXPECT_FALSE(Plays::open_to_read(folder / "none.db"));
  ASSERT_TRUE(board::write_whole(folder / "rotten.db", std::string(9000, 'x'), board::Durable::no));
  EXPECT_FALSE(Plays::open_to_read(folder / "rotten.db"));
  EXPECT_TRUE(std::filesystem::exists(folder / "rotten.db")) << "only its writer puts it aside";
  EXPECT_FALSE(std::filesystem::exists(folder / "none.db"));
}

TEST_F(PlaysTest, EveryWholeLineIsTakenOnce) {
  auto all = lines(1, 10);
  auto half = all.size() - 20;
  folder.write("plays/1.jsonl", all.substr(0, half));
  EXPECT_EQ(drain(), 9u);
  EXPECT_EQ(drain(), 0u);
  folder.write("plays/1.jsonl", all);
  folder.write("plays/2.jsonl", lines(11, 12));
  EXPECT_EQ(drain(), 3u);
  plays.reset();
  plays = open();
  EXPECT_EQ(drain(), 0u);
  EXPECT_EQ(showings(), 12u);
  auto latest = plays->latest(2);
  ASSERT_TRUE(latest);
  EXPECT_THAT(*latest, ElementsAre(record(12), record(11)));
}

TEST_F(PlaysTest, WhatIsKnownIsNotCountedTwiceWhereverItComesFrom) {
  folder.write("plays/1.jsonl", lines(1, 5));
  EXPECT_EQ(drain(), 5u);
  folder.write("plays/2.jsonl", lines(3, 7));
  EXPECT_EQ(drain(), 2u);
}

TEST_F(PlaysTest, WhatWasOnIsReplacedByWhatCameOfIt) {
  auto on = record(1), later = on, over = on;
  on.ended = later.ended = "on";
  later.presented_ms = 31'000;
  over.presented_ms = 40'000;
  over.start += 2s; // the clock was set meanwhile
  auto line = [](const PlayRecord &r) { return assets::write_play_record(r) + "\n"; };
  folder.write("plays/1.jsonl", line(on));
  EXPECT_EQ(drain(), 1u);
  folder.write("plays/1.jsonl", line(on) + line(later));
  EXPECT_EQ(drain(), 0u);
  EXPECT_THAT(*plays->latest(9), ElementsAre(later));
  EXPECT_EQ(plays->count({}, 0h)->at(0).presented_ms, 31'000);
  folder.write("plays/2.jsonl", line(over) + lines(2, 2));
  EXPECT_EQ(drain(), 1u);
  folder.write("plays/3.jsonl", line(on) + line(later)); // comes again
  EXPECT_EQ(drain(), 0u);
  EXPECT_THAT(*plays->latest(9), ElementsAre(over, record(2)));
  EXPECT_EQ(showings(), 2u);
}

TEST_F(PlaysTest, SegmentsVanishAndOthersComeUnderTheirName) {
  folder.write("plays/1.jsonl", lines(1, 5));
  EXPECT_EQ(drain(), 5u);
  folder.write("plays/1.jsonl", lines(6, 30, "sugar")); // longer than the one before
  EXPECT_EQ(drain(), 25u);
  std::filesystem::remove(folder / "plays/1.jsonl");
  EXPECT_EQ(drain(), 0u);
  folder.write("plays/1.jsonl", lines(31, 31));
  EXPECT_EQ(drain(), 1u);
  std::filesystem::remove_all(segments);
  EXPECT_EQ(drain(), 0u);
  EXPECT_EQ(showings(), 31u);
}

TEST_F(PlaysTest, LinesThatAreNoneArePassedOver) {
  folder.write("plays/1.jsonl",
               "{\"sequence\":\n" + lines(1, 1) + std::string("\0\0\n", 3) + "\n" + lines(2, 2));
  folder.write("plays/notes.txt", lines(5, 5));
  EXPECT_EQ(drain(), 2u);
}

TEST_F(PlaysTest, CountsByItemThemeAndTheDayOfTheScreen) {
  folder.write("plays/1.jsonl", lines(1, 3) + assets::write_play_record(record(4, "sugar")) + "\n" +
                                    assets::write_play_record(record(5, "rice", 1'750'000'000 + 10 * 3600)) +
                                    "\n");
  EXPECT_EQ(drain(), 5u); // 15:06 and 01:06 UTC
  auto items = plays->count({}, 0h);
  ASSERT_TRUE(items);
  ASSERT_THAT(*items, SizeIs(2));
  EXPECT_EQ(items->at(0).item, "rice");
  EXPECT_EQ(items->at(0).showings, 4u);
  EXPECT_EQ(items->at(0).presented_ms, 4000);
  auto days = plays->count({false, true, true}, 0h);
  ASSERT_TRUE(days);
  ASSERT_THAT(*days, SizeIs(2));
  EXPECT_EQ(days->at(0).day, "2025-06-15");
  EXPECT_EQ(days->at(1).day, "2025-06-16");
  EXPECT_EQ(days->at(0).theme, "harvest");
  auto there = plays->count({false, false, true}, 9h); // beyond midnight there
  ASSERT_TRUE(there);
  EXPECT_EQ(there->at(0).day, "2025-06-16");
  EXPECT_THAT(*there, SizeIs(1));
}

TEST_F(PlaysTest, ADamagedOneIsPutAsideAndBegunAnew) {
  folder.write("plays/1.jsonl", lines(1, 500));
  EXPECT_EQ(drain(), 500u);
  plays.reset();
  auto bytes = *board::read_whole(path, 64_MiB);
  folder.write("plays.db", std::string(8192, 'x') + bytes.substr(8192));
  plays = open();
  EXPECT_TRUE(std::filesystem::exists(path + ".damaged"));
  EXPECT_EQ(drain(), 500u); // what is there still
}

TEST_F(PlaysTest, ReportsAreReadWhileItIsDrained) {
  folder.write("plays/1.jsonl", lines(1, 3));
  EXPECT_EQ(drain(), 3u);
  auto other = open();
  EXPECT_TRUE(other->count({}, 0h));
  folder.write("plays/1.jsonl", lines(1, 4));
  EXPECT_EQ(drain(), 1u);
}

TEST_F(PlaysTest, TheOldestGoWhereThereAreTooMany) {
  plays = std::move(*Plays::open(path, 20));
  folder.write("plays/1.jsonl", lines(1, 15));
  EXPECT_EQ(drain(), 15u);
  folder.write("plays/2.jsonl", lines(16, 30));
  EXPECT_EQ(drain(), 15u);
  EXPECT_EQ(showings(), 20u);
  folder.write("plays/3.jsonl", lines(31, 33));
  EXPECT_EQ(drain(), 3u);
  EXPECT_EQ(showings(), 20u);
  EXPECT_EQ(drain(), 0u);
  auto all = plays->latest(100);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->front(), record(33));
  EXPECT_EQ(all->back(), record(14));
  plays = std::move(*Plays::open(path, 5)); // a smaller bound than it was
  folder.write("plays/4.jsonl", lines(34, 34));
  EXPECT_EQ(drain(), 1u);
  EXPECT_EQ(showings(), 5u);
}

namespace {

/// Drains on a recorded disk, and what each drain promised: after so many steps, so many records.
struct Drained {
  ScratchFolder folder;
  std::string path = folder / "plays.db";
  ShelfDisk disk;
  std::vector<std::pair<std::size_t, std::uint64_t>> promises{{0, 0}};

  explicit Drained(std::uint64_t drains) {
    std::filesystem::create_directory(folder / "plays");
    RecordedSqlite sqlite(disk);
    auto plays = std::move(*Plays::open(path));
    for (std::uint64_t i = 1; i <= drains; ++i) {
      folder.write("plays/1.jsonl", lines(1, 40 * i));
      EXPECT_TRUE(plays->drain(folder / "plays"));
      promises.emplace_back(disk.operations().size(), 40 * i);
    }
  }
  [[nodiscard]] std::uint64_t promised(std::size_t steps) const {
    std::uint64_t most = 0;
    for (auto &[at, records] : promises)
      if (at <= steps) most = records;
    return most;
  }
};

}

/// What was drained is there; what was not comes again from the segments, where those still are.
TEST(PlaysPower, ACutAfterAnyStepLosesOnlyWhatWasNotDrained) {
  Drained r(3);
  DiskModel model;
  std::size_t cuts = 0;
  for (std::size_t steps = 0; steps <= r.disk.operations().size(); ++steps) {
    SCOPED_TRACE("after step " + std::to_string(steps));
    if (steps > 0) model.apply(r.disk.operations()[steps - 1]);
    for (unsigned kept = 0; kept < 1u << std::min<std::size_t>(6, model.undecided()); ++kept) {
      if (cuts++ % sheaf::testing::one_of() != 0) continue;
      std::vector<bool> choice(model.undecided());
      for (std::size_t i = 0; i < choice.size(); ++i)
        choice[i] = (kept >> std::min<std::size_t>(i, 5) & 1) != 0;
      ScratchFolder left;
      model.leave(r.folder.path(), left.path(), choice);
      auto plays = Plays::open(left / "plays.db");
      ASSERT_TRUE(plays) << plays.error().text;
      auto there = (*plays)->latest(1000);
      ASSERT_TRUE(there && there->size() >= r.promised(steps)) << "kept: " << kept;
      ASSERT_EQ(*(*plays)->drain(r.folder / "plays"), 120 - there->size());
      ASSERT_FALSE(std::filesystem::exists(left / "plays.db.damaged"));
    }
  }
  std::printf("%zu steps, %zu cuts\n", r.disk.operations().size(), cuts);
}
