#include "board/worker.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <sys/eventfd.h>
#include <utility>

namespace sheaf::board {

Result<std::unique_ptr<Worker>> Worker::make() {
  Fd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake) return fail(ErrorKind::full, std::string("cannot make a worker: ") + std::strerror(errno));
  return std::unique_ptr<Worker>(new Worker(std::move(wake)));
}

Worker::Worker(Fd wake) : wake_(std::move(wake)), thread_([this] { work(); }) {}

Worker::~Worker() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool Worker::post(std::function<void()> job, std::function<void()> done) {
  {
    std::lock_guard lock(mutex_);
    if (jobs_.size() >= most_jobs) return false;
    jobs_.push_back({std::move(job), std::move(done)});
  }
  changed_.notify_all();
  return true;
}

void Worker::answer() {
  std::uint64_t count = 0;
  [[maybe_unused]] auto n = ::read(wake_.get(), &count, sizeof count);
  std::deque<std::function<void()>> answers;
  {
    std::lock_guard lock(mutex_);
    answers.swap(answers_);
  }
  for (auto &answer : answers) answer();
}

bool Worker::finish(Duration most) {
  bool all = false;
  {
    std::unique_lock lock(mutex_);
    all = changed_.wait_for(lock, most, [this] { return jobs_.empty() && !busy_; });
  }
  answer();
  return all;
}

void Worker::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stop_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    busy_ = true;
    lock.unlock();
    job.run();
    job.run = nullptr; // what it held is let go here, not on the loop's thread
    lock.lock();
    busy_ = false;
    if (job.done) {
      answers_.push_back(std::move(job.done));
      std::uint64_t one = 1;
      [[maybe_unused]] auto n = ::write(wake_.get(), &one, sizeof one);
    }
    changed_.notify_all();
  }
}

}
