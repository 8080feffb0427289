// Films and pictures that nobody made for us: Debian's forensics-samples-files and gnome-user-docs, and npm's
// flag-icons. A test that cannot have them fails.
#include "tests/support/film_fixture.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace sheaf::media {
namespace {

std::vector<std::string> files_in(const std::string &folder, const std::vector<std::string> &endings) {
  std::vector<std::string> found;
  std::error_code none;
  for (const auto &e : std::filesystem::recursive_directory_iterator(folder, none)) {
    auto path = e.path().string();
    auto ends = [&](const std::string &ending) { return path.ends_with(ending); };
    if (e.is_regular_file() && std::any_of(endings.begin(), endings.end(), ends)) found.push_back(path);
  }
  std::sort(found.begin(), found.end());
  return found;
}

Played to_its_end(Stage &stage, const std::string &path) {
  auto p = stage.play(path, {.pixels = false});
  EXPECT_TRUE(p.end && !p.failure && !p.gave_up) << path << ": " << (p.failure ? p.failure->text : "no end");
  EXPECT_FALSE(p.frames.empty()) << path;
  if (p.end) {
    EXPECT_EQ(p.end->frames, static_cast<std::int64_t>(p.frames.size())) << path;
  }
  return p;
}

TEST(RealFiles, FilmsAndPhotographsOfTelephones) {
  Stage stage(SHEAF_BIN_DIR "/sheaf-render");
  const std::string folder = "/usr/share/forensics-samples/original-files/";
  auto films = files_in(folder, {".mp4", ".avi", ".mpeg", "hello.ogg"});
  ASSERT_EQ(films.size(), 5u) << "install forensics-samples-files";
  for (const auto &path : films)
    EXPECT_GT(to_its_end(stage, path).end.value_or(ItemEnd{}).duration, 1s) << path;
  for (const auto &path : files_in(folder, {".jpg", ".JPG", ".png", ".ppm"})) {
    auto p = to_its_end(stage, path);
    EXPECT_TRUE(p.facts && p.facts->kind == ItemKind::still) << path;
  }
}

TEST(RealFiles, OtherThingsAreRefused) {
  Stage stage(SHEAF_BIN_DIR "/sheaf-render");
  auto others =
      files_in("/usr/share/forensics-samples/original-files/",
               {".pdf", ".docx", ".odt", ".mp3", ".wav", "debian.ogg", "deleted.ogg", ".xcf", ".sh"});
  ASSERT_GE(others.size(), 10u) << "install forensics-samples-files";
  for (const auto &path : others) {
    auto p = stage.play(path);
    EXPECT_TRUE(p.failure && !p.failure->text.empty()) << path;
    EXPECT_TRUE(p.frames.empty()) << path;
  }
}

TEST(RealFiles, FilmsOfAManual) {
  Stage stage(SHEAF_BIN_DIR "/sheaf-render");
  auto films = files_in("/usr/share/help", {".webm"});
  ASSERT_GE(films.size(), 3u) << "install gnome-user-docs";
  std::set<std::uintmax_t> sizes; // they are there once a language: one of each
  for (const auto &path : films)
    if (sizes.insert(std::filesystem::file_size(path)).second && sizes.size() <= 6) to_its_end(stage, path);
}

TEST(RealFiles, FlagsOfTheWorld) {
  const std::string folder = SHEAF_BIN_DIR "/../flags";
  ASSERT_EQ(std::system(("'" SHEAF_SOURCE_DIR "/tests/support/fetch_flags' '" + folder + "'").c_str()),
            0); // NOLINT
  auto flags = files_in(folder, {".svg"});
  ASSERT_GE(flags.size(), 250u);
  Stage stage(SHEAF_BIN_DIR "/sheaf-render");
  int drawn = 0;
  for (const auto &path : flags) {
    auto p = stage.play(path, {.box = {640, 480}, .pixels = false});
    EXPECT_FALSE(p.gave_up) << path;
    EXPECT_TRUE(p.failure ? !p.failure->text.empty() : p.frames.size() == 1) << path;
    drawn += !p.failure && !p.frames.empty();
  }
  EXPECT_GE(drawn, 250);
}

}
}
