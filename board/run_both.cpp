#include "board/run_both.h"

#include "board/clock.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sheaf::board {
namespace {

constexpr Duration first_pause = std::chrono::seconds(1), longest_pause = std::chrono::seconds(30);
constexpr Duration stood = std::chrono::seconds(10);   // what has run so long has not ended at once
constexpr Duration patience = std::chrono::seconds(5); // for an orderly end

class Program {
public:
  Program(std::string path, std::vector<std::string> words, sigset_t mask)
      : path_(std::move(path)), words_(std::move(words)), mask_(mask) {}

  [[nodiscard]] bool runs() const { return child_ > 0; }
  [[nodiscard]] Steady due() const { return runs() ? Steady::max() : due_; }
  void pass(int signal) const {
    if (runs()) ::kill(child_, signal);
  }

  void start(Steady now) {
    if (runs() || now < due_) return;
    started_ = now;
    ++starts_;
    const auto parent = ::getpid();
    child_ = ::fork();
    if (child_ == 0) become(parent);
    if (child_ < 0) due_ = now + longest_pause;
  }

  /// It did not understand what it was told: another start would not help.
  [[nodiscard]] bool is_misled() const { return misled_; }

  /// `child` has ended, and is started again later, unless this is `the_end`.
  void ended(pid_t child, int status, Steady now, bool the_end) {
    if (child != child_) return;
    child_ = 0;
    misled_ = starts_ == 1 && WIFEXITED(status) && WEXITSTATUS(status) == 2;
    the_end = the_end || misled_;
    if (the_end) return;
    pause_ = now - started_ >= stood ? first_pause : std::min(pause_ * 2, longest_pause);
    due_ = now + pause_;
    bool signalled = WIFSIGNALED(status);
    std::fprintf(stderr, "sheaf run: %s ended (%s %d); it is started again in %d s\n",
                 path_.substr(path_.rfind('/') + 1).c_str(), signalled ? "signal" : "code",
                 signalled ? WTERMSIG(status) : WEXITSTATUS(status), static_cast<int>(pause_ / 1s));
  }

private:
  // A child goes when its parent goes, however that is.
  [[noreturn]] void become(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(1);
    ::sigprocmask(SIG_SETMASK, &mask_, nullptr);
    std::vector<char *> arguments;
    for (auto &word : words_) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(path_.c_str(), arguments.data());
    std::fprintf(stderr, "sheaf run: cannot start %s: %s\n", path_.c_str(), std::strerror(errno));
    ::_exit(127);
  }

  std::string path_;
  std::vector<std::string> words_;
  sigset_t mask_;
  pid_t child_ = 0;
  int starts_ = 0;
  bool misled_ = false;
  Steady started_{}, due_{};
  Duration pause_ = first_pause / 2;
};

using Both = std::array<Program, 2>;

void reap(Both &both, bool the_end) {
  int status = 0;
  for (pid_t child; (child = ::waitpid(-1, &status, WNOHANG)) > 0;)
    for (auto &p : both) p.ended(child, status, steady_now(), the_end);
}

// Waits for a signal until `until`; 0 where none came.
int wait_for_signal(const sigset_t &set, Steady until) {
  auto left = std::clamp<Duration>(until - steady_now(), Duration::zero(), std::chrono::hours(1));
  auto whole = std::chrono::duration_cast<std::chrono::seconds>(left);
  timespec t{static_cast<time_t>(whole.count()), static_cast<long>((left - whole).count())};
  int signal = ::sigtimedwait(&set, nullptr, &t);
  return signal > 0 ? signal : 0;
}

// What says which screen this is, is said to both. The player knows all words, and refuses the wrong ones.
std::vector<std::string> fetch_words(const std::vector<std::string> &play_words) {
  std::vector<std::string> words{"fetch"};
  for (auto i = play_words.begin(); i != play_words.end() && *i != "--"; ++i) {
    auto name = i->substr(0, i->find('='));
    if (name != "--config" && name != "--store") continue;
    words.push_back(*i);
    if (name == *i && i + 1 != play_words.end()) words.push_back(*++i);
  }
  return words;
}

int end(Both &both, const sigset_t &set) {
  for (auto &p : both) p.pass(SIGTERM);
  const auto until = steady_now() + patience;
  while ((both[0].runs() || both[1].runs()) && steady_now() < until) {
    wait_for_signal(set, until);
    reap(both, true);
  }
  for (auto &p : both) p.pass(SIGKILL);
  return 0;
}

}

int run_both(const std::string &folder, const std::vector<std::string> &play_words) {
  sigset_t set, before;
  sigemptyset(&set);
  for (int s : {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGCHLD}) sigaddset(&set, s);
  ::sigprocmask(SIG_BLOCK, &set, &before);
  std::vector<std::string> words{"play"};
  words.insert(words.end(), play_words.begin(), play_words.end());
  Both both{Program(folder + "sheaf-play", words, before),
            Program(folder + "sheaf-fetch", fetch_words(play_words), before)};
  for (;;) {
    for (auto &p : both) p.start(steady_now());
    int signal = wait_for_signal(set, std::min(both[0].due(), both[1].due()));
    if (signal == SIGTERM || signal == SIGINT) return end(both, set);
    if (signal == SIGHUP)
      for (auto &p : both) p.pass(signal);
    if (signal == SIGUSR1) both[0].pass(signal); // a screenshot
    reap(both, false);
    if (both[0].is_misled() || both[1].is_misled()) return end(both, set), 2;
  }
}

}
