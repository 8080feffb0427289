// A story that waits in the middle, as a C++20 coroutine: so that what happens one after another stands one
// under another, though the loop does other things meanwhile. Destroying a task gives up whatever it waits
// for. The loop's thread; a task is never destroyed by what it has called.
//
// Arguments of a coroutine are values, or references to what outlives it.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace sheaf::fetcher {

template<class T> class Task;

namespace inner {

struct Promised {
  std::coroutine_handle<> waiting; // who goes on when this is done
  bool started = false;

  static std::suspend_always initial_suspend() noexcept { return {}; }
  struct Final {
    static bool await_ready() noexcept { return false; }
    template<class P> std::coroutine_handle<> await_suspend(std::coroutine_handle<P> self) noexcept {
      auto next = self.promise().waiting;
      return next ? next : std::noop_coroutine();
    }
    static void await_resume() noexcept {}
  };
  static Final final_suspend() noexcept { return {}; }
  [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }
};

template<class T> struct Promise : Promised {
  std::optional<T> value;
  Task<T> get_return_object();
  template<class U> void return_value(U &&v) { value.emplace(std::forward<U>(v)); }
  T take() { return std::move(*value); }
};
template<> struct Promise<void> : Promised {
  Task<void> get_return_object();
  void return_void() {}
  void take() {}
};

}

template<class T> class [[nodiscard]] Task {
public:
  using promise_type = inner::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  Task() = default;
  explicit Task(Handle h) : handle_(h) {}
  Task(Task &&o) noexcept : handle_(std::exchange(o.handle_, {})) {}
  Task &operator=(Task &&o) noexcept {
    if (this != &o) {
      auto old = std::exchange(handle_, std::exchange(o.handle_, {}));
      if (old) old.destroy();
    }
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  /// Runs until it first waits.
  void start() {
    if (std::exchange(handle_.promise().started, true)) return;
    handle_.resume();
  }
  [[nodiscard]] bool done() const { return !handle_ || handle_.done(); }

  // co_await: starts it where it has not been, and goes on when it is done.
  [[nodiscard]] bool await_ready() const { return handle_.done(); }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) {
    handle_.promise().waiting = waiting;
    if (std::exchange(handle_.promise().started, true)) return std::noop_coroutine();
    return handle_;
  }
  T await_resume() { return handle_.promise().take(); }

private:
  Handle handle_;
};

template<class T> Task<T> inner::Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline Task<void> inner::Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

}
