#include "board/signals.h"

#include <csignal>
#include <gtest/gtest.h>
#include <poll.h>
#include <thread>
#include <unistd.h>

using namespace sheaf::board;

TEST(Signals, ComeAsADescriptor) {
  auto signals = Signals::take({SIGUSR1, SIGHUP});
  ASSERT_TRUE(signals);
  EXPECT_EQ(signals->next(), 0);
  ::kill(::getpid(), SIGUSR1);
  pollfd p{signals->fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&p, 1, 1000), 1);
  EXPECT_EQ(signals->next(), SIGUSR1);
  EXPECT_EQ(signals->next(), 0);
}

TEST(Signals, SeveralWait) {
  auto signals = Signals::take({SIGUSR1, SIGHUP});
  ASSERT_TRUE(signals);
  ::kill(::getpid(), SIGUSR1);
  ::kill(::getpid(), SIGHUP);
  ::kill(::getpid(), SIGHUP); // the same twice is once
  int seen = 0;
  for (int s = 0; (s = signals->next());) seen += s;
  EXPECT_EQ(seen, SIGUSR1 + SIGHUP);
}

TEST(Signals, ThreadsMadeAfterwardsDoNotTakeThem) {
  auto signals = Signals::take({SIGUSR1});
  ASSERT_TRUE(signals);
  bool done = false;
  std::thread other([&] {
    ::kill(::getpid(), SIGUSR1);
    done = true;
  });
  other.join();
  EXPECT_TRUE(done);
  EXPECT_EQ(signals->next(), SIGUSR1);
}
