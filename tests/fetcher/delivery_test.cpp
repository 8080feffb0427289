// Blobs on their way in: two at a time, from source after source, within what the network policy allows.
#include "fetcher/inner/delivery.h"

#include "assets/inner/shelf_store.h"
#include "assets/sha256.h"
#include "tests/support/fetch_rig.h"
#include "tests/support/shelf_disk.h"

#include <algorithm>
#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::testing;

namespace {

/// A mirror that answers some time later, as a network does, and counts what is under way.
class SlowMirror : public Mirror {
public:
  explicit SlowMirror(fetcher::Hours &hours, const Mirror &other) : Mirror(other), hours_(hours) {}
  int under_way = 0, most_under_way = 0;
  bool network = true;
  Duration pause{}; // that it asks for
  std::function<std::optional<Error>(const std::string &path)> fails;

  [[nodiscard]] bool networked() const override { return network; }
  [[nodiscard]] Duration asked_pause() const override { return pause; }
  [[nodiscard]] std::unique_ptr<fetcher::Request> get(fetcher::Wish wish) override {
    most_under_way = std::max(most_under_way, ++under_way);
    return std::make_unique<Later>(*this, std::move(wish));
  }

private:
  struct Later : fetcher::Request {
    Later(SlowMirror &m, fetcher::Wish w) : mirror(m), wish(std::move(w)) {
      id = mirror.hours_.timers.at(mirror.hours_.now.steady + 10ms, [this] { answer(); });
    }
    ~Later() override {
      --mirror.under_way;
      mirror.hours_.timers.cancel(id);
    }
    Later(const Later &) = delete;
    Later &operator=(const Later &) = delete;
    void answer() {
      auto error = mirror.fails ? mirror.fails(wish.path) : std::nullopt;
      if (!error) return void(mirror.Mirror::get(std::move(wish))); // may destroy this
      ++mirror.asked[wish.path];
      auto done = std::move(wish.done);
      done(fail(*error));
    }
    SlowMirror &mirror;
    fetcher::Wish wish;
    fetcher::Timers::Id id;
  };
  fetcher::Hours &hours_;
};

struct DeliveryTest : ::testing::Test, QuietScreen {
  std::string big = noise(3 << 20, 9);
  Publication p = [this] {
    for (int i = 0; i < 9; ++i)
      office.add_item("i" + std::to_string(i), noise(3000, static_cast<unsigned>(20 + i)));
    office.add_item("big", big);
    return office.sign();
  }();
  Mirror mirror{p, office.root_documents};
  SlowMirror slow{hours, mirror};

  DeliveryTest() { // instead of the shelf on the real disk: one on a disk that can be full
    shelf.reset();
    shelf = std::move(*assets::open_shelf(disk, {config.store}, office.installed(), {std::nullopt, 1000}));
    intake = std::make_unique<fetcher::Intake>(hours, *shelf, [this] { return floor; });
    renew_allowance();
    if (!look(slow)) throw std::runtime_error("the edition is not accepted");
    slow.most_under_way = 0;
  }
  ~DeliveryTest() override {
    allowance.reset();
    intake.reset();
    shelf.reset();
  }
  void renew_allowance() { allowance = std::make_unique<fetcher::Allowance>(hours, *shelf, nullptr, config); }
  void expect_whole(const std::vector<fetcher::Source *> &sources) {
    auto whole = bring(sources);
    ASSERT_TRUE(whole) << whole.error().text;
    EXPECT_TRUE(*whole);
    for (const auto &[digest, bytes] : p.blobs)
      EXPECT_EQ(read_file(assets::StoreFiles{config.store}.blob(digest)), bytes);
  }
  std::string put_off(const std::vector<fetcher::Source *> &sources) {
    auto whole = bring(sources);
    return whole ? "" : whole.error().text;
  }
  [[nodiscard]] int asked_blobs() const {
    int n = 0;
    for (const auto &[path, times] : slow.asked) n += path.starts_with("blobs/") ? times : 0;
    return n;
  }
  ShelfDisk disk;
};

}

