#include "base/fd.h"
#include "media/inner/layers.h"
#include "tests/media/escapes.h"
#include "tests/media/in_child.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <vector>

using namespace sheaf;
using namespace sheaf::media;

namespace {

constexpr int denied = 0, escaped = 1, oddly_failed = 2; // exit codes of a probe

int outcome(const Probe &probe, Sandbox kind) {
  errno = 0;
  if (probe.attempt() != -1) return escaped;
  if (errno == EPERM || (errno == ENOSYS && probe.attempt == clone_by_struct)) return denied;
  if (errno == EACCES && kind == Sandbox::fonts) return denied; // Landlock
  std::fprintf(stderr, "%s: errno %d\n", probe.name, errno);
  return oddly_failed;
}

class Escape : public testing::TestWithParam<Probe> {
protected:
  void SetUp() override {
    handed.elsewhere = testing::TempDir() + "sheaf-sandbox-new-" + std::to_string(::getpid());
    handed.path = testing::TempDir() + "sheaf-sandbox-file-" + std::to_string(::getpid());
    { Fd written(::open(handed.path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600)); }
    file_ = Fd(::open(handed.path.c_str(), O_RDONLY | O_CLOEXEC));
    int pair[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
    socket_ = Fd(pair[0]);
    other_ = Fd(pair[1]);
    handed.file = file_.get();
    handed.socket = socket_.get();
    handed.parent = ::getpid();
  }
  void TearDown() override {
    ::unlink(handed.path.c_str());
    static_cast<void>(std::remove(handed.elsewhere.c_str()));
  }

private:
  Fd file_, socket_, other_;
};

TEST_P(Escape, DeniedWithPixels) {
  EXPECT_EQ(sandboxed(Sandbox::pixels, [] { return outcome(GetParam(), Sandbox::pixels); }), (End{denied}));
}

TEST_P(Escape, DeniedWithFonts) {
  EXPECT_EQ(sandboxed(Sandbox::fonts, [] { return outcome(GetParam(), Sandbox::fonts); }), (End{denied}));
}

// As on a kernel without Landlock, and for a parent that keeps being root.
TEST_P(Escape, DeniedBySeccompAlone) {
  EXPECT_EQ(in_child([] {
              if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return no_sandbox;
              if (!layer::filter_syscalls(Sandbox::pixels)) return no_sandbox;
              return outcome(GetParam(), Sandbox::pixels);
            }),
            (End{denied}));
}

// Else those above prove nothing. Not for those that need rights or a partner which a test has not.
class Door : public Escape {};

TEST_P(Door, IsOpenOutside) {
  EXPECT_EQ(in_child([] { return GetParam().attempt() != -1 ? escaped : denied; }), (End{escaped}));
}

std::string name_of(const testing::TestParamInfo<Probe> &probe) { return probe.param.name; }

std::vector<Probe> open_ones() {
  std::vector<Probe> found;
  std::copy_if(std::begin(probes), std::end(probes), std::back_inserter(found),
               [](const Probe &probe) { return probe.where == open_outside; });
  return found;
}

INSTANTIATE_TEST_SUITE_P(Every, Escape, testing::ValuesIn(probes), name_of);
INSTANTIATE_TEST_SUITE_P(Every, Door, testing::ValuesIn(open_ones()), name_of);

// What is only forbidden without fonts: to ask about files by name.
TEST(Sandbox, PixelsMayNotAskAboutFiles) {
  const auto ask_about = [](long call) { return ask(call, AT_FDCWD, "/etc/passwd", 0L, 0, 0); };
  EXPECT_EQ(sandboxed(Sandbox::pixels,
                      [=] {
                        for (long call : {SYS_faccessat, SYS_readlinkat, SYS_statx})
                          if (ask_about(call) != -1 || errno != EPERM) return escaped;
                        return denied;
                      }),
            (End{denied}));
}

#ifdef __x86_64__

// The other two tables of system calls that such a kernel may have. Killed; without them in the kernel an
// error.
TEST(Sandbox, ThirtyTwoBitCallsKill) {
  const auto end = sandboxed(Sandbox::pixels, [] {
    int answer = 20; // i386: getpid
    asm volatile("int $0x80" : "+a"(answer) : : "memory");
    return answer > 0 ? escaped : denied;
  });
  EXPECT_NE(end, (End{escaped}));
  EXPECT_TRUE(end.signal == SIGSYS || end.signal == SIGSEGV || end == End{denied}) << end;
}

TEST(Sandbox, X32CallsKill) {
  const auto end =
      sandboxed(Sandbox::pixels, [] { return ask(0x40000000 | SYS_getpid) > 0 ? escaped : denied; });
  EXPECT_TRUE(end.signal == SIGSYS || end == End{denied}) << end;
}

#endif

}
