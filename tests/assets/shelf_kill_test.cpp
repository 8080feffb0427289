// kill -9 at random instants: whatever was promised is there at the next start.
#include "tests/support/scratch_folder.h"
#include "tests/support/shelf_fixture.h"

#include "board/files.h"

#include <csignal>
#include <filesystem>
#include <gmock/gmock.h>
#include <poll.h>
#include <random>
#include <sstream>
#include <sys/wait.h>
#include <thread>

using namespace sheaf;
using namespace sheaf::testing;
using namespace sheaf::testing::shelf;

namespace {

namespace fs = std::filesystem;

struct Promised {
  std::uint64_t serial = 0, complete = 0;
  bool opened = false;
  std::set<std::string> blobs; // of the newest edition
};

/// Runs shelf_loop for `life`, from its start or from its first word on, kills it, and takes in what it has
/// said.
void live_and_die(const std::string &folder, bool from_start, std::chrono::microseconds life,
                  Promised &promised) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  Fd in(ends[0]), out(ends[1]);
  auto serial = std::to_string(promised.serial + 1);
  auto pid = ::fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    ::dup2(out.get(), STDOUT_FILENO);
    auto program = std::string(SHEAF_BIN_DIR) + "/shelf_loop";
    ::execl(program.c_str(), program.c_str(), folder.c_str(), serial.c_str(), nullptr);
    ::_exit(4);
  }
  out.reset();
  ::pollfd ready{in.get(), POLLIN, 0};
  if (!from_start) ::poll(&ready, 1, 60'000);
  std::this_thread::sleep_for(life);
  ::kill(pid, SIGKILL);
  std::string said;
  char buffer[4096];
  for (ssize_t n; (n = ::read(in.get(), buffer, sizeof buffer)) > 0;)
    said.append(buffer, static_cast<std::size_t>(n));
  int status = 0;
  ASSERT_EQ(::waitpid(pid, &status, 0), pid);
  ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << WEXITSTATUS(status) << " " << said;
  std::istringstream lines(said);
  for (std::string word, value; lines >> word;) {
    if (word == "open") promised.opened = true;
    if (word == "open") continue;
    lines >> value;
    if (word == "accepted") promised.serial = std::stoull(value);
    if (word == "accepted") promised.blobs.clear();
    if (word == "blob") promised.blobs.insert(value);
    if (word == "complete") promised.complete = std::stoull(value);
  }
}

void check_kept(const std::string &folder, const ShelfOffice &office, Promised &promised) {
  assets::StoreFiles files{folder + "/store"};
  auto before = board::read_whole(files.current(), 1_MiB);
  auto shelf = must(assets::Shelf::open(files, office.root(), {64ull << 20, 0}));
  auto serial = shelf->accepted("hall").serial;
  ASSERT_GE(serial, promised.serial);
  ASSERT_LE(serial, promised.serial + 1); // killed before it could say so
  ASSERT_FALSE(shelf->lacks_documents("hall"));
  if (serial != promised.serial) promised.blobs.clear();
  for (auto &hex : promised.blobs) ASSERT_TRUE(shelf->holds(must(Digest::parse(hex)))) << hex;
  if (before) must(assets::parse_current(*before));
  auto now = shelf->current();
  if (promised.complete > 0) {
    auto &editions = now.channels.at(0).editions;
    ASSERT_TRUE(std::any_of(editions.begin(), editions.end(), [](auto &e) { return e.complete; }));
  }
  ASSERT_THAT(must(shelf->check({})), ::testing::IsEmpty());
  std::set<std::string> wanted;
  for (auto &n : must(shelf->plan("hall"))) wanted.insert(n.blob.hex() + ".part");
  for (auto &entry : fs::directory_iterator(files.incoming()))
    ASSERT_TRUE(wanted.contains(entry.path().filename())) << entry.path();
  for (auto &entry : fs::recursive_directory_iterator(files.folder))
    ASSERT_FALSE(assets::is_left_over(entry.path().filename().string())) << entry.path();
  promised.serial = serial;
  promised.blobs.clear();
  if (serial > 0) (void)shelf->collect();
}

}

TEST(ShelfKilled, NothingThatWasPromisedIsLost) {
  ScratchFolder folder;
  ShelfOffice office;
  folder.write("key", office.key());
  Promised promised;
  std::mt19937 random(7);
  auto kills = at_length() ? 1000 : 60;
  std::uint64_t opened = 0,
                longest = 60'000; // microseconds; a busy machine gets more, so that there is a sync
  for (int i = 0; i < kills; ++i) {
    SCOPED_TRACE(i);
    promised.opened = false;
    bool from_start = random() % 4 == 0; // most of that is the time that a program takes to start
    std::chrono::microseconds life(random() % longest);
    auto before = promised.serial;
    ASSERT_NO_FATAL_FAILURE(live_and_die(folder.path(), from_start, life, promised));
    ASSERT_NO_FATAL_FAILURE(check_kept(folder.path(), office, promised));
    opened += promised.opened ? 1u : 0u;
    longest = promised.serial > before ? std::max<std::uint64_t>(longest * 9 / 10, 20'000)
                                       : std::min<std::uint64_t>(longest * 3 / 2, 4'000'000);
  }
  RecordProperty("kills", kills);
  std::printf("%d kills, %d of them while syncing, up to serial %d\n", kills, static_cast<int>(opened),
              static_cast<int>(promised.serial));
  EXPECT_GT(promised.serial, 0u);
}
