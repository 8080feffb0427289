#include "board/log.h"

#include <algorithm>
#include <cstdlib>
#include <unistd.h>

namespace sheaf::board {
namespace {

std::function<void(std::string)> &sink() {
  static std::function<void(std::string)> s;
  return s;
}

bool under_systemd() {
  static const bool yes = std::getenv("JOURNAL_STREAM") != nullptr;
  return yes;
}

}

void write_line(const std::string &line) {
  [[maybe_unused]] auto n = ::write(STDERR_FILENO, line.data(), line.size());
}

void log_through(std::function<void(std::string)> to) { sink() = std::move(to); }

void log(Level level, const std::string &line) {
  std::string out = under_systemd() ? "<" + std::to_string(static_cast<int>(level)) + ">" : "sheaf: ";
  out += line;
  std::replace_if(
      out.begin(), out.end(), [](unsigned char c) { return c < 32 || c == 127; }, ' ');
  out += '\n';
  if (sink())
    sink()(std::move(out));
  else
    write_line(out);
}

}
