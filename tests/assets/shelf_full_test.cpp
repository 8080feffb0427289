// A disk that is full, that cannot be written to, that fails.
#include "board/files.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/shelf_disk.h"
#include "tests/support/shelf_fixture.h"
#include "tests/support/shelf_vfs.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

using namespace sheaf;
using namespace sheaf::testing;
using namespace sheaf::testing::shelf;
using ::testing::HasSubstr;

namespace {

namespace fs = std::filesystem;

enum class Small { tmpfs, loop };

/// Whether ext4 can be made on a loop device here.
bool has_loop() {
  return ::geteuid() == 0 && std::system("losetup -f >/dev/null 2>&1 && mkfs.ext4 -V >/dev/null 2>&1") == 0;
}
std::vector<Small> kinds() {
  return has_loop() ? std::vector{Small::tmpfs, Small::loop} : std::vector{Small::tmpfs};
}

/// Takes whatever room there is.
void fill(const std::string &path) {
  Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  std::string bytes(64 << 10, 'x');
  for (auto size = bytes.size(); size > 0;)
    if (::write(file.get(), bytes.data(), size) <= 0) size /= 2;
}

int mount_small(Small kind, const std::string &place) {
  if (kind == Small::tmpfs) return ::mount("none", place.c_str(), "tmpfs", 0, "size=4m");
  auto image = "'" + place + ".img'";
  auto command = "truncate -s 5656K " + image + " && mkfs.ext4 -q -F -m 0 -b 1024 " + image +
                 " && mount -o loop " + image + " '" + place + "' && rm " + image;
  return std::system(command.c_str());
}

/// Runs `work` in a child with a file system of 4 MiB at `place`; its exit status, 0 where all was well.
int with_small_disk(Small kind, const std::string &place, const std::function<void()> &work) {
  auto pid = ::fork();
  if (pid == 0) {
    auto alone = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
    if (::unshare(alone) != 0) ::_exit(10);
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) ::_exit(11);
    if (mount_small(kind, place) != 0) ::_exit(12);
    try {
      work();
    } catch (const std::exception &e) {
      std::fprintf(stderr, "%s\n", e.what());
      ::_exit(1);
    }
    ::_exit(::testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

ErrorKind kind(const Result<void> &result) {
  EXPECT_FALSE(result);
  return result ? ErrorKind::unsupported : result.error().kind;
}

struct FailingDisk : ::testing::Test {
  ScratchFolder folder;
  assets::StoreFiles files{folder / "store"};
  ShelfOffice office;
  ShelfDisk disk;
  RecordedSqlite sqlite{disk};
  std::unique_ptr<assets::Shelf> shelf = must(assets::open_shelf(disk, files, office.root(), {{}, 0}));
  std::string still = noise(9000, 1);
  Publication p = office.publish(1, {still});
  assets::Needed needed{assets::sha256(still), still.size(), {}, 0};

  void fail_at(Step step, ErrorKind error, const std::string &part) {
    disk.fault = [=](const ShelfDisk::Operation &o) -> std::optional<Error> {
      if (o.step != step || o.path.find(part) == std::string::npos) return {};
      return Error{error, "the disk has failed"};
    };
  }
  std::size_t syncs_of(const std::string &part) {
    return static_cast<std::size_t>(
        std::count_if(disk.operations().begin(), disk.operations().end(), [&](auto &o) {
          return o.step == Step::sync && o.path.find(part) != std::string::npos;
        }));
  }
};

}

struct ShelfFull : ::testing::TestWithParam<Small> {};
INSTANTIATE_TEST_SUITE_P(On, ShelfFull, ::testing::ValuesIn(kinds()),
                         [](auto &kind) { return kind.param == Small::loop ? "Loop" : "Tmpfs"; });

TEST_P(ShelfFull, WhatIsOnTheWallStaysAndTheSyncGoesOnWhenThereIsRoom) {
  ScratchFolder folder;
  ShelfOffice office;
  auto first = office.publish(1, {noise(1'500'000, 1)}), second = office.publish(2, {noise(2'900'000, 2)});
  auto status = with_small_disk(GetParam(), folder.path(), [&] {
    assets::StoreFiles files{folder / "store"};
    auto shelf = must(assets::Shelf::open(files, office.root(), {{}, 0}));
    must(sync(*shelf, first));
    folder.write("somebody else's", noise(1'500'000, 3));
    must(accept(*shelf, second)); // a withdrawal must get through
    auto planned = shelf->plan("hall");
    EXPECT_TRUE(!planned && planned.error().kind == ErrorKind::full);
    for (auto &[digest, bytes] : second.blobs) { // a fetcher that does not listen
      auto chunks = second.manifest.blobs.contains(digest) ? second.manifest.blobs.at(digest).chunks
                                                           : std::optional<Digest>();
      auto received = receive(*shelf, {digest, bytes.size(), chunks, 0}, bytes);
      EXPECT_TRUE(received || received.error().kind == ErrorKind::full);
    }
    EXPECT_FALSE(must(shelf->complete("hall")));
    EXPECT_TRUE(shelf->current().channels.at(0).editions.at(1).complete);
    for (auto &[digest, bytes] : first.blobs)
      EXPECT_TRUE(must(board::read_whole(files.blob(digest), 16_MiB)) == bytes);
    // Nothing more can be written at all.
    fill(folder / "the rest");
    auto third = accept(*shelf, office.publish(3, {noise(9, 9)}));
    EXPECT_EQ(kind(third), ErrorKind::full);
    EXPECT_THAT(third.error().text, HasSubstr("No space left on device")) << "or another clear sentence";
    EXPECT_EQ(shelf->accepted("hall").serial, 2u);
    shelf.reset();
    auto again = assets::Shelf::open(files, office.root(), {{}, 0});
    EXPECT_TRUE(again || again.error().kind == ErrorKind::full) << again.error().text;
    if (again) again->reset();
    fs::remove(folder / "the rest");
    fs::remove(folder / "somebody else's");
    shelf = must(assets::Shelf::open(files, office.root(), {{}, 0}));
    EXPECT_EQ(shelf->accepted("hall").serial, 2u);
    must(shelf->collect());
    // Both do not fit beside each other: what is on the wall is not given up for what comes.
    EXPECT_FALSE(shelf->plan("hall"));
    EXPECT_TRUE(shelf->current().channels.at(0).editions.at(1).complete);
    must(sync(*shelf, office.publish(4, {noise(1'200'000, 5)})));
    EXPECT_THAT(must(shelf->check({})), ::testing::IsEmpty());
  });
  EXPECT_EQ(status, 0) << "10, 11, 12: no small file system could be made";
}

TEST_P(ShelfFull, AStoreThatCannotBeWrittenToIsRefused) {
  ScratchFolder folder;
  ShelfOffice office;
  auto status = with_small_disk(GetParam(), folder.path(), [&] {
    assets::StoreFiles files{folder / "store"};
    must(sync(*must(assets::Shelf::open(files, office.root(), {{}, 0})), office.publish(1, {noise(9, 9)})));
    if (::mount("none", folder.path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0) ::_exit(13);
    auto shelf = assets::Shelf::open(files, office.root(), {{}, 0});
    EXPECT_TRUE(!shelf && shelf.error().kind == ErrorKind::refused);
    EXPECT_THAT(shelf.error().text, HasSubstr("Read-only file system"));
    if (::mount("none", folder.path().c_str(), nullptr, MS_REMOUNT, nullptr) != 0) ::_exit(13);
    must(sync(*must(assets::Shelf::open(files, office.root(), {{}, 0})), office.publish(2, {noise(9, 8)})));
  });
  EXPECT_EQ(status, 0) << "10 to 13: no small file system could be made";
}

TEST_F(FailingDisk, AFailedFsyncFailsTheBlobAndIsNotTriedAgain) {
  must(accept(*shelf, p));
  auto incoming = must(shelf->receive(needed));
  must(incoming->write(still));
  fail_at(Step::sync, ErrorKind::transient, ".part");
  EXPECT_EQ(kind(incoming->finish()), ErrorKind::transient);
  disk.fault = {};
  EXPECT_EQ(kind(incoming->finish()), ErrorKind::transient);
  EXPECT_EQ(kind(incoming->write("x")), ErrorKind::transient);
  EXPECT_EQ(syncs_of(".part"), 0u);
  EXPECT_FALSE(shelf->holds(needed.blob));
  incoming.reset();
  EXPECT_TRUE(fs::is_empty(files.incoming()));
  must(fetch_all(*shelf, p));
}

TEST_F(FailingDisk, AFileThatCouldNotBeWrittenToIsNotGoneOnWith) {
  must(accept(*shelf, p));
  auto incoming = must(shelf->receive(needed));
  must(incoming->write(std::string_view(still).substr(0, 1000)));
  fail_at(Step::write, ErrorKind::transient, ".part");
  EXPECT_EQ(kind(incoming->write(std::string_view(still).substr(1000))), ErrorKind::transient);
  disk.fault = {};
  EXPECT_EQ(kind(incoming->write(std::string_view(still).substr(1000))), ErrorKind::transient);
  incoming.reset();
  EXPECT_TRUE(fs::is_empty(files.incoming()));
  must(fetch_all(*shelf, p));
}

TEST_F(FailingDisk, AFullDiskKeepsWhatHasCome) {
  must(accept(*shelf, p));
  auto incoming = must(shelf->receive(needed));
  must(incoming->write(std::string_view(still).substr(0, 1000)));
  fail_at(Step::write, ErrorKind::full, ".part");
  EXPECT_EQ(kind(incoming->write(std::string_view(still).substr(1000))), ErrorKind::full);
  disk.fault = {};
  EXPECT_EQ(incoming->offset(), 1000u);
  must(incoming->write(std::string_view(still).substr(1000)));
  must(incoming->finish());
}

TEST_F(FailingDisk, ABlobWhoseNameMayBeLostIsNotHeld) {
  must(accept(*shelf, p));
  fail_at(Step::sync_folder, ErrorKind::transient, "/blobs/");
  EXPECT_EQ(kind(receive(*shelf, needed, still)), ErrorKind::transient);
  EXPECT_FALSE(shelf->holds(needed.blob));
  disk.fault = {};
  must(fetch_all(*shelf, p));
}

/// Each step of a sync in turn, SQLite's among them.
struct FailingStep : FailingDisk, ::testing::WithParamInterface<ErrorKind> {
  std::uint64_t serial = 0;
  /// Whether the step number `failing` was one that a sync has.
  bool sync_with(std::size_t failing) {
    std::size_t step = 0;
    auto edition = office.publish(++serial, {noise(1'050'000, 7), noise(2000, serial)});
    disk.fault = [&](auto &) -> std::optional<Error> {
      return step++ == failing ? std::optional(Error{GetParam(), "the disk has failed"}) : std::nullopt;
    };
    auto done = sync(*shelf, edition);
    disk.fault = {};
    EXPECT_TRUE(done || done.error().kind == GetParam()) << done.error().text;
    if (!done) must(sync(*shelf, edition));
    return step > failing;
  }
  void check() {
    ASSERT_EQ(must(assets::parse_current(must(board::read_whole(files.current(), 1_MiB)))), shelf->current());
    ASSERT_EQ(shelf->progress("hall").state, "current");
    auto second = must(assets::parse_serials(must(board::read_whole(files.serials(), 1_MiB))));
    ASSERT_EQ(second["hall"].serial, serial);
  }
};

TEST_P(FailingStep, WhicheverItIsTheNextTryMakesItWhole) {
  for (std::size_t failing = 0; sync_with(failing); ++failing) {
    SCOPED_TRACE("step " + std::to_string(failing));
    ASSERT_NO_FATAL_FAILURE(check());
    ASSERT_LT(failing, 500u) << "it never ends";
  }
  shelf.reset();
  shelf = must(assets::open_shelf(disk, files, office.root(), {{}, 0}));
  EXPECT_EQ(shelf->accepted("hall").serial, serial);
  EXPECT_TRUE(shelf->current().channels.at(0).editions.at(0).complete);
  EXPECT_FALSE(fs::exists(files.state_db() + ".damaged"));
}
INSTANTIATE_TEST_SUITE_P(Any, FailingStep, ::testing::Values(ErrorKind::transient, ErrorKind::full));

TEST_F(FailingDisk, RoomForTheReserveStays) {
  shelf.reset();
  shelf = must(assets::open_shelf(disk, files, office.root(), {{}, 1'000'000}));
  must(accept(*shelf, p));
  disk.free = 1'005'000;
  auto planned = shelf->plan("hall");
  ASSERT_FALSE(planned);
  EXPECT_EQ(planned.error().kind, ErrorKind::full);
  disk.free = 1'009'000;
  EXPECT_THAT(must(shelf->plan("hall")), ::testing::SizeIs(1));
}
