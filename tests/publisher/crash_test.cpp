// A publisher that is cut off: the publication before it stays whole, and the next run leaves nothing
// partial.
#include "tests/publisher/office.h"
#include "tests/support/at_length.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <random>
#include <sstream>

using namespace sheaf;
using namespace sheaf::testing;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

namespace fs = std::filesystem;

struct Step {
  std::string what, path;
  bool operator==(const Step &) const = default;
};

// Publishes, killed in place of step `at`; 0: to the end.
Said publish_until(const Office &o, int at, const std::string &to = "web") {
  return o.run(
      {SHEAF_BIN_DIR "/sheaf", "publish", o.folder / "src", "--to", o.folder / to, "--clock-is-right"}, [&] {
        ::setenv("LD_PRELOAD", SHEAF_CUT, 1);
        ::setenv("CUT_UNDER", (o.folder / to.substr(0, to.find('/'))).c_str(), 1);
        ::setenv("CUT_LOG", (o.folder / "log").c_str(), 1);
        if (at) ::setenv("CUT_AT", std::to_string(at).c_str(), 1);
      });
}

std::vector<Step> steps_of(const Office &o) {
  std::vector<Step> out;
  std::istringstream lines(o.read("log"));
  for (Step s; lines >> s.what >> s.path;) out.push_back(s);
  fs::remove(o.folder / "log");
  return out;
}

int rank_of(const std::string &path) {
  return path.find("/blobs/") != std::string::npos       ? 0
         : path.find("/manifests/") != std::string::npos ? 1
         : path.find("/root/") != std::string::npos      ? 2
                                                         : 3;
}

// Each file is on the disk before it gets its name, and the name before anything that builds on it.
void expect_durable(const std::vector<Step> &steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].what != "rename") continue;
    fs::path to(steps[i].path);
    auto folder = to.parent_path().string();
    ASSERT_TRUE(i > 0 && i + 1 < steps.size()) << to;
    EXPECT_EQ(steps[i - 1], (Step{"fsync", folder + "/." + to.filename().string() + ".new"}));
    EXPECT_EQ(steps[i + 1], (Step{"fsync", folder}));
  }
}

std::vector<std::string> renamed(const std::vector<Step> &steps) {
  std::vector<std::string> out;
  for (const auto &s : steps)
    if (s.what == "rename") out.push_back(s.path);
  return out;
}

// Kills the program that this one is about to become.
void kill_after(std::uint_fast32_t microseconds) {
  auto self = ::getpid();
  if (::fork() != 0) return;
  ::close(STDOUT_FILENO);
  ::close(STDERR_FILENO);
  ::usleep(static_cast<useconds_t>(microseconds));
  if (::getppid() == self) ::kill(self, SIGKILL);
  ::_exit(0);
}

void expect_nothing_partial(const Office &o, const std::string &where) {
  for (const auto &e : fs::recursive_directory_iterator(o.folder / where)) {
    auto name = e.path().filename().string();
    EXPECT_FALSE(name.starts_with('.') || name.starts_with("work-")) << e.path();
  }
}

}

TEST(Crash, BlobsThenManifestThenRootThenHeadEachOnTheDiskBeforeTheNext) {
  Office o;
  o.film("large.mkv", {"-c:v", "libx264", "-b:v", "16M", "-vf",
                       "scale=640:360,noise=alls=100:allf=t"}); // it has a chunk list
  ASSERT_EQ(o.init().code, 0);
  auto said = publish_until(o, 0);
  ASSERT_EQ(said.code, 0) << said.text;
  auto steps = steps_of(o);
  expect_durable(steps);
  auto names = renamed(steps);
  ASSERT_EQ(names.size(), 5u + 3);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end(),
                             [](const auto &a, const auto &b) { return rank_of(a) < rank_of(b); }));
  EXPECT_EQ(names.back(), o.folder / "web/sheaf/main/head");
  for (const auto &name : names) { // folders too: a name in a folder that is lost is lost
    auto above = Step{"fsync", fs::path(name).parent_path().parent_path().string()};
    EXPECT_NE(std::find(steps.begin(), steps.end(), above), steps.end()) << name;
  }
}