TEST_F(DeliveryTest, TwoComeAtATime) {
  expect_whole({&slow});
  EXPECT_EQ(slow.most_under_way, 2);
  EXPECT_EQ(asked_blobs(), 11); // ten and a chunk list, each once
}

TEST_F(DeliveryTest, AnAskedPauseIsKept) {
  int failures = 1;
  slow.fails = [&](const std::string &path) -> std::optional<Error> {
    if (!path.starts_with("blobs/") || failures-- <= 0) return {};
    return Error{ErrorKind::transient, "503"};
  };
  slow.pause = 7min;
  auto start = hours.now.steady;
  expect_whole({&slow});
  EXPECT_GE(hours.now.steady - start, 7min);
}

TEST_F(DeliveryTest, WhoAsksToBeLeftAloneIsNotAskedWhileAnotherHasIt) {
  SlowMirror busy(hours, mirror), well(hours, mirror);
  busy.fails = [](const std::string &) { return Error{ErrorKind::transient, "503"}; };
  busy.pause = 1h;
  auto start = hours.now.steady;
  expect_whole({&busy, &well});
  EXPECT_LT(hours.now.steady - start, 1h);
  int asked = 0;
  for (const auto &[path, times] : busy.asked) asked += times;
  EXPECT_LE(asked, 2); // one by each lane
}

TEST_F(DeliveryTest, PausesGrowAndEndInGivingUp) {
  slow.fails = [](const std::string &) { return Error{ErrorKind::transient, "the line is dead"}; };
  auto start = hours.now.steady;
  EXPECT_NE(put_off({&slow}).find("dead"), std::string::npos);
  EXPECT_LE(asked_blobs(), 11 * fetcher::Delivery::most_idle);
  EXPECT_GT(hours.now.steady - start, 2s);
}

TEST_F(DeliveryTest, ASourceThatLacksABlobIsNotAskedAgainAndAgain) {
  slow.fails = [](const std::string &) { return Error{ErrorKind::absent, "404"}; };
  EXPECT_NE(put_off({&slow}), "");
  EXPECT_LE(asked_blobs(), 11);
}

TEST_F(DeliveryTest, ABlobOfAnotherLengthIsNotTaken) {
  for (auto &[path, bytes] : slow.files)
    if (path.starts_with("blobs/")) bytes += "and more";
  EXPECT_NE(put_off({&slow}), "");
  for (const auto &[digest, bytes] : p.blobs) EXPECT_FALSE(shelf->holds(digest));
}

TEST_F(DeliveryTest, AValidatorIsSentBackToTheSourceThatItCameFromAlone) {
  SlowMirror one(hours, mirror), two(hours, mirror);
  one.tag = "\"one\"";
  two.tag = "\"two\"";
  one.at_most = two.at_most = 10'000; // less than counts as progress: the other's turn
  std::ignore = bring({&one, &two});
  for (const auto &v : one.if_range) EXPECT_TRUE(v.empty() || v == one.tag) << v;
  for (const auto &v : two.if_range) EXPECT_TRUE(v.empty() || v == two.tag) << v;
  EXPECT_GT(std::count(one.if_range.begin(), one.if_range.end(), one.tag), 0);
  one.at_most = two.at_most = ~0ull;
  expect_whole({&one, &two});
}

// --- what the policy allows

TEST_F(DeliveryTest, ByDayNothingComesOverANetworkThatIsForTheNight) {
  config.network.night = "22:00-05:00";
  config.zone = "Asia/Ho_Chi_Minh";
  renew_allowance();
  hours.now.wall = instant(30 * 86400 + 3 * 3600); // ten in the morning there
  EXPECT_NE(put_off({&slow}).find("at night"), std::string::npos);
  EXPECT_EQ(asked_blobs(), 0);
  EXPECT_TRUE(look(slow)); // heads are asked for
  EXPECT_EQ(allowance->closed()->wait, 12h);
  hours.now.wall += 12h;
  expect_whole({&slow});
}

