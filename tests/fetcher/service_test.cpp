// Days of sheaf-fetch, in moments: when it asks, when it brings, what it does about what happens meanwhile.
#include "fetcher/inner/service.h"

#include "assets/inner/shelf_store.h"
#include "assets/sha256.h"
#include "tests/support/fetch_rig.h"
#include "tests/support/shelf_disk.h"

#include <csignal>
#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::testing;

namespace {

board::Signals &signals() { // blocked for the whole program: taken once
  static auto taken = std::move(*board::Signals::take({SIGTERM, SIGINT, SIGHUP}));
  return taken;
}

/// What a test tells a source to do, and when it was asked for what.
class TimedMirror : public Mirror {
public:
  explicit TimedMirror(fetcher::Hours &hours) : hours_(hours) {}
  struct Asked {
    Duration at; // since the test began
    std::string path;
  };
  std::vector<Asked> asked_at;
  std::optional<Error> fails;
  Duration pause{};
  bool network = true;

  [[nodiscard]] bool networked() const override { return network; }
  [[nodiscard]] Duration asked_pause() const override { return pause; }
  [[nodiscard]] std::unique_ptr<fetcher::Request> get(fetcher::Wish wish) override {
    asked_at.push_back({hours_.now.steady - began_, wish.path});
    if (!fails) return Mirror::get(std::move(wish));
    wish.done(fail(*fails));
    return nullptr;
  }
  [[nodiscard]] std::vector<Duration> times(const std::string &part) const {
    std::vector<Duration> found;
    for (const auto &a : asked_at)
      if (a.path.find(part) != std::string::npos) found.push_back(a.at);
    return found;
  }

private:
  fetcher::Hours &hours_;
  Steady began_ = hours_.now.steady;
};

struct ServiceTest : ::testing::Test, QuietScreen {
  std::unique_ptr<board::Loop> loop = std::move(*board::Loop::make());
  ShelfDisk disk;
  TimedMirror mirror{hours};
  std::multimap<Duration, std::function<void()>> events; // since the test began
  const Now begin = hours.now;

  ServiceTest() {
    config.id = "hall-1";
    config.channels = {"hall"};
    config.run = config.store + "/run";
    shelf.reset();
    shelf = std::move(*assets::open_shelf(disk, {config.store}, office.installed(), {std::nullopt, 1000}));
    office.add_item("a", noise(5000, 1));
    office.add_item("b", noise(3 << 20, 2));
  }
  ~ServiceTest() override { shelf.reset(); }

  Publication publish() {
    auto p = office.sign();
    mirror.put(p, office.root_documents);
    return p;
  }
  /// So long a life of sheaf-fetch.
  void live(Duration length) {
    auto end = hours.now.steady + length;
    auto wait = [&](Steady until) {
      auto event = events.empty() ? Steady::max() : begin.steady + events.begin()->first;
      auto next = std::min(until, event);
      if (next > end) return ::raise(SIGTERM), loop->turn(Steady::min()), at(end);
      if (next == event) {
        hours.now = at(event);
        auto what = events.extract(events.begin());
        what.mapped()();
      }
      return at(std::max(next, hours.now.steady));
    };
    fetcher::Service service({*loop, hours, *shelf, config, {&mirror}, nullptr, signals(), wait});
    service.run();
    hours.now = at(end);
  }
  [[nodiscard]] Now at(Steady steady) const {
    return {steady, begin.wall + (steady - begin.steady), begin.quality};
  }
  [[nodiscard]] bool whole() const {
    auto channels = shelf->current().channels;
    return !channels.empty() && channels[0].editions[0].complete;
  }
  [[nodiscard]] Digest newest() const { return shelf->current().channels.at(0).editions.at(0).head; }
  [[nodiscard]] assets::FetchState told() const {
    return *assets::parse_fetch_state(read_file(assets::RunFiles{config.run}.fetch()));
  }
};

std::vector<Duration> gaps(const std::vector<Duration> &times) {
  std::vector<Duration> found;
  for (std::size_t i = 1; i < times.size(); ++i) found.push_back(times[i] - times[i - 1]);
  return found;
}

}

// --- polls

TEST_F(ServiceTest, PollsComeWithinThePeriodThatTheHeadSays) {
  office.head.poll_s = 300;
  publish();
  live(24h);
  auto between = gaps(mirror.times("hall/head"));
  ASSERT_GT(between.size(), 280u);
  for (std::size_t i = 1; i < between.size(); ++i) {
    EXPECT_GE(between[i], 270s);
    EXPECT_LE(between[i], 300s);
  }
  EXPECT_LE(between[0], 300s);
  EXPECT_LE(mirror.times("root/").size(), 2u); // once a day
}

