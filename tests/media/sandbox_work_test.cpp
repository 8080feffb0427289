// What decoding needs has to work inside the sandbox, and what it takes has to have an end.
#include "base/fd.h"
#include "media/inner/layers.h"
#include "tests/media/in_child.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <linux/landlock.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <thread>
#include <vector>

using namespace sheaf;
using namespace sheaf::media;

namespace {

Fd read_only(const char *path) { return Fd(::open(path, O_RDONLY | O_CLOEXEC)); }

long landlock_abi() {
  return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

std::string a_font() {
  std::error_code ignored;
  for (auto &entry : std::filesystem::recursive_directory_iterator("/usr/share/fonts", ignored))
    if (entry.is_regular_file() && !entry.is_symlink()) return entry.path();
  return {};
}

int threads_do_work() {
  int sum = 0;
  std::thread first([&] {
    ::pthread_setname_np(::pthread_self(), "decoder");
    std::vector<char> own(1 << 20, 'x'); // from an arena of its own
    sum += own.back() == 'x' ? 1 : 0;
  });
  first.join();
  std::thread second([&] { sum += 1; });
  second.join();
  return code(sum == 2);
}

int memory_comes_and_goes() {
  constexpr std::size_t size = 100 << 20;
  for (int round = 0; round < 3; ++round) {
    auto *block = static_cast<volatile char *>(std::malloc(size));
    if (block == nullptr) return bad;
    block[size - 1] = 1;
    std::free(const_cast<char *>(block));
  }
  return good;
}

int clocks_run() {
  const auto before = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  timespec wall{};
  return code(::clock_gettime(CLOCK_REALTIME, &wall) == 0 && std::chrono::steady_clock::now() > before);
}

int exceptions_fly() {
  try {
    throw std::runtime_error("as libraries do");
  } catch (const std::exception &) {
    return good;
  }
}

}

class SandboxWork : public testing::TestWithParam<Sandbox> {};

TEST_P(SandboxWork, Threads) { EXPECT_EQ(sandboxed(GetParam(), threads_do_work), (End{good})); }
TEST_P(SandboxWork, Memory) { EXPECT_EQ(sandboxed(GetParam(), memory_comes_and_goes), (End{good})); }
TEST_P(SandboxWork, Clocks) { EXPECT_EQ(sandboxed(GetParam(), clocks_run), (End{good})); }
TEST_P(SandboxWork, Exceptions) { EXPECT_EQ(sandboxed(GetParam(), exceptions_fly), (End{good})); }

TEST_P(SandboxWork, AbortEndsWithItsSignal) {
  EXPECT_EQ(sandboxed(GetParam(), []() -> int { std::abort(); }), (End{-1, SIGABRT}));
}

TEST_P(SandboxWork, TheFileCanBeReadAndMeasured) {
  const auto file = read_only("/proc/self/exe");
  EXPECT_EQ(sandboxed(GetParam(),
                      [&] {
                        char head[4] = {};
                        struct stat s {};
                        return code(::pread(file.get(), head, sizeof head, 0) == 4 && head[1] == 'E' &&
                                    ::lseek(file.get(), 0, SEEK_END) > 0 && ::fstat(file.get(), &s) == 0 &&
                                    s.st_size > 0);
                      }),
            (End{good}));
}

TEST_P(SandboxWork, MessagesGoBothWays) {
  const auto pair = socket_pair();
  const auto child =
      start_sandboxed(GetParam(), [&] { return code(hear(pair.theirs) == '?' && say(pair.theirs, '!')); });
  EXPECT_TRUE(say(pair.ours, '?'));
  EXPECT_EQ(await(child), (End{good}));
  EXPECT_EQ(hear(pair.ours), '!');
}

TEST_P(SandboxWork, SharedFramesCanBeWritten) {
  const Fd frames(::memfd_create("frames", MFD_CLOEXEC));
  ASSERT_EQ(::ftruncate(frames.get(), 4096), 0);
  EXPECT_EQ(sandboxed(GetParam(),
                      [&] {
                        void *at = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, frames.get(), 0);
                        if (at == MAP_FAILED) return bad;
                        *static_cast<char *>(at) = 'f';
                        return good;
                      }),
            (End{good}));
  char first = 0;
  EXPECT_EQ(::pread(frames.get(), &first, 1, 0), 1);
  EXPECT_EQ(first, 'f');
}

INSTANTIATE_TEST_SUITE_P(Both, SandboxWork, testing::Values(Sandbox::pixels, Sandbox::fonts),
                         [](const auto &kind) {
                           return std::string(kind.param == Sandbox::fonts ? "fonts" : "pixels");
                         });

