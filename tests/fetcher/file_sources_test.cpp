#include "fetcher/file_sources.h"

#include "playlist/tar.h"
#include "tests/support/fetch_rig.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sheaf;
using namespace sheaf::testing;

namespace {

struct FileSources : ::testing::Test, QuietScreen {
  Publication p = (office.add_item("a", noise(5000, 1)), office.add_item("b", noise(3 << 20, 2)),
                   office.publish(folder / "stick"));

  static std::string entry(const std::string &name, const std::string &bytes) {
    auto header = *playlist::write_tar_header({name, bytes.size()});
    return std::string(header.data(), header.size()) + bytes +
           std::string((512 - bytes.size() % 512) % 512, '\0');
  }
  [[nodiscard]] std::string archive() const {
    std::string tar;
    for (const auto &f : std::filesystem::recursive_directory_iterator(folder / "stick"))
      if (f.is_regular_file())
        tar += entry(std::filesystem::relative(f.path(), folder / "stick").string(),
                     read_file(f.path().string()));
    return tar + std::string(1024, '\0');
  }
  std::string complaint(const std::string &tar) {
    auto source = fetcher::sheaf_file_source(hours, folder.write("x.sheaf", tar));
    auto found = look(*source);
    return found ? "" : found.error().text;
  }
  void expect_whole(fetcher::Source &source) {
    auto found = look(source);
    ASSERT_TRUE(found) << found.error().text;
    auto whole = bring({&source});
    ASSERT_TRUE(whole) << whole.error().text;
    EXPECT_TRUE(*whole);
  }
};

}

TEST_F(FileSources, AStickIsASource) { expect_whole(*fetcher::directory_source(hours, folder / "stick")); }
TEST_F(FileSources, SoIsItsSheafFolder) {
  expect_whole(*fetcher::directory_source(hours, folder / "stick/sheaf/"));
}
TEST_F(FileSources, SoIsASheafFile) {
  expect_whole(*fetcher::sheaf_file_source(hours, folder.write("x.sheaf", archive())));
}

TEST_F(FileSources, AStickThatIsNotThereIsAbsent) {
  auto source = fetcher::directory_source(hours, folder / "elsewhere");
  EXPECT_EQ(look(*source).error().kind, ErrorKind::absent);
  std::filesystem::rename(folder / "stick", folder / "elsewhere");
  expect_whole(*source);
}

TEST_F(FileSources, ADocumentThatHasNotChangedIsNotReadAgain) {
  auto source = fetcher::directory_source(hours, folder / "stick");
  auto first = run(fetcher::read_document(*source, "hall/head", 4096, false, ""));
  ASSERT_TRUE(first);
  auto again = run(fetcher::read_document(*source, "hall/head", 4096, false, first->validator));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->unchanged);
}

TEST_F(FileSources, AStickBringsAWithdrawal) {
  auto source = fetcher::directory_source(hours, folder / "stick");
  expect_whole(*source);
  office.manifest.withdrawn.push_back({p.manifest.items[0].blobs.at("und"), "wrong", instant()});
  auto next = office.publish(folder / "stick");
  ASSERT_EQ(*look(*source), fetcher::Found::edition);
  EXPECT_EQ(shelf->current().channels[0].editions[0].head, next.digest);
}

TEST_F(FileSources, ASheafFileBringsAStop) {
  auto source = fetcher::sheaf_file_source(hours, folder.write("x.sheaf", archive()));
  expect_whole(*source);
  office.head.stop = playlist::Stop{instant(40 * 86400), "mourning"};
  office.publish(folder / "stick");
  folder.write("x.sheaf", archive());
  ASSERT_EQ(*look(*source), fetcher::Found::edition);
  ASSERT_TRUE(intake->head("hall")->stop);
}

TEST_F(FileSources, AWrongSheafFileIsRefusedInWords) {
  auto good = archive();
  EXPECT_NE(complaint(good.substr(0, good.size() / 2)).find("copied whole"), std::string::npos);
  EXPECT_NE(complaint(entry("sheaf/hall/head", "x") + good).find("twice"), std::string::npos);
  EXPECT_NE(complaint("rubbish"), "");
  EXPECT_NE(complaint(std::string(2048, 'x')), "");
  EXPECT_NE(complaint(entry("sheaf/other/head", "x") + std::string(1024, '\0')), "");
  std::string link = entry("sheaf/hall/head", "");
  link[156] = '2';
  EXPECT_NE(complaint(link + good), "");
  folder.write("x.sheaf", "");
  ASSERT_EQ(::truncate((folder / "x.sheaf").c_str(), static_cast<off_t>(playlist::most_tar + 512)), 0);
  auto large = fetcher::sheaf_file_source(hours, folder / "x.sheaf");
  EXPECT_NE(look(*large).error().text.find("4 GB"), std::string::npos);
}

TEST_F(FileSources, ManyNamesAreBounded) {
  std::string tar;
  for (std::size_t i = 0; i <= fetcher::most_entries; ++i) tar += entry("sheaf/x/" + std::to_string(i), "");
  EXPECT_NE(complaint(tar + std::string(1024, '\0')).find("too many"), std::string::npos);
}

TEST_F(FileSources, AFolderFullOfOddThingsHoldsNobodyUp) {
  auto head = folder / "stick/sheaf/hall/head";
  std::filesystem::remove(head);
  ASSERT_EQ(::mkfifo(head.c_str(), 0644), 0);
  auto source = fetcher::directory_source(hours, folder / "stick");
  EXPECT_FALSE(look(*source));
  std::filesystem::remove(head);
  std::filesystem::create_directory(head);
  EXPECT_FALSE(look(*source));
}
