// The power is cut after every step of two syncs, SQLite's steps among them; what was not synced is lost or
// kept, in every combination.
#include "tests/support/scratch_folder.h"
#include "tests/support/shelf_disk.h"
#include "tests/support/shelf_fixture.h"
#include "tests/support/shelf_vfs.h"

#include "board/files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <numeric>

using namespace sheaf;
using namespace sheaf::testing;
using namespace sheaf::testing::shelf;

namespace {

namespace fs = std::filesystem;

struct Promise {
  std::size_t steps = 0; // it was made after so many
  std::uint64_t serial = 0;
  std::optional<Digest> blob;
  bool complete = false;
};

/// A store on a recorded disk, and all that was promised while it was used.
struct Recording {
  ScratchFolder folder;
  assets::StoreFiles files{folder / "store"};
  ShelfOffice office;
  ShelfDisk disk;
  std::vector<Promise> promises;
  std::map<Digest, std::uint64_t> serials;
  std::map<Digest, std::string> blobs;
  std::vector<Publication> publications;

  Recording() {
    RecordedSqlite sqlite(disk);
    auto shelf = must(assets::open_shelf(disk, files, office.root(), {{}, 0}));
    for (std::uint64_t serial = 1; serial <= 2; ++serial)
      record(*shelf,
             office.publish(serial, {noise(1'100'000, serial), noise(5'000, 9), noise(3'000, serial)}));
  }
  void record(assets::Shelf &shelf, const Publication &p) {
    publications.push_back(p);
    serials[p.digest] = p.head.serial;
    blobs.insert(p.blobs.begin(), p.blobs.end());
    must(accept(shelf, p));
    promise({0, p.head.serial, {}, false});
    for (auto &needed : must(shelf.plan("hall"))) {
      must(receive(shelf, needed, p.blobs.at(needed.blob)));
      promise({0, 0, needed.blob, false});
    }
    EXPECT_TRUE(must(shelf.complete("hall")));
    promise({0, p.head.serial, {}, true});
  }
  void promise(Promise p) {
    p.steps = disk.operations().size();
    promises.push_back(p);
  }
};

/// What the cut leaves, checked before anybody repairs it: what a player would read.
std::uint64_t check_as_left(const Recording &r, const assets::StoreFiles &files) {
  std::uint64_t serial = 0;
  for (auto &[digest, bytes] : r.blobs)
    if (auto there = board::read_whole(files.blob(digest), 16_MiB); there && *there != bytes)
      ADD_FAILURE() << "a blob is not whole: " << digest.hex();
  auto text = board::read_whole(files.current(), 1_MiB);
  if (!text) return 0;
  for (auto &channel : must(assets::parse_current(*text)).channels)
    for (auto &e : channel.editions) {
      serial = std::max(serial, r.serials.at(e.head));
      auto loaded = assets::load_edition(files, r.office.root().root, e.head);
      EXPECT_TRUE(loaded) << loaded.error().text;
      for (auto &w : loaded &&e.complete ? loaded->wanted : std::vector<assets::Wanted>())
        EXPECT_TRUE(fs::exists(files.blob(w.blob))) << "complete, but not there";
    }
  return serial;
}

void check_promises(const Recording &r, assets::Shelf &shelf, std::size_t steps) {
  auto serial = shelf.accepted("hall").serial;
  bool complete = false;
  for (auto &p : r.promises) {
    if (p.steps > steps) break;
    EXPECT_GE(serial, p.serial);
    complete = complete || p.complete;
    auto wanted = p.blob && r.publications.at(serial - 1).blobs.contains(*p.blob);
    EXPECT_TRUE(!wanted || shelf.holds(*p.blob)) << "promised: " << p.blob.value_or(Digest{}).hex();
  }
  EXPECT_FALSE(shelf.lacks_documents("hall"));
  auto now = shelf.current();
  if (!complete) return;
  auto &editions = now.channels.at(0).editions;
  EXPECT_TRUE(std::any_of(editions.begin(), editions.end(), [](auto &e) { return e.complete; }));
}

void check_cut(const Recording &r, const DiskModel &model, std::size_t steps, const std::vector<bool> &kept) {
  ScratchFolder folder;
  assets::StoreFiles files{folder / "store"};
  model.leave(r.files.folder, files.folder, kept);
  fs::create_directories(files.folder);
  auto seen = check_as_left(r, files);
  auto shelf = assets::Shelf::open(files, r.office.root(), {{}, 0});
  ASSERT_TRUE(shelf) << shelf.error().text;
  EXPECT_GE((*shelf)->accepted("hall").serial, seen) << "the serial fell below what `current` said";
  check_promises(r, **shelf, steps);
  EXPECT_THAT(must((*shelf)->check({})), ::testing::IsEmpty());
  if (steps % 5 == 0) must(sync(**shelf, r.publications.back()));
}

/// All combinations where there are few undecided things; else all, none, each alone, and all but each.
std::vector<std::vector<bool>> choices(std::size_t undecided) {
  std::vector<std::vector<bool>> all;
  if (undecided <= 3) {
    for (unsigned bits = 0; bits < 1u << undecided; ++bits) {
      all.emplace_back();
      for (std::size_t i = 0; i < undecided; ++i) all.back().push_back((bits >> i & 1) != 0);
    }
    return all;
  }
  for (auto most : {false, true}) {
    all.emplace_back(undecided, most);
    for (std::size_t i = 0; i < undecided; ++i) {
      all.emplace_back(undecided, most);
      all.back()[i] = !most;
    }
  }
  return all;
}

}

TEST(ShelfPower, ACutAfterAnyStepLosesNothingThatWasPromised) {
  Recording r;
  DiskModel model;
  std::set<std::string> seen;
  std::size_t cuts = 0;
  auto &operations = r.disk.operations();
  for (std::size_t steps = 0; steps <= operations.size() && !::testing::Test::HasFailure(); ++steps) {
    SCOPED_TRACE("after step " + std::to_string(steps));
    if (steps > 0) model.apply(operations[steps - 1]);
    auto promises =
        std::count_if(r.promises.begin(), r.promises.end(), [&](auto &p) { return p.steps <= steps; });
    for (auto &kept : choices(model.undecided())) {
      if (!seen.insert(std::to_string(promises) + model.outcome(kept)).second) continue;
      if (cuts++ % one_of() == 0) check_cut(r, model, steps, kept);
    }
  }
  std::printf("%zu steps, %zu different cuts\n", operations.size(), cuts);
  EXPECT_GT(cuts, operations.size());
}