TEST(SandboxFonts, CanBeReadAndListed) {
  const auto font = a_font();
  if (font.empty()) FAIL() << "no fonts here: fonts-noto-core is in board/packages.txt";
  EXPECT_EQ(sandboxed(Sandbox::fonts,
                      [&] {
                        DIR *list = ::opendir("/usr/share/fonts");
                        struct stat s {};
                        return code(read_only(font.c_str()) && list != nullptr &&
                                    ::readdir(list) != nullptr && ::stat(font.c_str(), &s) == 0);
                      }),
            (End{good}));
}

TEST(SandboxFonts, CannotBeChanged) {
  const auto font = a_font();
  if (font.empty()) FAIL() << "no fonts here: fonts-noto-core is in board/packages.txt";
  EXPECT_EQ(sandboxed(Sandbox::fonts,
                      [&] {
                        const Fd written(::open(font.c_str(), O_WRONLY | O_CLOEXEC));
                        const Fd added(
                            ::open("/usr/share/fonts/sheaf", O_CREAT | O_RDONLY | O_CLOEXEC, 0600));
                        return code(!written && !added && ::unlink(font.c_str()) != 0);
                      }),
            (End{good}));
}

TEST(SandboxFonts, NothingElseCanBeRead) {
  EXPECT_EQ(
      sandboxed(Sandbox::fonts,
                [] {
                  for (const char *path : {"/etc/passwd", "/proc/self/maps", "/usr/share/fonts/..", "/"})
                    if (read_only(path) || errno != EACCES) return bad;
                  return good;
                }),
      (End{good}));
}

// Each layer by itself: what Landlock and the dropped rights forbid although seccomp is not there yet.
TEST(SandboxLayer, LandlockAloneClosesFiles) {
  EXPECT_EQ(in_child([] {
              if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return no_sandbox;
              if (!layer::confine_files(Sandbox::pixels)) return no_sandbox;
              const Fd written(::open("/dev/null", O_WRONLY | O_CLOEXEC));
              return code(!read_only("/etc/passwd") && !written && errno == EACCES &&
                          (landlock_abi() < 6 || ::kill(::getppid(), 0) != 0)); // 6 knows of signals
            }),
            (End{good}));
}

namespace {

constexpr int no_namespace = 77; // exit code

// Every right there is, of which the root of a container lacks some: root in a user namespace that knows all
// ids. Its map is written from outside.
template<class Work> pid_t start_as_full_root(const Pair &pair, Work work) {
  return start_child([&pair, work] {
    const bool unshared = ::unshare(CLONE_NEWUSER) == 0; // not where a sanitizer has a thread of its own
    if (!say(pair.theirs, unshared ? 'u' : 'n') || hear(pair.theirs) != 'm') return no_namespace;
    return ::setresgid(0, 0, 0) == 0 && ::setresuid(0, 0, 0) == 0 ? work() : no_namespace;
  });
}

bool map_all_ids(pid_t child) {
  for (const char *map : {"uid_map", "gid_map"}) {
    std::ofstream file("/proc/" + std::to_string(child) + "/" + map);
    if (!(file << "0 0 65536" << std::flush)) return false;
  }
  return true;
}

bool is_nobody_for_good() {
  uid_t real = 0, effective = 0, saved = 0;
  ::getresuid(&real, &effective, &saved);
  return real == 65534 && effective == 65534 && saved == 65534 && ::setresuid(0, 0, 0) != 0 &&
         ::getgid() == 65534 && ::getgroups(0, nullptr) == 0 && ::prctl(PR_CAPBSET_READ, 0, 0, 0, 0) == 0;
}

}

TEST(SandboxLayer, RootBecomesNobodyAndStillDiesWithItsParent) {
  const auto pair = socket_pair();
  const auto child = start_as_full_root(pair, [] {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (!layer::drop_privileges()) return no_sandbox;
    int on_death = 0;
    ::prctl(PR_GET_PDEATHSIG, &on_death, 0, 0, 0);
    return code(is_nobody_for_good() && on_death == SIGKILL);
  });
  say(pair.ours, hear(pair.ours) == 'u' && map_all_ids(child) ? 'm' : 'x');
  const auto end = await(child);
  if (end == End{no_namespace}) GTEST_SKIP() << "no user namespace to be had";
  EXPECT_EQ(end, (End{good}));
}

TEST(SandboxLayer, DiesWithItsParentStill) {
  auto pair = socket_pair();
  const auto middle = start_child([&] {
    const auto child = start_child([&] {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
      if (!enter_sandbox(Sandbox::pixels, {512_MiB, std::chrono::seconds(20)})) return no_sandbox;
      say(pair.theirs, 'i');
      return code(hear(pair.theirs) != 0); // nothing, for ten seconds
    });
    return code(child > 0 && hear(pair.ours) == 'i');
  });
  EXPECT_EQ(await(middle), (End{good}));
  pair.theirs.reset();
  pollfd ended{pair.ours.get(), POLLIN, 0};
  ASSERT_EQ(::poll(&ended, 1, 5'000), 1) << "it lives on";
  EXPECT_EQ(hear(pair.ours), '\0');
}
