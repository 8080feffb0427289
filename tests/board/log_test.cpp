#include "board/log.h"

#include <gmock/gmock.h>

using namespace sheaf::board;
using namespace std::string_literals;
using ::testing::ElementsAre;

namespace {

/// What is logged while it lives.
struct Lines {
  std::vector<std::string> all;
  Lines() {
    log_through([this](std::string line) { all.push_back(std::move(line)); });
  }
  ~Lines() { log_through({}); }
};

}

TEST(Log, OneLineEach) {
  Lines lines;
  log(Level::warning, "a");
  log(Level::info, "Huế");
  EXPECT_THAT(lines.all, ElementsAre("sheaf: a\n", "sheaf: Huế\n"));
}

TEST(Log, AFileNameCannotForgeALine) {
  Lines lines;
  log(Level::error, "a\nsheaf: all is well\r\x1b[2J\x7f\0b"s);
  ASSERT_EQ(lines.all.size(), 1u);
  EXPECT_EQ(lines.all[0].find('\n'), lines.all[0].size() - 1);
  for (char c : lines.all[0].substr(0, lines.all[0].size() - 1)) EXPECT_GE(static_cast<unsigned char>(c), 32);
}

TEST(Log, GoesToStandardErrorWithoutASink) {
  ::testing::internal::CaptureStderr();
  log(Level::info, "plain");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "sheaf: plain\n");
}
