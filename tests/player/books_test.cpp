#include "player/books.h"

#include "assets/play_record.h"
#include "tests/support/office.h"
#include "tests/support/scratch_folder.h"

#include <filesystem>
#include <gmock/gmock.h>
#include <sstream>

namespace sheaf::player {
namespace {

using sheaf::testing::instant;
using sheaf::testing::read_file;
using sheaf::testing::ScratchFolder;

struct BooksTest : ::testing::Test {
  ScratchFolder scratch;
  assets::RunFiles files{scratch / "run"};
  std::unique_ptr<board::Worker> scribe = std::move(*board::Worker::make());
  Books books{files.folder, *scribe};
  Now now{Steady(1000s), instant(1000), ClockQuality::synchronised};

  void pass(Duration time) {
    now.steady += time;
    now.wall += time;
  }
  void settle() { ASSERT_TRUE(scribe->finish(60s)); }
  std::vector<assets::PlayRecord> records() {
    settle();
    std::vector<assets::PlayRecord> all;
    if (!std::filesystem::exists(files.plays())) return all;
    std::istringstream lines(read_file(files.plays() + "/1.jsonl"));
    for (std::string line; std::getline(lines, line);) all.push_back(*assets::parse_play_record(line));
    return all;
  }
  assets::PlayState state() {
    settle();
    return *assets::parse_play_state(read_file(files.play()));
  }
  /// A film of ten seconds that began three seconds ago.
  Showing showing() {
    Showing s;
    s.path = "hall/a/vi/00";
    s.item = std::make_shared<const Item>(Item{"hall", "a", "water", "vi", Digest{{1}}, Digest{{2}}, 7, {}});
    s.start = s.origin = now.steady - 3s;
    s.has_facts = true; // of a film
    s.end = media::ItemEnd{10s, 250, 0};
    return s;
  }
  void show(const std::string &health) {
    assets::PlayState s;
    s.health = health;
    books.tell(s);
  }
};

TEST_F(BooksTest, AShowingIsARecord) {
  books.record(showing(), Ended::cut, "it was withdrawn", now);
  books.record(showing(), Ended::ok, "", now);
  auto all = records();
  ASSERT_EQ(all.size(), 2u);
  auto &r = all[0];
  EXPECT_EQ(r.sequence, 1u);
  EXPECT_EQ(all[1].sequence, 2u);
  EXPECT_EQ(r.boot, all[1].boot);
  EXPECT_EQ(r.boot.size(), 16u);
  EXPECT_EQ(r.channel + "/" + r.item + "/" + r.language + "/" + r.theme, "hall/a/vi/water");
  EXPECT_EQ(r.blob, Digest{{1}});
  EXPECT_EQ(r.edition, Digest{{2}});
  EXPECT_EQ(r.serial, 7u);
  EXPECT_EQ(r.start, instant(997));
  EXPECT_EQ(r.quality, ClockQuality::synchronised);
  EXPECT_EQ(r.presented_ms, 3000);
  EXPECT_EQ(r.planned_ms, 10'000);
  EXPECT_EQ(r.ended + ": " + r.why, "cut: it was withdrawn");
}

TEST_F(BooksTest, WhatIsOnForLongHasARecordBeforeItsEnd) {
  auto s = showing();
  for (int second = 3; second < 95; ++second, pass(1s)) {
    books.on_air(&s, now);
    EXPECT_GT(books.wake(), now.steady);
    EXPECT_LE(books.wake(), now.steady + Books::on_pause);
  }
  auto so_far = records();
  ASSERT_EQ(so_far.size(), 3u) << "at 30, 60 and 90 seconds";
  books.record(s, Ended::skipped, "", now);
  books.on_air(nullptr, now);
  auto next = showing(); // began three seconds ago
  books.on_air(&next, now);
  EXPECT_EQ(books.wake(), *next.start + Books::on_pause);
  books.record(next, Ended::ok, "", now);
  auto all = records();
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(so_far.back().ended, "on");
  EXPECT_EQ(so_far.back().presented_ms, 90'000);
  EXPECT_EQ(so_far.back().start, instant(997));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(all.at(i).sequence, 1u) << "of one showing";
  EXPECT_EQ(all[3].ended, "skipped");
  EXPECT_EQ(all[3].presented_ms, 95'000);
  EXPECT_EQ(all[4].sequence, 2u);
}

TEST_F(BooksTest, WhatIsOnIsNoShowingYet) {
  auto s = showing();
  pass(Books::on_pause);
  books.on_air(&s, now);
  show("playing");
  books.turn(now);
  EXPECT_EQ(state().showings, 0u);
  s.start.reset();
  books.on_air(&s, now);
  EXPECT_EQ(books.wake(), now.steady + Books::most_pause) << "it is not seen yet";
}

TEST_F(BooksTest, WhatWasNotSeenIsNoShowing) {
  auto s = showing();
  s.start.reset();
  books.record(s, Ended::error, "it is damaged", now);
  EXPECT_TRUE(records().empty());
}

TEST_F(BooksTest, ABareFileIsCalledByItsName) {
  auto s = showing();
  s.item.reset();
  s.path = "/show/a.png";
  books.record(s, Ended::ok, "", now);
  EXPECT_EQ(records().at(0).item, "/show/a.png");
  EXPECT_FALSE(records().at(0).blob);
}

TEST_F(BooksTest, TheStateIsWrittenAtOnceAndThenNotMoreThanOnceASecond) {
  show("idle");
  books.turn(now);
  EXPECT_EQ(state().health, "idle");
  EXPECT_EQ(state().updated, now.wall);
  show("playing");
  books.turn(now);
  EXPECT_EQ(state().health, "idle");
  EXPECT_EQ(books.wake(), now.steady + Books::least_pause);
  pass(Books::least_pause);
  books.turn(now);
  EXPECT_EQ(state().health, "playing");
}

TEST_F(BooksTest, APlayerThatLivesSaysSo) {
  show("playing");
  books.turn(now);
  show("playing"); // nothing new
  EXPECT_EQ(books.wake(), now.steady + Books::most_pause);
  pass(Books::most_pause);
  books.turn(now);
  EXPECT_EQ(state().updated, now.wall);
}

TEST_F(BooksTest, ShowingsAndGapsAreCounted) {
  auto s = showing();
  for (double gap : {0.0, 49.0, 51.0}) {
    s.gap_ms = gap;
    books.record(s, Ended::ok, "", now);
  }
  show("playing");
  books.turn(now);
  EXPECT_EQ(state().showings, 3u);
  EXPECT_EQ(state().gaps, 1u);
  EXPECT_EQ(state().boot, records().at(0).boot);
}

TEST_F(BooksTest, AFolderThatCannotBeWrittenHurtsNobody) {
  scratch.write("run"); // a file where the folder should be
  books.record(showing(), Ended::ok, "", now);
  show("playing");
  books.turn(now);
  settle();
  std::filesystem::remove(scratch / "run");
  pass(Books::most_pause);
  books.turn(now);
  EXPECT_EQ(state().showings, 1u);
}

}
}
