#include "assets/bare_files.h"

#include "board/clock.h"
#include "tests/support/scratch_folder.h"

#include <cstring>
#include <gmock/gmock.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

using namespace sheaf;
using sheaf::assets::BareFiles;
using sheaf::testing::ScratchFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace {

struct BareFilesTest : ::testing::Test {
  ScratchFolder folder;
  BareFiles files{{folder.path()}};
  Now now = board::now();

  std::vector<std::string> names() {
    std::vector<std::string> result;
    for (auto &path : files.list().files) result.push_back(path.substr(folder.path().size() + 1));
    return result;
  }
  ErrorKind kind_of(const std::string &name) {
    auto fd = files.open(folder / name, now);
    EXPECT_FALSE(fd) << name;
    return fd ? ErrorKind::corrupt : fd.error().kind;
  }
  bool opens(const std::string &name) { return files.open(folder / name, now).has_value(); }
  /// Lets time pass, on both clocks.
  void pass(Duration time) {
    now.steady += time;
    now.wall += time;
  }
};

}

TEST_F(BareFilesTest, NaturalOrderByName) {
  for (auto *name : {"10.png", "9.png", "B.mp4", "a.jpg", "Huế 2.png", "Huế 10.png"}) folder.write(name);
  EXPECT_THAT(names(), ElementsAre("9.png", "10.png", "a.jpg", "B.mp4", "Huế 2.png", "Huế 10.png"));
}

TEST_F(BareFilesTest, OnlyFilmsAndPictures) {
  for (auto *name : {"a.MP4", "b.JpEg", ".hidden.png", "c.mp4.part", "d.png.crdownload", "notes.txt", "png",
                     ".png", "e.mp4~", "f.", "list.m3u", "g.webm"})
    folder.write(name);
  auto listing = files.list();
  EXPECT_THAT(names(), ElementsAre("a.MP4", "b.JpEg", "g.webm"));
  EXPECT_EQ(listing.ignored, 7u); // hidden ones are nobody's business
  EXPECT_THAT(listing.folders, ElementsAre(folder.path()));
  EXPECT_THAT(listing.absent, IsEmpty());
}

TEST_F(BareFilesTest, NamesOfAllKinds) {
  std::vector<std::string> all{
      "--still.png",  "-x.png",       " leading.png",       "a\nb.png",
      "q\"uo'te.png", "\xff\xfe.png", "Hu\xe1\xba\xbf.png", "Hue\xcc\x82\xcc\x81.png"};
  for (auto &name : all) folder.write(name);
  EXPECT_THAT(names(), ::testing::UnorderedElementsAreArray(all));
  for (auto &name : all) EXPECT_TRUE(opens(name)) << name;
}

TEST_F(BareFilesTest, WhatIsNamedItselfIsListedWhateverItsEnding) {
  auto plain = folder.write("plain"), hidden = folder.write(".hidden");
  BareFiles named({plain, folder / "gone.png", hidden, folder.path() + "/", plain});
  folder.write("a.png");
  auto listing = named.list();
  EXPECT_THAT(listing.files, ElementsAre(plain, hidden, folder / "a.png", plain));
  EXPECT_THAT(listing.absent, ElementsAre(HasSubstr("gone.png' is not there")));
  folder.write("gone.png");
  EXPECT_THAT(named.list().absent, IsEmpty());
}

TEST_F(BareFilesTest, AFolderThatComesAndGoes) {
  std::filesystem::remove_all(folder.path());
  EXPECT_THAT(files.list().absent, ElementsAre(HasSubstr("is not there")));
  std::filesystem::create_directory(folder.path());
  folder.write("a.png");
  EXPECT_THAT(names(), ElementsAre("a.png"));
}

TEST_F(BareFilesTest, WhatIsNoFile) {
  std::filesystem::create_directory(folder / "dir.mp4");
  ::mkfifo((folder / "fifo.mp4").c_str(), 0644);
  Fd socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  (folder / "socket.mp4").copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
  EXPECT_THAT(names(), IsEmpty());
  for (auto *name : {"dir.mp4", "fifo.mp4", "socket.mp4"})
    EXPECT_EQ(kind_of(name), ErrorKind::refused) << name;
  EXPECT_EQ(kind_of("gone.mp4"), ErrorKind::absent);
}

TEST_F(BareFilesTest, Links) {
  folder.write("a.png");
  std::filesystem::create_symlink("a.png", folder / "link.png");
  std::filesystem::create_symlink("nothing", folder / "dangling.png");
  std::filesystem::create_symlink("loop.png", folder / "loop.png");
  std::filesystem::create_symlink(".", folder / "dir.png");
  EXPECT_THAT(names(), ElementsAre("a.png", "dangling.png", "dir.png", "link.png", "loop.png"));
  EXPECT_TRUE(opens("link.png"));
  EXPECT_EQ(kind_of("dangling.png"), ErrorKind::absent);
  EXPECT_EQ(kind_of("loop.png"), ErrorKind::refused);
  EXPECT_EQ(kind_of("dir.png"), ErrorKind::refused);
}

TEST_F(BareFilesTest, AFileThatIsBeingWrittenIsNotThereYet) {
  auto writer = folder.begin("a.mp4");
  files.begun(folder / "a.mp4");
  EXPECT_EQ(kind_of("a.mp4"), ErrorKind::transient);
  writer.reset();
  files.finished(folder / "a.mp4");
  EXPECT_TRUE(opens("a.mp4"));
}

