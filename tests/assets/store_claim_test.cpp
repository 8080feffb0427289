#include "assets/store_claim.h"

#include "board/files.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/shelf_fixture.h"

#include <filesystem>
#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::testing;
using namespace sheaf::testing::shelf;
using assets::Shelf;
using ::testing::HasSubstr;

namespace {

namespace fs = std::filesystem;

struct StoreClaimTest : ::testing::Test {
  ScratchFolder scratch;
  assets::StoreFiles files{scratch / "store"};
  ShelfOffice office;
  const Publication edition = office.publish(3, {noise(9000, 1)});

  StoreClaimTest() { fs::create_directory(files.folder); }
  Result<std::unique_ptr<Shelf>> open() { return Shelf::open(files, office.root(), {{}, 0}); }
  void put(const std::string &name) {
    auto path = fs::path(files.folder) / name;
    fs::create_directories(path.parent_path());
    scratch.write("store/" + name, "of a person");
  }
  /// A store with a whole edition.
  void fill() { must(sync(*must(open()), edition)); }
  void lose(const std::vector<std::string> &names) {
    for (auto &name : names) fs::remove_all(files.folder + "/" + name);
  }
  std::set<std::string> there() {
    std::set<std::string> names;
    for (auto &e : fs::recursive_directory_iterator(files.folder)) names.insert(e.path());
    return names;
  }
};

}

TEST_F(StoreClaimTest, AFolderThatSomebodyUsesIsRefusedAndLeftAsItIs) {
  for (const char *name : {"a.jpg", "incoming/a.jpg", "editions/a.txt", "blobs/aa/a.jpg", "blobs/a.jpg",
                           "roots/1", "lock/a.jpg", ".hidden", "2024/a.jpg"}) {
    put(name);
    auto before = there();
    auto opened = open();
    ASSERT_FALSE(opened) << name;
    EXPECT_EQ(opened.error().kind, ErrorKind::refused);
    EXPECT_THAT(opened.error().text, HasSubstr(files.folder));
    EXPECT_THAT(opened.error().text, HasSubstr("'" + fs::path(name).begin()->string() + "'"));
    EXPECT_THAT(opened.error().text, HasSubstr("name an empty folder"));
    EXPECT_EQ(there(), before) << name;
    lose({fs::path(name).begin()->string()});
  }
  EXPECT_TRUE(open()) << "it is empty again";
}

TEST_F(StoreClaimTest, AFolderThatIsEmptyOrNotThereBecomesAStore) {
  EXPECT_TRUE(open());
  fs::remove_all(files.folder);
  EXPECT_TRUE(open());
}

TEST_F(StoreClaimTest, AFileSystemOfItsOwnIsTaken) {
  fs::create_directory(files.folder + "/lost+found");
  EXPECT_TRUE(open());
  EXPECT_TRUE(open());
}

TEST_F(StoreClaimTest, AFirstStartThatEndedEarlyIsGoneOnWith) {
  for (auto &folder : {files.blobs(), files.incoming(), files.editions()}) { // made, and the lock was lost
    fs::create_directory(folder);
    EXPECT_TRUE(assets::may_be_store(files)) << folder;
  }
  scratch.write("store/lock", "");
  EXPECT_TRUE(open());
}

TEST_F(StoreClaimTest, ThePlayerMayBeFirst) {
  for (const char *name : {"run/play.json", "run/plays/1.jsonl", "cursor.0", "cursor.1"}) {
    put(name);
    EXPECT_TRUE(open()) << name;
    fs::remove_all(files.folder);
    fs::create_directory(files.folder);
  }
}

TEST_F(StoreClaimTest, AStoreThatHasLostItsBooksIsMadeAnew) {
  for (const auto &lost : std::vector<std::vector<std::string>>{
           {"state.db"},
           {"lock"},
           {"state.db", "lock"},
           {"state.db", "lock", "serials.json", "current", "incoming", "run"}, // restored: what is signed
           {"state.db", "lock", "serials.json", "current", "roots", "blobs"}}) {
    fill();
    put("notes.txt");
    lose(lost);
    auto opened = open();
    ASSERT_TRUE(opened) << lost.back() << ": " << opened.error().text;
    EXPECT_EQ((*opened)->accepted("hall").serial, 3u) << lost.back();
    opened->reset();
    fs::remove_all(files.folder);
  }
}

TEST_F(StoreClaimTest, BlobsAloneAreAStoresToo) {
  fill();
  lose({"state.db", "lock", "serials.json", "current", "editions", "roots", "incoming"});
  auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_TRUE((*opened)->holds(edition.blobs.begin()->first));
}
