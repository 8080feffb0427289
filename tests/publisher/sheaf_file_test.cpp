// One .sheaf file as a tree: written here and read by GNU tar, and the other way round.
#include "tests/publisher/office.h"

#include "assets/sha256.h"
#include "publisher/tree.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::testing;
using namespace sheaf::publisher;
using ::testing::HasSubstr;

namespace {

namespace fs = std::filesystem;
const auto keep_all = [](const std::string &) { return true; };

std::unique_ptr<Tree> opened(const std::string &path, Access access) {
  auto tree = open_tree(path, access);
  if (!tree) throw std::runtime_error(tree.error().text);
  return std::move(*tree);
}

std::string bytes_of(std::size_t size) {
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>(i * 7 + size);
  return out;
}

}

TEST(SheafFile, WhatIsWrittenIsReadAndGnuTarReadsTheSame) {
  Office o;
  auto path = o.folder / "a.sheaf";
  std::map<std::string, std::string> all;
  for (std::size_t size : {0, 1, 511, 512, 513, 1 << 20, (1 << 20) + 1})
    all[blob_name(assets::sha256(bytes_of(size)))] = bytes_of(size);
  auto tree = opened(path, Access::write);
  for (const auto &[name, bytes] : all) {
    if (bytes.size() % 2) {
      ASSERT_TRUE(tree->put_file(name, o.folder.write("file" + std::to_string(bytes.size()), bytes),
                                 assets::sha256(bytes), bytes.size()));
    } else {
      ASSERT_TRUE(tree->put(name, bytes));
    }
  }
  EXPECT_FALSE(fs::exists(path)); // until commit() there is nothing
  ASSERT_TRUE(tree->commit(keep_all));
  tree.reset();
  auto again = opened(path, Access::read);
  auto extracted = o.run({"tar", "-xf", path, "-C", o.folder.path()});
  EXPECT_EQ(extracted.code, 0);
  EXPECT_EQ(extracted.text, ""); // no remark about an odd end
  for (const auto &[name, bytes] : all) {
    EXPECT_EQ(again->read(name, 2_MiB).value_or("?"), bytes) << name;
    EXPECT_EQ(o.read(name), bytes) << name;
  }
}

TEST(SheafFile, WhatGnuTarHasPackedIsVerified) {
  Office o;
  o.film("film.mp4");
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.publish().code, 0);
  for (const char *format : {"ustar", "gnu"}) {
    auto file = std::string(format) + ".sheaf";
    auto packed = o.run({"tar", "--format", format, "-cf", o.folder / file, "-C", o.folder / "web", "sheaf"});
    ASSERT_EQ(packed.code, 0) << packed.text;
    auto seen = o.verify(file);
    EXPECT_EQ(seen.code, 0) << format << ": " << seen.text;
  }
}

// 4 GiB and a byte, none of which is on the disk.
TEST(SheafFile, MoreThanFourGibibytesAreRefusedWithAdvice) {
  Office o;
  auto large = o.folder.write("large", "");
  fs::resize_file(large, 4ull << 30);
  auto path = o.folder / "a.sheaf";
  auto first = opened(path, Access::write);
  ASSERT_TRUE(first->put("sheaf/main/head", "the old one"));
  ASSERT_TRUE(first->commit(keep_all));
  first.reset();
  auto tree = opened(path, Access::write);
  ASSERT_TRUE(tree->put("sheaf/main/head", "the new one"));
  ASSERT_TRUE(tree->put_file(blob_name(Digest{}), large, Digest{}, 4ull << 30));
  auto refused = tree->commit(keep_all);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::refused);
  EXPECT_THAT(refused.error().text, HasSubstr("a .sheaf file has at most 4.3 GB"));
  EXPECT_THAT(refused.error().text, HasSubstr("publish to a folder instead"));
  tree.reset();
  EXPECT_EQ(opened(path, Access::read)->read("sheaf/main/head", 1_KiB).value_or("?"), "the old one");
}

TEST(SheafFile, AFileThatChangesMeanwhileIsNotTaken) {
  Office o;
  auto path = o.folder / "a.sheaf", from = o.folder.write("file", "one");
  auto tree = opened(path, Access::write);
  ASSERT_TRUE(tree->put_file("sheaf/x", from, assets::sha256("one"), 3));
  o.folder.write("file", "two");
  auto refused = tree->commit(keep_all);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text, HasSubstr("has changed while it was published; publish again"));
  tree.reset();
  EXPECT_FALSE(fs::exists(path) || fs::exists(o.folder / ".a.sheaf.new"));
}

TEST(SheafFile, CutOffAnywhereItIsToldAndNeverTakenForWhole) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  ASSERT_EQ(o.sheaf({"publish", o.folder / "src", "--to", o.folder / "a.sheaf"}).code, 0);
  auto whole = o.read("a.sheaf");
  for (std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{511}, std::size_t{512},
                           whole.size() / 2, whole.size() - 1025, whole.size() - 1024 - 512}) {
    o.folder.write("b.sheaf", whole.substr(0, size));
    auto seen = o.verify("b.sheaf");
    EXPECT_EQ(seen.code, 1) << size;
    EXPECT_THAT(seen.text, HasSubstr("b.sheaf' is cut off")) << size;
    auto published = o.sheaf({"publish", o.folder / "src", "--to", o.folder / "b.sheaf"});
    EXPECT_EQ(published.code, 1) << size; // nobody knows what serial it had
  }
}

TEST(SheafFile, OneIsWrittenByOneAtATime) {
  Office o;
  auto held = opened(o.folder / "a.sheaf", Access::write);
  auto second = open_tree(o.folder / "a.sheaf", Access::write);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().text, HasSubstr("somebody is publishing to"));
  EXPECT_FALSE(open_tree(o.folder / "a.sheaf", Access::read)); // and there is nothing to read yet
}
