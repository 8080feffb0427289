#include "playlist/tar.h"

#include <gtest/gtest.h>

#include <numeric>

namespace sheaf::playlist {
namespace {

using Block = std::array<char, tar_block>;

Block header(const std::string &name, std::uint64_t size = 0) {
  return write_tar_header({name, size}).value();
}

/// With other bytes at `at`, and the checksum right again.
Block changed(Block block, std::size_t at, std::string_view bytes) {
  std::copy(bytes.begin(), bytes.end(), block.begin() + static_cast<std::ptrdiff_t>(at));
  std::fill_n(block.begin() + 148, 8, ' ');
  auto sum = std::accumulate(block.begin(), block.end(), 0u,
                             [](unsigned s, char c) { return s + static_cast<unsigned char>(c); });
  for (std::size_t i = 6; i-- > 0; sum >>= 3) block[148 + i] = static_cast<char>('0' + (sum & 7));
  block[154] = '\0';
  return block;
}

std::string outcome(const Block &block) {
  auto entry = read_tar_header(block);
  if (!entry) return name(entry.error().kind);
  return *entry ? (*entry)->name : "end";
}

TEST(Tar, WhatIsWrittenIsRead) {
  for (const std::string &name :
       {std::string("sheaf/hue/head"), std::string(100, 'a'),
        std::string(155, 'p') + "/" + std::string(100, 'n'), "sheaf/blobs/ab/" + std::string(64, 'f'),
        std::string(60, 'a') + "/" + std::string(60, 'b')})
    for (std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, most_tar}) {
      auto entry = read_tar_header(header(name, size)).value();
      ASSERT_TRUE(entry);
      EXPECT_EQ(entry->name, name);
      EXPECT_EQ(entry->size, size);
    }
}

TEST(Tar, TheSameEntryGivesTheSameBytes) { EXPECT_EQ(header("a/b", 5), header("a/b", 5)); }

TEST(Tar, ANameThatUstarCannotHoldIsUnsupported) {
  for (const std::string &name :
       {std::string(101, 'a'), std::string(156, 'p') + "/n", "p/" + std::string(101, 'n')})
    EXPECT_EQ(write_tar_header({name, 0}).error().kind, ErrorKind::unsupported);
  EXPECT_FALSE(write_tar_header({"a", most_tar + 1}));
}

TEST(Tar, ABlockOfZerosIsTheEnd) { EXPECT_EQ(outcome(Block{}), "end"); }

TEST(Tar, NamesThatLeaveTheFolderAreRefused) {
  for (std::string_view name : {"/etc/passwd", "../a", "a/../b", "a/..", "a//b", "./../a", "a/./b", "a/.",
                                "..", "a\\b", "a\nb", "a b", "\xff"})
    EXPECT_EQ(outcome(changed(Block(header("x")), 0, std::string(name) + std::string(1, '\0'))), "refused")
        << name;
  EXPECT_EQ(outcome(changed(header("x"), 345, "..")), "refused");
  EXPECT_EQ(outcome(changed(header("x"), 345, "/etc")), "refused");
  EXPECT_EQ(outcome(changed(header("x"), 0, std::string(1, '\0'))), "refused");
}

TEST(Tar, OnlyFilesAndFoldersAreTaken) {
  for (char type : std::string("12346789xgLKSV"))
    EXPECT_EQ(outcome(changed(header("x"), 156, std::string(1, type))), "refused") << type;
  EXPECT_EQ(outcome(changed(header("x"), 156, std::string(1, '\0'))), "x");
  auto folder = changed(header("x/y", 700), 156, "5");
  EXPECT_EQ(outcome(folder), "x/y/");
  EXPECT_EQ(read_tar_header(folder).value()->size, 0u);
  EXPECT_EQ(outcome(changed(changed(header("x"), 0, "../"), 156, "5")), "refused");
}

TEST(Tar, WhatGnuTarWritesIsRead) {
  auto gnu = changed(header("x"), 257, std::string_view("ustar  \0", 8));
  EXPECT_EQ(outcome(gnu), "x");
  EXPECT_EQ(outcome(changed(gnu, 345, "12345")), "x"); // a time, there
  EXPECT_EQ(outcome(changed(header("x"), 0, std::string_view("./x\0", 4))), "x");
  EXPECT_EQ(outcome(changed(changed(header("x"), 0, std::string_view("./\0", 3)), 156, "5")), "./");
}

TEST(Tar, DamageIsCorrupt) {
  for (std::size_t at = 0; at < tar_block; ++at) {
    auto block = header("sheaf/hue/head", 5);
    block[at] = static_cast<char>(block[at] ^ 0x40);
    EXPECT_EQ(outcome(block), at == 155 ? "sheaf/hue/head" : "corrupt")
        << at; // after the checksum's NUL: nobody reads it
  }
  EXPECT_EQ(outcome(changed(header("x"), 257, "tar")), "corrupt");
  EXPECT_EQ(outcome(changed(header("x"), 124, "8")), "corrupt");
  EXPECT_EQ(outcome(changed(header("x"), 124, "-1")), "corrupt");
  EXPECT_EQ(outcome(changed(header("x"), 124, "\x80")), "corrupt");
  EXPECT_EQ(outcome(changed(header("x"), 124, std::string(12, ' '))), "corrupt");
  EXPECT_EQ(outcome(changed(header("x"), 124, "777777777777")), "refused"); // larger than any .sheaf
}

}
}