TEST_F(DeliveryTest, WhoseClockIsNotSetDoesNotWaitForTheNight) {
  config.network.night = "22:00-05:00";
  config.zone = "Asia/Ho_Chi_Minh";
  renew_allowance();
  hours.now.wall = instant(30 * 86400 + 3 * 3600);
  hours.now.quality = ClockQuality::none;
  expect_whole({&slow});
}

TEST_F(DeliveryTest, AStickIsOfNoConcernToThePolicy) {
  config.network.night = "22:00-05:00";
  config.network.monthly = 1;
  renew_allowance();
  shelf->add_month_bytes(hours.now.wall, 1000);
  hours.now.wall = instant(30 * 86400 + 3 * 3600);
  slow.network = false;
  expect_whole({&slow});
}

TEST_F(DeliveryTest, AMonthThatIsUsedUpEndsWithTheMonth) {
  config.network.monthly = 1 << 20;
  renew_allowance();
  shelf->add_month_bytes(hours.now.wall, 2 << 20);
  EXPECT_NE(put_off({&slow}).find("next month"), std::string::npos);
  EXPECT_EQ(asked_blobs(), 0);
  auto wait = allowance->closed()->wait;
  hours.now.wall += wait - 1s;
  EXPECT_TRUE(allowance->closed());
  hours.now.wall += 1s;
  EXPECT_FALSE(allowance->closed());
  expect_whole({&slow});
}

TEST_F(DeliveryTest, WhatWasUsedOfTheMonthIsKnownAfterARestart) {
  config.network.monthly = 1 << 20;
  shelf->add_month_bytes(hours.now.wall, 2 << 20);
  shelf.reset();
  shelf = std::move(*assets::open_shelf(disk, {config.store}, office.installed(), {std::nullopt, 0}));
  renew_allowance();
  EXPECT_TRUE(allowance->closed());
}

// --- a full disk

TEST_F(DeliveryTest, AFullDiskStopsBlobsAndItGoesOnWhenThereIsRoom) {
  disk.free = 1000;
  auto told = bring({&slow});
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().kind, ErrorKind::full);
  EXPECT_TRUE(look(slow)); // heads are still looked at
  disk.free.reset();
  expect_whole({&slow});
}

TEST_F(DeliveryTest, ADiskThatIsFullInTheMiddleKeepsWhatHasCome) {
  std::uint64_t room = 2 << 20;
  disk.fault = [&](const ShelfDisk::Operation &o) -> std::optional<Error> {
    if (o.step != Step::write || o.bytes.size() <= room) {
      room -= o.step == Step::write ? o.bytes.size() : 0;
      return {};
    }
    return Error{ErrorKind::full, "no space left on device"};
  };
  auto told = bring({&slow});
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().kind, ErrorKind::full) << told.error().text;
  disk.fault = nullptr;
  fetcher::Delivery delivery(hours, *shelf, *allowance, {&slow}, chance);
  auto whole = run(delivery.bring("hall", 0));
  ASSERT_TRUE(whole) << whole.error().text;
  EXPECT_TRUE(*whole);
  EXPECT_LT(delivery.take_count(), big.size()); // not everything again
}

TEST_F(DeliveryTest, AFailingDiskCostsThatBlobOnly) {
  auto failing = assets::sha256(big).hex();
  int failures = 0;
  disk.fault = [&](const ShelfDisk::Operation &o) -> std::optional<Error> {
    if (o.step != Step::sync || o.path.find(failing) == std::string::npos || failures++) return {};
    return Error{ErrorKind::transient, "input/output error"};
  };
  EXPECT_FALSE(bring({&slow}));
  for (const auto &[digest, bytes] : p.blobs) EXPECT_EQ(shelf->holds(digest), digest != assets::sha256(big));
  expect_whole({&slow}); // anew, from its first byte
}
