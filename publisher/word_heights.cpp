#include "publisher/word_heights.h"

#include "base/fd.h"
#include "publisher/child_output.h"
#include "publisher/streams.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

constexpr std::size_t most_said = 4u << 20; // bytes of its table that are read
constexpr int sure = 60;                    // percent: below it is as often a leaf or a roof tile

// One thread each: several run at a time.
constexpr std::array<const char *, 13> command{"env",       "OMP_THREAD_LIMIT=1",
                                               "timeout",   "60",
                                               "tesseract", "stdin",
                                               "stdout",    "-l",
                                               "vie",       "--psm",
                                               "3",         "tsv",
                                               nullptr};

Fd in_memory(const std::string &bytes) {
  Fd file(::memfd_create("picture", MFD_CLOEXEC));
  if (!file || !write_all(file.get(), bytes, "memory") || ::lseek(file.get(), 0, SEEK_SET) != 0) return {};
  return file;
}

pid_t start(int in, int out) {
  posix_spawn_file_actions_t actions;
  if (::posix_spawn_file_actions_init(&actions) != 0) return -1;
  ::posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  if (::posix_spawnp(&pid, command[0], &actions, nullptr, const_cast<char *const *>(command.data()),
                     environ) != 0)
    pid = -1;
  ::posix_spawn_file_actions_destroy(&actions);
  return pid;
}

std::string all_of(int file) {
  std::string out;
  std::array<char, 65536> part{};
  for (ssize_t n = 0; (n = ::read(file, part.data(), part.size())) > 0 || (n < 0 && errno == EINTR);)
    if (n > 0 && out.size() < most_said) out.append(part.data(), static_cast<std::size_t>(n));
  return out;
}

int number(std::string_view text) {
  int value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// It ends with the same code where it lacks a language and where a picture is too much for it.
bool reads_vietnamese() {
  auto said = output_of({"tesseract", "--list-langs"}, 1_MiB, 20s);
  return said && ("\n" + said->out).find("\nvie\n") != std::string::npos;
}

bool is_word(std::string_view text) {
  auto letters = std::count_if(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0xC3;
  });
  return letters >= 2;
}

}

std::vector<int> heights_in(std::string_view tsv) {
  std::vector<int> out;
  for (std::size_t at = 0, end = 0; at < tsv.size(); at = end + 1) {
    end = std::min(tsv.find('\n', at), tsv.size());
    std::array<std::string_view, 12> column; // level page block par line word left top width height conf text
    auto line = tsv.substr(at, end - at);
    for (auto &c : column) {
      c = line.substr(0, line.find('\t'));
      line.remove_prefix(std::min(c.size() + 1, line.size()));
    }
    if (column[0] == "5" && number(column[10]) >= sure && is_word(column[11]))
      out.push_back(number(column[9]));
  }
  return out;
}

Result<std::vector<int>> word_heights(const std::string &png) {
  std::array<int, 2> pipe{-1, -1};
  auto picture = in_memory(png);
  if (!picture || ::pipe2(pipe.data(), O_CLOEXEC) != 0)
    return fail(ErrorKind::transient, "no memory or descriptors are left for tesseract");
  Fd from(pipe[0]), to(pipe[1]);
  auto pid = start(picture.get(), to.get());
  to.reset();
  if (pid < 0) return fail(ErrorKind::transient, "no process is left for tesseract");
  auto table = all_of(from.get());
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return heights_in(table);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 124)
    return fail(ErrorKind::transient, "reading its text does not come to an end");
  if (reads_vietnamese()) return fail(ErrorKind::corrupt, "tesseract cannot read it");
  return fail(ErrorKind::absent,
              "tesseract is missing, or its Vietnamese; install them: apt install tesseract-ocr "
              "tesseract-ocr-vie");
}

}