TEST_F(ServiceTest, ScreensThatStartTogetherPartAfterTheirFirstPoll) {
  office.head.poll_s = 1000;
  publish();
  std::array<int, 4> quarters{};
  for (int screen = 0; screen < 100; ++screen) {
    mirror.asked_at.clear();
    auto from = hours.now.steady - begin.steady;
    live(1001s);
    auto second = mirror.times("hall/head").at(1) - from;
    ASSERT_LE(second, 1000s);
    ++quarters[static_cast<std::size_t>(second / 251s)];
  }
  for (auto n : quarters) EXPECT_GE(n, 2); // of 25, by chance
}

TEST_F(ServiceTest, FailuresAreFollowedByPausesOfUpToHalfAnHour) {
  mirror.fails = Error{ErrorKind::transient, "nobody answers"};
  live(48h);
  auto between = gaps(mirror.times("hall/head"));
  ASSERT_GT(between.size(), 90u); // 15 minutes on average
  EXPECT_LE(between[0], 1s);
  EXPECT_LE(between[1], 2s);
  for (auto g : between) EXPECT_LE(g, 30min);
  std::set<Duration> different(between.begin(), between.end());
  EXPECT_EQ(different.size(), between.size()); // jitter
  EXPECT_GT(*different.rbegin(), 20min);
  EXPECT_NE(told().channels.at(0).trouble.find("nobody answers"), std::string::npos);
}

TEST_F(ServiceTest, WhoAsksToBeLeftAloneIs) {
  mirror.fails = Error{ErrorKind::transient, "503"};
  mirror.pause = 40min;
  live(24h);
  for (auto g : gaps(mirror.times("hall/head"))) EXPECT_GE(g, 40min);
}

TEST_F(ServiceTest, ANetworkThatComesBackIsUsedAtOnce) {
  publish();
  mirror.fails = Error{ErrorKind::transient, "nobody answers"};
  events.emplace(5h, [this] { mirror.fails.reset(); });
  live(5h + 31min);
  EXPECT_TRUE(whole());
}

TEST_F(ServiceTest, AFolderThatComesBackIsSeenWithinAPoll) {
  publish();
  mirror.network = false;
  mirror.fails = Error{ErrorKind::absent, "no such folder"};
  events.emplace(5h, [this] { mirror.fails.reset(); });
  live(5h + 3min);
  EXPECT_TRUE(whole());
}

// --- blobs

