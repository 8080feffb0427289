// Three hundred files, some of which boards cannot play as they are, published again.
#include "tests/publisher/office.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

using namespace sheaf;
using namespace sheaf::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace {

namespace fs = std::filesystem;
constexpr int pictures = 285, small = 4; // small: how many there are of each kind that needs a rendition

struct State {
  ino_t inode;
  std::int64_t size, modified, changed;
  bool operator==(const State &) const = default;
};

State state_of(const fs::path &path) {
  struct stat s {};
  EXPECT_EQ(::stat(path.c_str(), &s), 0) << path;
  auto ns = [](timespec t) { return t.tv_sec * 1'000'000'000 + t.tv_nsec; };
  return {s.st_ino, s.st_size, ns(s.st_mtim), ns(s.st_ctim)};
}

// Files and folders under both: where it is published, and where renditions are kept.
using Tree = std::map<std::string, State>;
Tree tree(const Office &o) {
  Tree out;
  for (const char *top : {"web", "cache/sheaf/renditions"})
    for (const auto &e : fs::recursive_directory_iterator(o.folder / top))
      if (e.is_regular_file()) out[fs::relative(e.path(), o.folder.path()).string()] = state_of(e.path());
  return out;
}

std::vector<std::string> written(const Tree &before, const Tree &after) {
  std::vector<std::string> out;
  for (const auto &[name, state] : after)
    if (auto old = before.find(name); old == before.end() || !(old->second == state)) out.push_back(name);
  return out;
}

bool all_stay(const Tree &before, const Tree &after) {
  return std::all_of(before.begin(), before.end(),
                     [&](const auto &file) { return after.contains(file.first); });
}

// One program draws them all.
void bring(const Office &o, const std::string &format, const std::string &name, int count, int shade) {
  std::vector<std::string> words{"convert", "-size", "24x18"};
  for (int i = 0; i < count; ++i)
    words.push_back("xc:rgb(" + std::to_string(i % 50 * 5) + "," + std::to_string(i / 50 * 40) + "," +
                    std::to_string(shade) + ")"); // none like another, in a JPEG either
  words.push_back(format + ":" + o.folder / ("src/" + name));
  EXPECT_EQ(o.run(words).text, "");
}

void bring_all(const Office &o) {
  bring(o, "jpg", "photo-%d.jpg", pictures - 3, 1); // and the three that every office has
  bring(o, "bmp", "scan-%d.bmp", small, 2);
  bring(o, "tif", "print-%d.tif", small, 3);
  bring(o, "ppm", "old-%d.ppm", small, 4);
  o.film("film.mov", {"-c:v", "mjpeg", "-t", "0.2"});
  for (const char *name : {"a.svg", "b.svg"})
    o.write(std::string("src/") + name, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><title>" +
                                            std::string(name) + "</title><rect width='1' height='1'/></svg>");
}

class Again : public ::testing::Test {
protected:
  void publish() {
    auto said = office_.publish();
    ASSERT_EQ(said.code, 0) << said.text;
    said_ = said.text;
  }
  Office office_;
  std::string said_;
};

}

TEST_F(Again, OfThreeHundredFilesOnlyWhatHasChangedIsMadeAndWritten) {
  bring_all(office_);
  ASSERT_EQ(office_.init().code, 0);
  ASSERT_NO_FATAL_FAILURE(publish());
  EXPECT_THAT(said_, HasSubstr("300 items"));
  auto first = tree(office_);

  ASSERT_NO_FATAL_FAILURE(publish());
  EXPECT_THAT(said_, HasSubstr("Nothing has changed"));
  EXPECT_EQ(tree(office_), first);

  bring(office_, "bmp", "scan-1.bmp", 1, 99);
  ASSERT_NO_FATAL_FAILURE(publish());
  auto second = tree(office_);
  EXPECT_TRUE(all_stay(first, second));
  EXPECT_THAT(written(first, second),
              ElementsAre(StartsWith("cache/sheaf/renditions/"), StartsWith("web/sheaf/blobs/"),
                          "web/sheaf/main/head", StartsWith("web/sheaf/manifests/")));

  bring(office_, "jpg", "photo-7.jpg", 1, 98); // no rendition is needed of this one
  ASSERT_NO_FATAL_FAILURE(publish());
  auto third = tree(office_);
  EXPECT_TRUE(all_stay(second, third));
  EXPECT_THAT(written(second, third), ElementsAre(StartsWith("web/sheaf/blobs/"), "web/sheaf/main/head",
                                                  StartsWith("web/sheaf/manifests/")));
  EXPECT_EQ(office_.verify().code, 0);
}
