#include "board/worker.h"

#include "board/clock.h"
#include "board/loop.h"

#include <atomic>
#include <future>
#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::board;

namespace {
constexpr Duration patience = 1min;
std::unique_ptr<Worker> make() { return std::move(*Worker::make()); }
}

TEST(Worker, JobsRunInOrderAndAnswersComeOnTheLoopsThread) {
  auto worker = make();
  auto loop = std::move(*Loop::make());
  ASSERT_TRUE(loop->watch(worker->fd(), [&] { worker->answer(); }));
  std::vector<int> ran, answered;
  auto here = std::this_thread::get_id();
  for (int i = 0; i < 100; ++i)
    ASSERT_TRUE(worker->post(
        [&, i] {
          EXPECT_NE(std::this_thread::get_id(), here);
          ran.push_back(i);
        },
        [&, i] {
          EXPECT_EQ(std::this_thread::get_id(), here);
          answered.push_back(i);
        }));
  while (answered.size() < 100) loop->turn(Steady::max());
  EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
  EXPECT_TRUE(std::is_sorted(answered.begin(), answered.end()));
  loop->forget(worker->fd());
}

TEST(Worker, WaitingJobsAreBounded) {
  auto worker = make();
  std::promise<void> go;
  auto gate = go.get_future().share();
  std::atomic<int> ran = 0;
  std::promise<void> begun;
  ASSERT_TRUE(worker->post([&] {
    begun.set_value();
    gate.wait();
  }));
  begun.get_future().wait();
  for (std::size_t i = 0; i < Worker::most_jobs; ++i) ASSERT_TRUE(worker->post([&] { ++ran; }));
  EXPECT_FALSE(worker->post([&] { ++ran; }));
  go.set_value();
  ASSERT_TRUE(worker->finish(patience));
  EXPECT_EQ(ran, static_cast<int>(Worker::most_jobs));
  EXPECT_TRUE(worker->post([] {}));
}

TEST(Worker, FinishDoesNotWaitForAJobThatIsStuck) {
  auto worker = make();
  std::promise<void> go;
  worker->post([stuck = go.get_future().share()] { stuck.wait(); });
  EXPECT_FALSE(worker->finish(1ms));
  go.set_value();
  EXPECT_TRUE(worker->finish(patience));
}

TEST(Worker, FinishWaitsForAllAndAnswersThem) {
  auto worker = make();
  int answers = 0;
  for (int i = 0; i < 50; ++i) worker->post([] { std::this_thread::yield(); }, [&] { ++answers; });
  ASSERT_TRUE(worker->finish(patience));
  EXPECT_EQ(answers, 50);
  ASSERT_TRUE(worker->finish(patience));
  EXPECT_EQ(answers, 50);
}

TEST(Worker, DestructionFinishesTheJobsAndAnswersNobody) {
  std::atomic<int> ran = 0;
  {
    auto worker = make();
    for (int i = 0; i < 50; ++i) worker->post([&] { ++ran; }, [] { ADD_FAILURE(); });
  }
  EXPECT_EQ(ran, 50);
}

TEST(Worker, AnAnswerMayPostAgain) {
  auto worker = make();
  int rounds = 0;
  std::function<void()> again = [&] {
    if (++rounds < 10) worker->post([] {}, again);
  };
  worker->post([] {}, again);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(worker->finish(patience));
  EXPECT_EQ(rounds, 10);
}

TEST(Worker, WhatAJobHeldIsLetGoOnTheWorker) {
  auto worker = make();
  std::thread::id where;
  std::shared_ptr<int> held(new int, [&](int *p) {
    where = std::this_thread::get_id();
    delete p;
  });
  worker->post([held = std::move(held)] {});
  ASSERT_TRUE(worker->finish(patience));
  EXPECT_NE(where, std::this_thread::get_id());
}

TEST(Worker, ManyMayPost) {
  auto worker = make();
  std::atomic<int> ran = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i)
        while (!worker->post([&] { ++ran; })) std::this_thread::yield();
    });
  for (auto &t : threads) t.join();
  ASSERT_TRUE(worker->finish(patience));
  EXPECT_EQ(ran, 800);
}
