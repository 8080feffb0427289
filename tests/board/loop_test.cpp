#include "board/loop.h"

#include "board/clock.h"

#include <array>
#include <gtest/gtest.h>
#include <sys/eventfd.h>

using namespace sheaf;
using namespace sheaf::board;

namespace {

struct LoopTest : ::testing::Test {
  std::unique_ptr<Loop> loop = std::move(*Loop::make());
  Fd fd{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)}, other{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
  int calls = 0;

  static void ring(const Fd &fd) { ::eventfd_write(fd.get(), 1); }
  static void hush(const Fd &fd) {
    eventfd_t value = 0;
    ::eventfd_read(fd.get(), &value);
  }
};

}

TEST_F(LoopTest, ADeadlineComesAndNotBefore) {
  auto until = steady_now() + 20ms;
  auto now = loop->turn(until);
  EXPECT_GE(now.steady, until);
}

TEST_F(LoopTest, ADeadlineInThePastDoesNotWait) {
  for (auto until : {Steady{}, Steady::min(), steady_now() - 1s, Steady(Duration(-5))}) {
    loop->turn(until);
    loop->turn(until); // twice the same: the timer has gone off already
  }
}

TEST_F(LoopTest, NoDeadlineWaitsForADescriptor) {
  ASSERT_TRUE(loop->watch(fd.get(), [&] { ++calls; }));
  loop->turn(steady_now());
  ring(fd);
  loop->turn(Steady::max());
  EXPECT_EQ(calls, 1);
}

TEST_F(LoopTest, DeadlinesMoveBackAndForth) {
  auto soon = steady_now() + 10ms;
  ASSERT_TRUE(loop->watch(fd.get(), [&] { hush(fd); }));
  ring(fd);
  loop->turn(soon + 1h);
  EXPECT_GE(loop->turn(soon).steady, soon);
  ring(fd);
  EXPECT_LT(loop->turn(soon + 1h).steady, soon + 1h);
  auto again = steady_now() + 5ms;
  EXPECT_GE(loop->turn(again).steady, again);
}

TEST_F(LoopTest, ADescriptorIsCalledInEachTurnUntilItIsForgotten) {
  ASSERT_TRUE(loop->watch(fd.get(), [&] { ++calls; }));
  ring(fd);
  loop->turn(Steady::max());
  loop->turn(Steady::max());
  EXPECT_EQ(calls, 2);
  loop->forget(fd.get());
  loop->turn(steady_now() + 1ms);
  EXPECT_EQ(calls, 2);
}

TEST_F(LoopTest, ForgettingWithinACall) {
  ASSERT_TRUE(loop->watch(fd.get(), [&] {
    ++calls;
    loop->forget(fd.get());
    ++calls; // what is running lives on
  }));
  ring(fd);
  loop->turn(Steady::max());
  loop->turn(steady_now() + 1ms);
  EXPECT_EQ(calls, 2);
}

TEST_F(LoopTest, ForgettingAnotherThatIsReadyToo) {
  ASSERT_TRUE(loop->watch(fd.get(), [&] {
    ++calls;
    loop->forget(other.get());
  }));
  ASSERT_TRUE(loop->watch(other.get(), [&] {
    ++calls;
    loop->forget(fd.get());
  }));
  ring(fd);
  ring(other);
  loop->turn(Steady::max());
  EXPECT_EQ(calls, 1);
}

TEST_F(LoopTest, WatchingAnewReplacesTheCall) {
  ASSERT_TRUE(loop->watch(fd.get(), [&] { ADD_FAILURE(); }));
  ASSERT_TRUE(loop->watch(fd.get(), [&] { ++calls; }));
  ring(fd);
  loop->turn(Steady::max());
  EXPECT_EQ(calls, 1);
}

TEST_F(LoopTest, WritingIsWaitedForWhereItWasAskedFor) {
  ASSERT_TRUE(loop->watch(
      fd.get(), [&] { ++calls; }, Loop::For::writing)); // an eventfd can always be written
  loop->turn(Steady::max());
  EXPECT_EQ(calls, 1);
  ASSERT_TRUE(loop->watch(
      fd.get(), [&] { ++calls; }, Loop::For::reading));
  loop->turn(steady_now() + 1ms);
  EXPECT_EQ(calls, 1);
  ring(fd);
  ASSERT_TRUE(loop->watch(
      fd.get(), [&] { ++calls; }, Loop::For::both));
  loop->turn(Steady::max());
  EXPECT_EQ(calls, 2);
}

TEST_F(LoopTest, AHungUpSocketIsReady) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  Fd read(ends[0]), write(ends[1]);
  ASSERT_TRUE(loop->watch(read.get(), [&] { ++calls; }));
  write.reset();
  loop->turn(Steady::max());
  EXPECT_EQ(calls, 1);
  loop->forget(read.get());
}

TEST_F(LoopTest, WhatCannotBeWaitedForIsRefused) {
  auto r = loop->watch(9999, [] {});
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().kind, ErrorKind::refused);
  loop->forget(9999);
}

TEST_F(LoopTest, ManyAtOnce) {
  std::vector<Fd> fds;
  for (int i = 0; i < 100; ++i) {
    fds.emplace_back(::eventfd(1, EFD_CLOEXEC));
    ASSERT_TRUE(loop->watch(fds.back().get(), [&, n = fds.back().get()] {
      ++calls;
      loop->forget(n);
    }));
  }
  for (int i = 0; i < 10; ++i) loop->turn(steady_now());
  EXPECT_EQ(calls, 100);
}
