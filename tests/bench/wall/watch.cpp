// Watches a full-screen player from outside. Starts the command after --, looks at the framebuffer that Xvfb
// -fbdir keeps in a file, reads the code that every picture carries (see clips) and logs what changes. Lines
// are tab separated, times in ms since just before the start:
//   T show CLIP FRAME | T black | T other          what the screen shows from now on
//   T tree CPU RSS PSS PROCESSES DESCRIPTORS       all processes under the command; ms and KiB
//   T sound BYTES                                  the file of --sound has grown to this
//   T end STATUS CPU X_CPU LONGEST_BLINK LEFT      ms; LEFT: processes that outlived the command
#include "framebuffer.h"
#include "processes.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <sched.h>
#include <sstream>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using Clock = std::chrono::steady_clock;
using Ms = std::chrono::duration<double, std::milli>;

namespace {

std::atomic<bool> told_to_end{false};
std::mutex log_lock;

}

int main(int argc, char **argv) {
  std::map<std::string, std::string> given{
      {"--rate", "500"}, {"--limit", "3600"}, {"--tree-every", "250"}, {"--changes", "0"}, {"--x", "0"}};
  int i = 1;
  for (; i + 1 < argc && std::string(argv[i]) != "--"; i += 2) given[argv[i]] = argv[i + 1];
  if (i + 1 >= argc || !given.contains("--screen") || !given.contains("--log")) {
    std::cerr << R"(usage: watch --screen FILE --log FILE [--rate HZ] [--limit SECONDS] [--changes N]
             [--tree-every MS] [--x PID] [--sound FILE] -- COMMAND...
Ends the command after SECONDS, or once N items were begun.
)";
    return 2;
  }
  Framebuffer screen(given["--screen"]);
  std::ofstream log(given["--log"]);
  auto x = static_cast<pid_t>(std::stoi(given["--x"]));
  int most_changes = std::stoi(given["--changes"]);
  const Ms limit(std::stod(given["--limit"]) * 1000), step(1000 / std::stod(given["--rate"]));
  ::prctl(PR_SET_CHILD_SUBREAPER, 1); // what the player leaves behind becomes ours, and is counted
  for (int s : {SIGINT, SIGTERM}) std::signal(s, [](int) { told_to_end = true; });

  double x_before = cpu_ms(x, false);
  auto start = Clock::now();
  pid_t player = ::fork();
  if (player == 0) {
    ::execvp(argv[i + 1], argv + i + 1);
    give_up(argv[i + 1]);
  }
  auto put = [&](const std::string &line) {
    std::lock_guard guard(log_lock);
    log << Ms(Clock::now() - start).count() << '\t' << line << '\n';
  };
  log << std::fixed;
  log.precision(1);

  // Beside the looking: /proc takes its time.
  std::jthread keeper([&](std::stop_token ended) {
    for (auto due = Clock::now(); !ended.stop_requested();
         std::this_thread::sleep_until(due += std::chrono::milliseconds(std::stoi(given["--tree-every"]))))
      put(tree());
  });
  // Root's alone. A look takes microseconds, and one that waits for a decoder would see changes too late.
  sched_param priority{.sched_priority = 10};
  ::sched_setscheduler(0, SCHED_FIFO, &priority);

  Seen last;
  int status = 0, changes = 0;
  unsigned clip = 0;
  std::uintmax_t heard = 0;
  Ms longest{}, killed_after = limit + Ms(5000);
  bool asked = false;
  auto due = Clock::now(), before = due;
  for (bool running = true; running;) {
    auto now = Clock::now();
    longest = std::max(longest, Ms(now - before));
    before = now;
    if (auto seen = screen.look(); seen != last) {
      last = seen;
      if (seen.what == Seen::code)
        put("show\t" + std::to_string(seen.clip) + '\t' + std::to_string(seen.frame));
      if (seen.what == Seen::black || seen.what == Seen::other)
        put(seen.what == Seen::black ? "black" : "other");
      if (seen.what == Seen::code && clip != seen.clip) ++changes, clip = seen.clip;
    }
    std::error_code absent;
    if (auto size = given.contains("--sound") ? std::filesystem::file_size(given["--sound"], absent) : 0;
        !absent && size != heard)
      put("sound\t" + std::to_string(heard = size));
    int how = 0;
    for (pid_t ended; (ended = ::waitpid(-1, &how, WNOHANG)) > 0;)
      if (ended == player) running = false, status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
    if (running && !asked &&
        (told_to_end || now - start > limit || (most_changes && changes >= most_changes))) {
      asked = true;
      killed_after = Ms(now - start) + Ms(5000);
      ::kill(player, SIGTERM);
    }
    if (running && now - start > killed_after) ::kill(player, SIGKILL);
    due = std::max(due + std::chrono::duration_cast<Clock::duration>(step), Clock::now());
    std::this_thread::sleep_until(due);
  }
  keeper.request_stop();
  keeper.join();
  std::vector<pid_t> left;
  descend(::getpid(), left);
  for (pid_t pid : left) ::kill(pid, SIGKILL);
  while (::wait(nullptr) > 0) {
  }
  std::ostringstream end;
  end << std::fixed << "end\t" << status << '\t' << ended_cpu_ms() << '\t' << cpu_ms(x, false) - x_before
      << '\t' << longest.count() << '\t' << left.size();
  put(end.str());
}
