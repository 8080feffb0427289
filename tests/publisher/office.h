// An office of a test's own: keys, a folder of pictures, a destination, and the real programs run in it.
#pragma once

#include "board/files.h"
#include "tests/support/scratch_folder.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <poll.h>
#include <pty.h>
#include <set>
#include <string>
#include <sys/wait.h>
#include <vector>

namespace sheaf::testing {

struct Said {
  int code = -1;    // 128 + signal where it was killed
  std::string text; // both outputs
};

class Office {
public:
  Office() {
    for (const char *name : {"src", "home"}) std::filesystem::create_directories(folder / name);
    jpeg("red.jpg", "red");
    jpeg("green.jpg", "green");
    png("blue.png", "blue");
  }

  /// Runs a program with this office's environment; words are taken as they are. `before`: called in the
  /// child.
  Said run(std::vector<std::string> words, const std::function<void()> &before = {}) const {
    std::array<int, 2> out{};
    if (::pipe(out.data()) != 0) return {};
    pid_t pid = ::fork();
    if (pid == 0) {
      ::dup2(out[1], 1);
      ::dup2(out[1], 2);
      ::close(out[0]);
      ::close(out[1]);
      become(std::move(words), before);
    }
    ::close(out[1]);
    Said said;
    std::array<char, 4096> part{};
    for (ssize_t n = 0; (n = ::read(out[0], part.data(), part.size())) > 0;)
      said.text.append(part.data(), static_cast<std::size_t>(n));
    ::close(out[0]);
    said.code = end_of(pid);
    return said;
  }

  /// The same at a terminal: waits for each text in its turn, then types what belongs to it.
  Said at_terminal(std::vector<std::string> words,
                   const std::vector<std::pair<std::string, std::string>> &talk) const {
    int terminal = -1;
    pid_t pid = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    if (pid == 0) become(std::move(words), {});
    Said said;
    std::size_t next = 0, seen = 0;
    std::array<char, 4096> part{};
    constexpr int patience = 120'000; // ms; who waits for an answer that nobody gives is stuck
    for (pollfd news{terminal, POLLIN, 0}; ::poll(&news, 1, patience) > 0;) {
      auto n = ::read(terminal, part.data(), part.size());
      if (n <= 0) break;
      said.text.append(part.data(), static_cast<std::size_t>(n));
      for (std::size_t at = 0;
           next < talk.size() && (at = said.text.find(talk[next].first, seen)) != std::string::npos; ++next) {
        seen = at + talk[next].first.size();
        auto typed = talk[next].second + "\n";
        EXPECT_EQ(::write(terminal, typed.data(), typed.size()), static_cast<ssize_t>(typed.size()));
      }
    }
    ::close(terminal); // who still waits is hung up on
    said.code = end_of(pid);
    EXPECT_EQ(next, talk.size()) << said.text;
    return said;
  }

  /// `sheaf VERB ...`, with a clock that is said to be right.
  Said sheaf(std::vector<std::string> words) const {
    words.insert(words.begin(), SHEAF_BIN_DIR "/sheaf");
    if (words[1] != "verify") words.emplace_back("--clock-is-right");
    return run(std::move(words));
  }
  Said init(const std::string &people = "one") const {
    return sheaf({"keys", "init", "--yes", "--people", people});
  }
  Said publish(std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"publish", folder / "src", "--to", folder / "web"};
    words.insert(words.end(), more.begin(), more.end());
    return sheaf(std::move(words));
  }
  Said verify(const std::string &where = "web") const {
    return sheaf({"verify", folder / where, "--root", folder / "keys/root/1"});
  }
  Said exiftool(std::vector<std::string> words) const {
    words.insert(words.begin(), "exiftool");
    return run(std::move(words));
  }

  void jpeg(const std::string &name, const std::string &colour) const { draw("jpg", name, colour); }
  void png(const std::string &name, const std::string &colour) const { draw("png", name, colour); }
  void film(const std::string &name, const std::vector<std::string> &more = {}) const {
    std::vector<std::string> words{"ffmpeg", "-v",    "error", "-y",
                                   "-f",     "lavfi", "-i",    "testsrc2=size=160x120:rate=25:duration=1"};
    words.insert(words.end(), more.begin(), more.end());
    words.insert(words.end(), {"-pix_fmt", "yuv420p"});
    words.push_back(folder / ("src/" + name));
    EXPECT_EQ(run(words).text, "");
  }

  /// Files of the tree, without its folders: name -> size and time of the last change.
  std::map<std::string, std::pair<std::uintmax_t, std::filesystem::file_time_type>>
  files(const std::string &where = "web") const {
    std::map<std::string, std::pair<std::uintmax_t, std::filesystem::file_time_type>> out;
    for (const auto &e : std::filesystem::recursive_directory_iterator(folder / where))
      if (e.is_regular_file())
        out[std::filesystem::relative(e.path(), folder / where).string()] = {e.file_size(),
                                                                             e.last_write_time()};
    return out;
  }
  std::string read(const std::string &name) const {
    return board::read_whole(folder / name, 64_MiB).value_or("");
  }
  void write(const std::string &name, const std::string &bytes) const {
    EXPECT_TRUE(board::write_whole(folder / name, bytes, board::Durable::no));
  }
  std::string head(const std::string &channel = "main") const {
    return read("web/sheaf/" + channel + "/head");
  }

  ScratchFolder folder;

private:
  static int end_of(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  // Drawn once, copied after that.
  void draw(const std::string &kind, const std::string &name, const std::string &colour) const {
    static const ScratchFolder drawn;
    auto from = drawn / (kind + " " + colour);
    if (!std::filesystem::exists(from)) {
      EXPECT_EQ(run({"convert", "-size", "64x48", "gradient:" + colour + "-black", kind + ":" + from}).text,
                "");
    }
    auto to = folder / ("src/" + name);
    std::filesystem::copy_file(from, folder / "drawn", std::filesystem::copy_options::overwrite_existing);
    std::filesystem::rename(folder / "drawn", to);
  }

  [[noreturn]] void become(std::vector<std::string> words, const std::function<void()> &before) const {
    ::setenv("SHEAF_KEYS", (folder / "keys").c_str(), 1);
    ::setenv("SHEAF_PUBLISHING", (folder / "publishing.csv").c_str(), 1);
    ::setenv("XDG_CACHE_HOME", (folder / "cache").c_str(), 1);
    ::setenv("HOME", (folder / "home").c_str(), 1);
    const char *asan = std::getenv("ASAN_OPTIONS");
    ::setenv("ASAN_OPTIONS",
             (std::string(asan ? asan : "detect_leaks=0") + ":verify_asan_link_order=0").c_str(), 1);
    ::unsetenv("SHEAF_PASSWORD_FILE");
    if (before) before();
    std::vector<char *> argv;
    for (auto &w : words) argv.push_back(w.data());
    argv.push_back(nullptr);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
};

/// Bytes that a head signs, and its first signature block.
inline std::string signed_part(const std::string &document) {
  return document.substr(document.find("\n\n") + 2);
}
inline std::string first_block(const std::string &document) {
  std::size_t at = 0;
  for (int line = 0; line < 4; ++line) at = document.find('\n', at) + 1;
  return document.substr(0, at);
}

}
