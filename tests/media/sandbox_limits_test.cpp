// What a child may take has an end. Not under sanitizers: their shadow memory and checks would break any
// limit, and they have threads of their own.
#ifndef SHEAF_SANITIZED
#include "tests/media/in_child.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <sys/resource.h>
#include <thread>

using namespace sheaf;
using namespace sheaf::media;

namespace {

// A gigabyte in pieces that malloc has to map; how many mebibytes came.
std::size_t mebibytes_to_be_had(std::size_t at_most) {
  std::size_t got = 0;
  while (got < at_most && std::malloc(1 << 20) != nullptr) ++got;
  return got;
}

[[noreturn]] void count_forever() {
  for (volatile unsigned long n = 0;;) n = n + 1;
}

void compute_for(Duration cpu) {
  timespec now{};
  do ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  while (std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec) < cpu);
}

}

TEST(SandboxLimits, RefusesToBeEnteredWithTwoThreads) {
  EXPECT_EQ(in_child([]() -> int {
              std::thread other([] { ::pause(); });
              auto entered = enter_sandbox(Sandbox::pixels, {512_MiB, std::chrono::seconds(20)});
              ::_exit(code(!entered && entered.error().kind == ErrorKind::refused));
            }),
            (End{good}));
}

TEST(SandboxLimits, MemoryEndsWithAnErrorOfMalloc) {
  const auto take = [] {
    const auto got = mebibytes_to_be_had(1024);
    return code(got >= 48 && got <= 64);
  };
  EXPECT_EQ(sandboxed(Sandbox::pixels, take, {64_MiB, std::chrono::seconds(20)}), (End{good}));
}

TEST(SandboxLimits, CpuTimeEndsWithItsSignal) {
  const auto spin = []() -> int { count_forever(); };
  EXPECT_EQ(sandboxed(Sandbox::pixels, spin, {64_MiB, std::chrono::milliseconds(700)}), (End{-1, SIGXCPU}));
}

TEST(SandboxLimits, AnIgnoredSignalOfCpuTimeIsSetRight) {
  EXPECT_EQ(in_child([] {
              ::signal(SIGXCPU, SIG_IGN);
              if (!enter_sandbox(Sandbox::pixels, {64_MiB, std::chrono::seconds(1)})) return no_sandbox;
              count_forever();
            }),
            (End{-1, SIGXCPU}));
}

TEST(SandboxLimits, AParentMayExtendCpuTime) {
  const auto pair = socket_pair();
  const auto child = start_sandboxed(Sandbox::pixels,
                                     [&] {
                                       if (!say(pair.theirs, 'i') || hear(pair.theirs) != 'g') return bad;
                                       compute_for(std::chrono::milliseconds(1500));
                                       return good;
                                     },
                                     {64_MiB, std::chrono::seconds(1)});
  ASSERT_EQ(hear(pair.ours), 'i');
  rlimit cpu{};
  ASSERT_EQ(::prlimit(child, RLIMIT_CPU, nullptr, &cpu), 0);
  EXPECT_EQ(cpu.rlim_cur, 1U);
  cpu.rlim_cur += 9;
  EXPECT_EQ(::prlimit(child, RLIMIT_CPU, &cpu, nullptr), 0);
  say(pair.ours, 'g');
  EXPECT_EQ(await(child), (End{good}));
}

#endif