// As the system tells by itself, where nobody has watched.
TEST_F(BareFilesTest, AFileThatNobodyHasOpenIsThereAtOnce) {
  auto writer = folder.begin("a.mp4");
  EXPECT_EQ(kind_of("a.mp4"), ErrorKind::transient);
  writer.reset();
  EXPECT_TRUE(opens("a.mp4"));
}

TEST_F(BareFilesTest, AWriterThatHasStoppedWritingDoesNotHoldItUpForEver) {
  auto writer = folder.begin("a.mp4");
  ASSERT_EQ(::write(writer.get(), "x", 1), 1);
  now = board::now();
  EXPECT_EQ(kind_of("a.mp4"), ErrorKind::transient);
  pass(2900ms);
  EXPECT_EQ(kind_of("a.mp4"), ErrorKind::transient);
  pass(200ms);
  EXPECT_TRUE(opens("a.mp4"));
}

// A board without a clock thinks that files are from the future.
TEST_F(BareFilesTest, AClockThatIsWrongDoesNotMatter) {
  auto writer = folder.begin("a.mp4");
  now.wall = Wall(1000s);
  EXPECT_EQ(kind_of("a.mp4"), ErrorKind::transient);
  pass(2s);
  ASSERT_EQ(::write(writer.get(), "x", 1), 1); // it goes on
  EXPECT_EQ(kind_of("a.mp4"), ErrorKind::transient);
  pass(2s);
  EXPECT_EQ(kind_of("a.mp4"), ErrorKind::transient);
  pass(1s);
  EXPECT_TRUE(opens("a.mp4"));
}

TEST_F(BareFilesTest, OneThatIsWrittenAnewInPlaceIsNotThereYet) {
  folder.write("a.mp4", "old");
  files.finished(folder / "a.mp4");
  EXPECT_TRUE(opens("a.mp4"));
  auto writer = folder.begin("a.mp4"); // no event tells of this
  ASSERT_EQ(::write(writer.get(), "longer", 6), 6);
  now = board::now();
  EXPECT_EQ(kind_of("a.mp4"), ErrorKind::transient);
  writer.reset();
  files.finished(folder / "a.mp4");
  EXPECT_TRUE(opens("a.mp4"));
}

TEST_F(BareFilesTest, ARenamedFileIsThereAtOnce) {
  auto writer = folder.begin(".a.mp4.part");
  std::filesystem::rename(folder / ".a.mp4.part", folder / "a.mp4");
  files.finished(folder / "a.mp4");
  EXPECT_TRUE(opens("a.mp4"));
}

TEST_F(BareFilesTest, WhatHasGoneIsForgotten) {
  folder.write("a.mp4");
  files.finished(folder / "a.mp4");
  std::filesystem::remove(folder / "a.mp4");
  static_cast<void>(files.list());
  EXPECT_EQ(kind_of("a.mp4"), ErrorKind::absent);
  files.finished(folder / "never.mp4"); // it was gone before we were told
}

TEST_F(BareFilesTest, UnreadableOnes) {
  bool root = ::getuid() == 0; // who reads everything
  ASSERT_TRUE(!root || ::seteuid(65534) == 0);
  ScratchFolder own;
  BareFiles others({own.path()});
  own.write("a.png");
  std::filesystem::permissions(own / "a.png", std::filesystem::perms::none);
  auto file = others.open(own / "a.png", now);
  std::filesystem::permissions(own.path(), std::filesystem::perms::none);
  auto listing = others.list();
  std::filesystem::permissions(own.path(), std::filesystem::perms::all);
  own.write("b.png");
  std::filesystem::remove(own / "a.png");
  ASSERT_TRUE(!root || ::seteuid(0) == 0);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::refused);
  EXPECT_THAT(listing.absent, ElementsAre(HasSubstr("cannot be read")));
}

TEST_F(BareFilesTest, ThousandsAreListedWithoutOpeningOne) {
  for (int i = 0; i < 5000; ++i) folder.write("picture " + std::to_string(i) + ".png");
  Fd watch(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  ASSERT_GE(::inotify_add_watch(watch.get(), folder.path().c_str(), IN_OPEN), 0);
  auto all = names();
  ASSERT_EQ(all.size(), 5000u);
  EXPECT_EQ(all[4999], "picture 4999.png");
  std::array<char, 4096> buffer{};
  int opened = 0;
  for (ssize_t n = 0; (n = ::read(watch.get(), buffer.data(), buffer.size())) > 0;)
    for (ssize_t at = 0; at < n;) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      opened += event.len > 0; // the folder itself may be opened
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  EXPECT_EQ(opened, 0);
}

TEST(PlayableName, ByItsEnding) {
  using assets::playable_name;
  EXPECT_TRUE(playable_name("a.mp4") && playable_name("A.PNG") && playable_name("a.b.webm"));
  EXPECT_FALSE(playable_name("") || playable_name(".") || playable_name("mp4") || playable_name(".mp4"));
  EXPECT_FALSE(playable_name("a.mp4.") || playable_name("a.mp4 ") || playable_name("a.mp44"));
}
