// Flipped bits and cut files anywhere in a store: it opens or is rebuilt, the serial never falls, and nothing
// wrong is called whole.
#include "board/files.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/shelf_fixture.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <random>

using namespace sheaf;
using namespace sheaf::testing;
using namespace sheaf::testing::shelf;

namespace {

namespace fs = std::filesystem;

struct Store {
  ScratchFolder folder;
  assets::StoreFiles good{folder / "good"}, bad{folder / "bad"};
  ShelfOffice office;
  Publication first = office.publish(41, {noise(1'100'000, 1), noise(3'000, 2)});
  Publication second = office.publish(42, {noise(1'100'000, 1), noise(4'000, 3)});
  assets::Current current;          // when all was well
  std::vector<std::string> targets; // below the folder, each kind of file about as often

  Store() {
    auto shelf = must(assets::Shelf::open(good, office.root(), {{}, 0}));
    must(sync(*shelf, first));
    must(shelf->add_root(office.root_document(2, 1)));
    must(sync(*shelf, second));
    current = shelf->current();
    shelf.reset();
    for (auto &entry : fs::recursive_directory_iterator(good.folder))
      if (entry.is_regular_file() && entry.file_size() > 0)
        targets.push_back(entry.path().string().substr(good.folder.size()));
    std::sort(targets.begin(), targets.end());
    for (int i = 0; i < 8; ++i) targets.emplace_back("/state.db");
    for (int i = 0; i < 3; ++i) targets.emplace_back("/serials.json");
  }
  void fresh_copy() const {
    fs::remove_all(bad.folder);
    fs::copy(good.folder, bad.folder, fs::copy_options::recursive);
  }
};

void damage(const std::string &path, std::mt19937 &random) {
  auto size = fs::file_size(path);
  if (random() % 3 == 0) return fs::resize_file(path, random() % size);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  auto at = static_cast<std::streamoff>(random() % size);
  file.seekg(at);
  auto byte = static_cast<char>(file.get() ^ (1 << random() % 8));
  file.seekp(at);
  file.put(byte);
}

void check_held(const Store &store, const assets::Shelf &shelf) {
  for (auto &[digest, bytes] : store.second.blobs) {
    if (!shelf.holds(digest)) continue;
    auto there = must(board::read_whole(store.bad.blob(digest), 16_MiB));
    ASSERT_TRUE(there == bytes) << "called whole, and is not: " << digest.hex();
  }
}

/// What can be derived from signed documents and whole blobs is, and the wall does not change.
bool is_derived(const std::string &target) {
  return target == "/state.db" || target == "/serials.json" || target == "/current" || target == "/lock";
}

void check_damaged(const Store &store, const std::string &target) {
  auto opened = assets::Shelf::open(store.bad, store.office.root(), {{}, 0});
  ASSERT_TRUE(opened) << opened.error().text;
  auto &shelf = **opened;
  ASSERT_EQ(shelf.accepted("hall").serial, 42u);
  ASSERT_FALSE(accept(shelf, store.first));
  if (is_derived(target)) {
    ASSERT_EQ(shelf.current(), store.current);
  }
  (void)must(shelf.check({}));
  ASSERT_NO_FATAL_FAILURE(check_held(store, shelf));
  if (shelf.lacks_documents("hall")) must(accept(shelf, store.second));
  must(fetch_all(shelf, store.second));
  ASSERT_THAT(must(shelf.check({})), ::testing::IsEmpty());
  ASSERT_EQ(shelf.progress("hall").state, "current");
}

}

TEST(ShelfRot, ItOpensOrIsRebuiltAndNothingWrongIsCalledWhole) {
  Store store;
  std::mt19937 random(3);
  auto rounds = at_length() ? 2000 : 300;
  std::map<std::string, int> hits;
  for (int i = 0; i < rounds; ++i) {
    auto target = store.targets[random() % store.targets.size()];
    SCOPED_TRACE(std::to_string(i) + " " + target);
    store.fresh_copy();
    damage(store.bad.folder + target, random);
    ASSERT_NO_FATAL_FAILURE(check_damaged(store, target));
    ++hits[target.substr(0, target.find('/', 1))];
  }
  for (auto &[what, times] : hits) std::printf("%5d damages in %s\n", times, what.c_str());
}

TEST(ShelfRot, ADatabaseThatRotsWhileItIsOpenIsWrittenAnew) {
  Store store;
  store.fresh_copy();
  auto shelf = must(assets::Shelf::open(store.bad, store.office.root(), {{}, 0}));
  std::ofstream(store.bad.state_db(), std::ios::binary) << noise(30'000, 4);
  auto third = store.office.publish(43, {noise(4'000, 3)});
  must(sync(*shelf, third));
  shelf.reset();
  shelf = must(assets::Shelf::open(store.bad, store.office.root(), {{}, 0}));
  EXPECT_EQ(shelf->accepted("hall").serial, 43u);
  EXPECT_TRUE(shelf->current().channels.at(0).editions.at(0).complete);
}
