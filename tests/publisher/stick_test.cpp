// Publishing onto a stick. What its file system is, is told by tests/publisher/cut.cpp.
#include "tests/publisher/office.h"

#include <fcntl.h>
#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::testing;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

struct Stick : ::testing::Test {
  Office o;
  std::string stick = o.folder / "STICK";
  void SetUp() override {
    std::filesystem::create_directories(stick);
    ASSERT_EQ(o.init().code, 0);
  }
  [[nodiscard]] Said publish(bool is_stick) const {
    return o.run({SHEAF_BIN_DIR "/sheaf", "publish", o.folder / "src", "--to", stick}, [&] {
      ::setenv("LD_PRELOAD", SHEAF_CUT, 1);
      ::setenv("CUT_CLOCK", "good", 1);
      ::setenv("CUT_LOG", (o.folder / "log").c_str(), 1);
      ::setenv("CUT_UNDER", stick.c_str(), 1);
      if (is_stick) ::setenv("CUT_STICK", stick.c_str(), 1);
    });
  }
};

}

TEST_F(Stick, HasAPlaceForReportsAndSaysWhenToPullItOut) {
  auto said = publish(true);
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("can be pulled out"));
  EXPECT_TRUE(std::filesystem::is_directory(stick + "/sheaf/reports"));
  auto log = o.read("log");
  EXPECT_GT(log.rfind("syncfs " + stick), log.rfind("rename " + stick)) << "after all else is in its place";
  EXPECT_EQ(o.verify("STICK").code, 0);
}

TEST_F(Stick, AFolderIsNone) {
  auto said = publish(false);
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, Not(HasSubstr("pulled out")));
  EXPECT_FALSE(std::filesystem::exists(stick + "/sheaf/reports"));
}
