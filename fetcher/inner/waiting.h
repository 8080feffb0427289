// What a task can wait for: a time, a wake-up, a source's answer. The loop's thread.
#pragma once

#include "fetcher/inner/task.h"
#include "fetcher/inner/timers.h"
#include "fetcher/source.h"

#include <set>

namespace sheaf::fetcher {

/// One turn's time and what is due later, shared by everything on a loop.
struct Hours {
  Now now;
  Timers timers;
};

/// co_await Sleep(hours, until)
class Sleep {
public:
  Sleep(Hours &hours, Steady until) : hours_(hours), until_(until) {}
  Sleep(const Sleep &) = delete;
  Sleep &operator=(const Sleep &) = delete;
  ~Sleep() { hours_.timers.cancel(id_); }
  static bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    id_ = hours_.timers.at(until_, [h] { h.resume(); });
  }
  static void await_resume() {}

private:
  Hours &hours_;
  Steady until_;
  Timers::Id id_{};
};

/// Wakes all who wait for it, in the next turn: nobody is called from where ring() is called.
class Bell {
public:
  explicit Bell(Hours &hours) : hours_(hours) {}
  Bell(const Bell &) = delete;
  Bell &operator=(const Bell &) = delete;
  void ring() {
    for (auto *w : waiting_) w->move(hours_.now.steady);
  }

  /// co_await bell.or_at(until)
  class Waiter {
  public:
    Waiter(Bell &bell, Steady until) : bell_(bell), until_(until) {}
    Waiter(const Waiter &) = delete;
    Waiter &operator=(const Waiter &) = delete;
    ~Waiter() {
      bell_.waiting_.erase(this);
      bell_.hours_.timers.cancel(id_);
    }
    static bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> h) {
      handle_ = h;
      bell_.waiting_.insert(this);
      id_ = bell_.hours_.timers.at(until_, [h] { h.resume(); });
    }
    static void await_resume() {}
    void move(Steady to) {
      bell_.hours_.timers.cancel(id_);
      id_ = bell_.hours_.timers.at(to, [h = handle_] { h.resume(); });
    }

  private:
    Bell &bell_;
    Steady until_;
    std::coroutine_handle<> handle_;
    Timers::Id id_{};
  };
  Waiter or_at(Steady until) { return {*this, until}; }

private:
  Hours &hours_;
  std::set<Waiter *> waiting_;
};

/// co_await Reply(source, wish): the source's answer, at once or later.
class Reply {
public:
  Reply(Source &source, Wish wish) : source_(source), wish_(std::move(wish)) {}
  Reply(const Reply &) = delete;
  Reply &operator=(const Reply &) = delete;
  bool await_ready() {
    wish_.done = [this](Result<Answer> answer) {
      answer_ = std::move(answer);
      if (auto h = std::exchange(handle_, {})) h.resume(); // may destroy this
    };
    request_ = source_.get(std::move(wish_));
    return answer_.has_value();
  }
  void await_suspend(std::coroutine_handle<> h) { handle_ = h; }
  Result<Answer> await_resume() { return std::move(*answer_); }

private:
  Source &source_;
  Wish wish_;
  std::unique_ptr<Request> request_;
  std::optional<Result<Answer>> answer_;
  std::coroutine_handle<> handle_;
};

}
