// What is published and where it goes are two places.
#include "publisher/apart.h"
#include "tests/support/scratch_folder.h"

#include <filesystem>
#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::publisher;

TEST(Apart, TheDestinationIsNotInTheSource) {
  sheaf::testing::ScratchFolder folder;
  for (const char *name : {"src", "src/web", "src2", "web/sheaf/blobs"})
    std::filesystem::create_directories(folder / name);
  std::filesystem::create_directory_symlink(folder / "src", folder / "other");
  folder.write("src/sheaf.toml", "");
  auto apart = [&](const std::string &source, const std::string &place) {
    return check_apart(folder / source, folder / place).has_value();
  };
  for (const char *place : {"src", "src/", "src/web", "src/web/new/", "src/../src", "other", "other/new"}) {
    EXPECT_FALSE(apart("src", place)) << place;
    EXPECT_FALSE(apart("src/", place)) << place;
    EXPECT_FALSE(apart("src/sheaf.toml", place)) << place;
  }
  for (const char *place : {"web", "src2", "new", "src/../web", ".", "src/hue.sheaf"})
    EXPECT_TRUE(apart("src", place)) << place;
  EXPECT_FALSE(apart("web/sheaf", "web"));
  EXPECT_FALSE(apart("web/sheaf/blobs", "web"));
  EXPECT_TRUE(apart("web", "new"));
  EXPECT_TRUE(check_apart(folder / "src", "").has_value());
  EXPECT_TRUE(check_apart(folder / "src", "remote:src").has_value());
}
