#include "player/store_supply.h"

#include "assets/store_files.h"
#include "board/clock.h"
#include "tests/support/office.h"
#include "tests/support/scratch_folder.h"

#include <filesystem>
#include <gmock/gmock.h>

namespace sheaf::player {
namespace {

using sheaf::testing::noise;
using sheaf::testing::Office;
using sheaf::testing::ScratchFolder;
using sheaf::testing::write_file;

struct StoreSupplyTest : ::testing::Test {
  ScratchFolder scratch;
  Office office;
  assets::StoreFiles files{scratch / "store"};
  board::ScreenConfig config;
  std::unique_ptr<board::Loop> loop = std::move(*board::Loop::make());
  std::unique_ptr<board::Worker> worker = std::move(*board::Worker::make());
  std::vector<Show> shows;
  std::unique_ptr<StoreSupply> supply;

  StoreSupplyTest() {
    config.id = "screen";
    config.channels = {"hall"};
    config.store = files.folder;
    config.run = scratch / "run";
    config.root = scratch / "root";
    write_file(config.root, office.root_documents.front());
    std::ignore = loop->watch(worker->fd(), [this] { worker->answer(); });
  }
  ~StoreSupplyTest() override { loop->forget(worker->fd()); }

  void start() {
    supply = std::make_unique<StoreSupply>(config, *loop, *worker);
    supply->start({[this](Show show) { shows.push_back(std::move(show)); }, {}}, board::now());
  }
  void until(const std::function<bool()> &done) {
    for (auto end = board::steady_now() + 60s; !done() && board::steady_now() < end;) {
      auto now = loop->turn(std::min(supply ? supply->wake() : end, board::steady_now() + 100ms));
      if (supply) supply->turn(now);
    }
    ASSERT_TRUE(done());
  }
  std::size_t items() const {
    for (auto show = shows.rbegin(); show != shows.rend(); ++show)
      if (show->items) return show->items->items().size();
    return 0;
  }
  void fill_with(const std::string &id) {
    office.add_item(id, "picture" + id);
    office.fill_store(files.folder);
  }
  std::string first_key() const { return shows.front().items->items().at(0); }
};

TEST_F(StoreSupplyTest, AnEditionThatComesIsSeenAtOnce) {
  fill_with("a");
  start();
  until([&] { return items() == 1; });
  fill_with("b");
  until([&] { return items() == 2; });
}

TEST_F(StoreSupplyTest, AStoreThatIsMadeLaterIsFound) {
  start();
  until([&] { return !shows.empty(); });
  EXPECT_EQ(shows.back().card, CardKind::waiting);
  fill_with("a");
  supply->look(board::now()); // else after five seconds
  until([&] { return items() == 1; });
  fill_with("b"); // it is watched now
  until([&] { return items() == 2; });
}

TEST_F(StoreSupplyTest, AStoreThatIsReplacedIsWatchedAgain) {
  fill_with("a");
  start();
  until([&] { return items() == 1; });
  std::filesystem::rename(files.folder, scratch / "before");
  std::filesystem::copy(scratch / "before", files.folder, std::filesystem::copy_options::recursive);
  fill_with("b");
  supply->look(board::now());
  until([&] { return items() == 2; });
  fill_with("c");
  until([&] { return items() == 3; });
}

TEST_F(StoreSupplyTest, OpensOnTheWorkerAndAnswersHere) {
  fill_with("a");
  start();
  until([&] { return items() == 1; });
  std::optional<Result<Supply::Opened>> opened;
  supply->open(first_key(), [&](auto o) { opened = std::move(o); });
  EXPECT_FALSE(opened);
  until([&] { return opened.has_value(); });
  ASSERT_TRUE(*opened);
  EXPECT_EQ((*opened)->item->id, "a");
  EXPECT_TRUE((*opened)->file);
  EXPECT_TRUE((*opened)->seal);
}

TEST_F(StoreSupplyTest, WhatIsRottenIsTold) {
  fill_with("a");
  start();
  until([&] { return items() == 1; });
  auto blob = office.manifest.items[0].blobs["und"];
  Item item;
  item.blob = blob;
  supply->damaged(item, 0);
  until([&] { return !shows.back().bad.empty(); });
  EXPECT_EQ(shows.back().bad, (std::vector<assets::BadChunk>{{blob, 0}}));
  EXPECT_FALSE(shows.back().items) << "the list is as before";
  EXPECT_EQ(shows.back().health, "playing");
}

TEST_F(StoreSupplyTest, AtTheEndThePlaceIsKept) {
  fill_with("a");
  start();
  until([&] { return items() == 1; });
  supply->shown(first_key());
  supply->end();
  ASSERT_TRUE(worker->finish(60s));
  EXPECT_TRUE(std::filesystem::exists(files.cursor(1)));
  shows.clear();
  start();
  until([&] { return items() == 1; });
  EXPECT_EQ(shows.back().after, 0u);
}

TEST_F(StoreSupplyTest, AnswersThatOutliveItReachNobody) {
  fill_with("a");
  start();
  bool called = false;
  supply->open("hall/a", [&](auto) { called = true; });
  supply.reset();
  ASSERT_TRUE(worker->finish(60s));
  EXPECT_TRUE(shows.empty());
  EXPECT_FALSE(called);
}

}
}