TEST(Crash, ASheafFileComesIntoPlaceWhole) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  fs::create_directory(o.folder / "stick");
  ASSERT_EQ(publish_until(o, 0, "stick/a.sheaf").code, 0);
  auto steps = steps_of(o);
  EXPECT_EQ(renamed(steps), std::vector<std::string>{o.folder / "stick/a.sheaf"});
  expect_durable(steps);
  for (int at = 1; at <= 2; ++at) {
    o.jpeg("red.jpg", "orange");
    ASSERT_EQ(publish_until(o, at, "stick/a.sheaf").code, 128 + SIGKILL);
    EXPECT_THAT(o.verify("stick/a.sheaf").text, HasSubstr("serial 1,"));
    o.jpeg("red.jpg", "red");
    EXPECT_THAT(publish_until(o, 0, "stick/a.sheaf").text, HasSubstr("Nothing has changed"));
    expect_nothing_partial(o, "stick");
  }
}

// By default every third instant.
TEST(Crash, CutOffBeforeAnyStepOneOfTheTwoPublicationsIsThereWhole) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  auto old_head = o.head();
  fs::rename(o.folder / "web", o.folder / "saved");
  o.jpeg("red.jpg", "orange");
  int cut_off = 0;
  bool seen_old = false, seen_new = false;
  for (int at = at_length() ? 1 : 2;; at += at_length() ? 1 : 3) {
    fs::remove_all(o.folder / "web");
    fs::copy(o.folder / "saved", o.folder / "web", fs::copy_options::recursive);
    auto said = publish_until(o, at);
    auto seen = o.verify();
    ASSERT_EQ(seen.code, 0) << at << ": " << seen.text;
    (o.head() == old_head ? seen_old : seen_new) = true;
    if (said.code == 0) break;
    ASSERT_EQ(said.code, 128 + SIGKILL) << said.text;
    ++cut_off;
    if (at % 2) continue;
    ASSERT_EQ(o.publish().code, 0);
    EXPECT_EQ(o.verify().code, 0);
    expect_nothing_partial(o, "web");
  }
  EXPECT_GE(cut_off, at_length() ? 9 : 3);
  EXPECT_TRUE(seen_old && seen_new);
}

// kill -9 at random instants; the long run does a hundred.
TEST(Crash, KilledAtAnyInstantTheLastPublicationStaysWhole) {
  Office o;
  for (int i = 0; i < 20; ++i) o.jpeg("p" + std::to_string(i) + ".jpg", "gray" + std::to_string(i));
  o.film("film.mkv", {"-c:v", "rawvideo", "-s", "640x480", "-t", "0.4"}); // 4.6 MB
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  const int kills = at_length() ? 100 : 8;
  std::mt19937 random(1);
  int cut_off = 0;
  for (int i = 0; i < kills; ++i) {
    auto n = std::to_string(i);
    o.jpeg("p" + std::to_string(i % 20) + ".jpg", "rgb(" + n + ",7,9)");
    o.jpeg("new" + n + ".jpg", "rgb(9," + n + ",9)");
    auto said = o.run(
        {SHEAF_BIN_DIR "/sheaf", "publish", o.folder / "src", "--to", o.folder / "web", "--clock-is-right"},
        [life = 2000 + random() % 700'000] { kill_after(life); });
    cut_off += said.code != 0;
    auto seen = o.verify();
    ASSERT_EQ(seen.code, 0) << i << ": " << seen.text;
  }
  std::printf("%d of %d were cut off\n", cut_off, kills);
  EXPECT_GT(cut_off, kills / 4);
  ASSERT_EQ(o.publish().code, 0);
  EXPECT_EQ(o.verify().code, 0);
  expect_nothing_partial(o, "web");
  expect_nothing_partial(o, "cache");
}