TEST_F(ServiceTest, ScreensBeginToFetchSpreadOverTheTimeThatTheHeadSays) {
  office.head.spread_s = 3600;
  office.head.issued = begin.wall;
  auto p = publish();
  std::array<int, 4> quarters{};
  for (int i = 0; i < 60; ++i) {
    auto share = fetcher::lot("hall-" + std::to_string(i) + " hall 1") % 1'000'000;
    ++quarters[share / 250'000];
  }
  for (auto n : quarters) EXPECT_GE(n, 4); // of 15
  live(2h);
  EXPECT_LE(mirror.times("hall/head").at(0), 1s); // heads are not put off
  auto share = fetcher::lot("hall-1 hall 1") % 1'000'000;
  auto due = std::chrono::microseconds(3600 * share);
  EXPECT_GE(mirror.times("blobs/").at(0), due);
  EXPECT_LE(mirror.times("blobs/").at(0), due + 2s);
  EXPECT_TRUE(whole());
}

TEST_F(ServiceTest, WhatIsIssuedLongAgoIsNotPutOff) {
  office.head.spread_s = 3600;
  publish(); // a month ago
  live(10s);
  EXPECT_TRUE(whole());
}

TEST_F(ServiceTest, BlobsComeLongBeforeTheyAreShown) {
  auto first = publish();
  live(1min);
  office.add_item("c", noise(7000, 3));
  office.head.activate_at =
      std::chrono::floor<std::chrono::seconds>(board::now().wall) + 48h; // after any floor
  auto second = publish();
  live(10min);
  auto editions = shelf->current().channels.at(0).editions;
  ASSERT_EQ(editions.size(), 2u);
  EXPECT_EQ(editions[0].head, second.digest); // the player knows its time from the head
  EXPECT_TRUE(editions[0].complete);
  EXPECT_EQ(editions[1].head, first.digest);
  assets::StoreFiles files{config.store};
  for (const auto &[digest, bytes] : first.blobs) EXPECT_EQ(read_file(files.blob(digest)), bytes);
}

TEST_F(ServiceTest, AWithdrawalAloneIsTakenWithinAPoll) {
  office.head.poll_s = 120;
  auto first = publish();
  Publication second;
  events.emplace(1h, [&] {
    office.manifest.withdrawn.push_back({first.manifest.items[0].blobs.at("und"), "wrong", begin.wall});
    office.manifest.items.clear();
    office.manifest.blobs.clear();
    second = publish();
  });
  live(1h + 121s);
  EXPECT_EQ(newest(), second.digest);
  EXPECT_TRUE(whole());
}

TEST_F(ServiceTest, NightIsWaitedForAndUsed) {
  config.network.night = "22:00-05:00";
  config.zone = "UTC"; // it is midnight now
  events.emplace(10h, [this] { publish(); });
  events.emplace(22h - 1s, [this] {
    EXPECT_TRUE(mirror.times("blobs/").empty());
    EXPECT_EQ(told().channels.at(0).state, "waiting");
    EXPECT_NE(told().channels.at(0).trouble.find("night"), std::string::npos);
  });
  live(22h + 1s);
  EXPECT_TRUE(whole());
}

TEST_F(ServiceTest, AFullCardIsLookedAtAgainUntilThereIsRoom) {
  publish();
  disk.free = 1000;
  events.emplace(3h, [this] {
    EXPECT_FALSE(whole());
    EXPECT_NE(told().channels.at(0).trouble, "");
    disk.free.reset();
  });
  live(3h + 5min + 1s);
  EXPECT_TRUE(whole());
}

TEST_F(ServiceTest, DocumentsGoOnComingInWhileTheCardIsFull) {
  publish();
  disk.free = 1000;
  live(1h);
  office.head.stop = playlist::Stop{begin.wall + 48h, "mourning"};
  auto stopped = publish();
  live(10min);
  EXPECT_EQ(newest(), stopped.digest);
  EXPECT_EQ(told().channels.at(0).state, "stopped");
}

TEST_F(ServiceTest, WhatThePlayerSeesRottenIsFetchedAgain) {
  auto p = publish();
  auto big = p.manifest.items[1].blobs.at("und");
  live(5min);
  ASSERT_TRUE(whole());
  auto bytes = read_file(assets::StoreFiles{config.store}.blob(big));
  bytes[(2 << 20) + 5] ^= 1;
  write_file(assets::StoreFiles{config.store}.blob(big), bytes);
  assets::PlayState state;
  state.bad = {{big, 2}};
  write_file(assets::RunFiles{config.run}.play(), assets::write_play_state(state));
  auto before = mirror.asked[Mirror::blob(big)];
  live(3min);
  EXPECT_EQ(mirror.asked[Mirror::blob(big)], before + 1);
  EXPECT_EQ(assets::sha256(read_file(assets::StoreFiles{config.store}.blob(big))), big);
}

TEST_F(ServiceTest, WhatRotsUnseenIsFoundByReadingOn) {
  auto p = publish();
  auto big = p.manifest.items[1].blobs.at("und");
  live(5min);
  auto bytes = read_file(assets::StoreFiles{config.store}.blob(big));
  bytes[5] ^= 1;
  write_file(assets::StoreFiles{config.store}.blob(big), bytes);
  live(5min);
  EXPECT_EQ(assets::sha256(read_file(assets::StoreFiles{config.store}.blob(big))), big);
}

namespace {

void spoil(const std::string &path) {
  auto bytes = read_file(path);
  bytes[bytes.size() / 2] ^= 1;
  write_file(path, bytes);
}

}

TEST_F(ServiceTest, DocumentsThatThePlayerComplainsOfComeAgainAtOnce) {
  auto p = publish();
  assets::StoreFiles files{config.store};
  live(5min);
  auto current = read_file(files.current());
  auto complain = [&](const std::string &what) {
    assets::PlayState state;
    state.complaints = {what};
    write_file(assets::RunFiles{config.run}.play(), assets::write_play_state(state));
  };
  for (const auto &path : {files.current(), files.head(p.digest), files.manifest(p.head.manifest)}) {
    SCOPED_TRACE(path);
    spoil(path);
    complain(path);
    live(1s); // far less than a poll
    EXPECT_EQ(read_file(files.current()), current);
    EXPECT_EQ(read_file(files.head(p.digest)), p.head_document);
    EXPECT_EQ(read_file(files.manifest(p.head.manifest)), p.manifest_bytes);
    EXPECT_EQ(shelf->accepted("hall").serial, p.head.serial);
    EXPECT_TRUE(whole());
    EXPECT_TRUE(told().ever_fetched);
  }
}

TEST_F(ServiceTest, DocumentsThatRotUnseenAreFoundByReadingOn) {
  auto p = publish();
  assets::StoreFiles files{config.store};
  mirror.tag = "\"1\"";
  events.emplace(5min, [&] {
    spoil(files.head(p.digest));
    spoil(files.current());
  });
  live(15min);
  EXPECT_EQ(read_file(files.head(p.digest)), p.head_document);
  EXPECT_TRUE(whole());
}

TEST_F(ServiceTest, WhereNoSourceIsThereDamagedDocumentsAreNotAskedForMoreOften) {
  auto p = publish();
  live(5min);
  mirror.fails = Error{ErrorKind::transient, "nobody answers"};
  mirror.asked_at.clear();
  events.emplace(6min, [&] { spoil(assets::StoreFiles{config.store}.head(p.digest)); });
  live(24h);
  EXPECT_LT(mirror.times("hall/head").size(), 200u); // every minute would be 1440
  EXPECT_EQ(shelf->accepted("hall").serial, p.head.serial);
  mirror.fails.reset();
  live(31min);
  EXPECT_TRUE(whole());
}
