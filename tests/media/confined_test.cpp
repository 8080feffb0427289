#include "media/confined.h"

#include "tests/support/scratch_folder.h"

#include <gtest/gtest.h>

namespace sheaf::media {
namespace {

using testing::ScratchFolder;

class ConfinedProgram : public ::testing::Test {
protected:
  ProgramEnd shell(const std::string &script, const std::function<void(Confined &)> &change = {}) {
    Confined c{.words = {"sh", "-c", script}, .readable = {folder_ / "in"}, .writable = work_.path()};
    if (change) change(c);
    auto end = run_confined(c, [&](std::string_view line) {
      lines_.emplace_back(line);
      return true;
    });
    EXPECT_TRUE(end) << end.error().text;
    return end.value_or(ProgramEnd{});
  }
  ScratchFolder folder_, work_;
  std::string in_ = folder_.write("in", "input\n"), other_ = folder_.write("other", "secret\n");
  std::vector<std::string> lines_;
};

TEST_F(ConfinedProgram, ReadsItsInputAndWritesIntoItsFolder) {
  EXPECT_EQ(shell("cat " + in_ + " && echo made > out && echo done").code, 0);
  EXPECT_EQ(lines_, (std::vector<std::string>{"input", "done"}));
  EXPECT_TRUE(std::filesystem::exists(work_ / "out"));
}

TEST_F(ConfinedProgram, ReadsAndWritesNothingElse) {
  ASSERT_TRUE(has_landlock()) << "this kernel cannot confine files";
  EXPECT_NE(shell("cat " + other_).code, 0);
  EXPECT_NE(shell("echo x > " + in_).code, 0);
  EXPECT_NE(shell("echo x > " + (folder_ / "new")).code, 0);
  EXPECT_NE(shell("rm -f " + other_).code, 0);
  EXPECT_TRUE(lines_.empty());
}

TEST_F(ConfinedProgram, HasNoNetwork) {
  const char *python = "import socket\nfor f in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):\n try:\n  "
                       "socket.socket(f)\n  print(f)\n except OSError: pass";
  shell("", [&](auto &c) { c.words = {"python3", "-c", python}; });
  EXPECT_TRUE(lines_.empty());
  shell("", [&](auto &c) { c.words = {"python3", "-c", python}, c.local_sockets = true; });
  EXPECT_EQ(lines_.size(), 1u);
}

TEST_F(ConfinedProgram, IsEndedWhereItDoesNotGetOn) {
  auto end =
      run_confined({.words = {"sleep", "100"}, .readable = {}, .writable = work_.path(), .patience = 1s});
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().kind, ErrorKind::transient);
}

TEST_F(ConfinedProgram, TellsHowItEnded) {
  auto end = shell("echo why >&2; exit 3");
  EXPECT_EQ(end.code, 3);
  EXPECT_EQ(end.said, "why\n");
  auto killed = shell("kill -9 $$");
  EXPECT_EQ(killed.code, 137);
  EXPECT_EQ(killed.signal, SIGKILL);
  EXPECT_EQ(shell("exit 137").signal, 0);
  EXPECT_EQ(
      run_confined({.words = {"no-such-program"}, .readable = {}, .writable = work_.path()}).error().kind,
      ErrorKind::absent);
}

TEST_F(ConfinedProgram, WritesNoLargerFileThanItMay) {
  EXPECT_NE(shell("head -c 3000000 /dev/zero > out", [](auto &c) { c.file = 1_MiB; }).code, 0);
  EXPECT_LE(std::filesystem::file_size(work_ / "out"), 1u << 20);
}

}
}
