#include "publisher/terminal.h"
#include "publisher/office_files.h"
#include "publisher/refusal.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

constexpr std::size_t most_line = 4096;

Fd terminal() { return Fd(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)); }

class Unseen {
public:
  explicit Unseen(int fd) : fd_(fd), known_(::tcgetattr(fd, &before_) == 0) {
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (known_) ::tcsetattr(fd_, TCSAFLUSH, &silent);
  }
  ~Unseen() {
    if (known_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
  }
  Unseen(const Unseen &) = delete;
  Unseen &operator=(const Unseen &) = delete;

private:
  int fd_;
  termios before_{};
  bool known_;
};

bool show(int fd, const std::string &text) { return ::write(fd, text.data(), text.size()) >= 0; }

Result<std::string> line_from(int fd) {
  std::string out;
  for (char c = 0; out.size() < most_line; out += c) {
    if (::read(fd, &c, 1) != 1) return refuse(ErrorKind::absent, "nobody_answers");
    if (c == '\n') return out;
  }
  return refuse(ErrorKind::refused, "answer_too_long");
}

}

bool has_person() { return static_cast<bool>(terminal()); }

Result<std::string> ask(const std::string &question) {
  auto tty = terminal();
  if (!tty || !show(tty.get(), question)) return refuse(ErrorKind::absent, "no_terminal");
  return line_from(tty.get());
}

Result<std::string> ask_secretly(const std::string &question) {
  auto tty = terminal();
  if (!tty) return refuse(ErrorKind::absent, "no_terminal_for_password");
  Unseen unseen(tty.get());
  if (!show(tty.get(), question)) return refuse(ErrorKind::absent, "no_terminal_for_password");
  auto line = line_from(tty.get());
  show(tty.get(), "\n");
  return line;
}

Result<std::optional<std::string>> password_from_file() {
  const char *path = std::getenv("SHEAF_PASSWORD_FILE");
  if (!path || !*path) return std::optional<std::string>();
  auto text = read_file(path, Bytes{most_line});
  if (!text) return fail(text.error().in("SHEAF_PASSWORD_FILE"));
  auto line = text->substr(0, text->find_first_of("\r\n"));
  return std::optional(line);
}

}
