// One thread for long work on trusted bytes: disk, a PNG of the screen, log lines. Jobs run in order; what a
// job has to say comes back as a call on the loop's thread. The number of waiting jobs is bounded.
#pragma once

#include "base/fd.h"
#include "base/result.h"
#include "base/time.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace sheaf::board {

class Worker {
public:
  static constexpr std::size_t most_jobs = 1024;

  /// Errors: full.
  static Result<std::unique_ptr<Worker>> make();
  Worker(const Worker &) = delete;
  Worker &operator=(const Worker &) = delete;
  /// Finishes the jobs that wait, then joins.
  ~Worker();

  /// Runs `job` on the worker, then `done` (where given) in answer() on the loop's thread. False, and nothing
  /// is run, where most_jobs wait already. Any thread.
  bool post(std::function<void()> job, std::function<void()> done = {});

  /// Readable while answers wait. Watch it, and call answer().
  [[nodiscard]] int fd() const { return wake_.get(); }
  /// Runs the `done` of finished jobs. The loop's thread.
  void answer();
  /// Waits until every job posted so far is finished and answered, at most `most`: false where a disk or a
  /// pipe holds one up for longer, and then the destructor would wait for it too. The loop's thread, at the
  /// end of a program.
  bool finish(Duration most);

private:
  explicit Worker(Fd wake);
  void work();
  struct Job {
    std::function<void()> run, done;
  };
  Fd wake_;
  std::mutex mutex_;
  std::condition_variable changed_;           // a job came, a job ended, or stop_ was set
  std::deque<Job> jobs_;                      // guarded by mutex_
  std::deque<std::function<void()>> answers_; // guarded by mutex_
  bool busy_ = false, stop_ = false;          // guarded by mutex_
  std::thread thread_;                        // last: it uses all of the above
};

}
