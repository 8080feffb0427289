#include "playlist/chunk_list.h"

#include "tests/playlist/documents.h"

#include <gtest/gtest.h>

namespace sheaf::playlist {
namespace {

TEST(ChunkLists, WhatIsWrittenIsRead) {
  std::vector<Digest> chunks{digest_of(1), digest_of(2), digest_of(3)};
  auto bytes = write_chunk_list(chunks);
  EXPECT_EQ(bytes.size(), 96u);
  EXPECT_EQ(parse_chunk_list(bytes, (2 << 20) + 1).value(), chunks);
  EXPECT_EQ(parse_chunk_list(bytes, 3 << 20).value(), chunks);
  EXPECT_EQ(parse_chunk_list("", 0).value(), std::vector<Digest>());
}

TEST(ChunkLists, AnotherLengthIsCorrupt) {
  std::string bytes(96, 'x');
  for (std::uint64_t size :
       {std::uint64_t{2} << 20, (std::uint64_t{3} << 20) + 1, std::uint64_t{0}, std::uint64_t{1} << 40})
    EXPECT_FALSE(parse_chunk_list(bytes, size)) << size;
  EXPECT_FALSE(parse_chunk_list(bytes + "y", 3 << 20));
  EXPECT_FALSE(parse_chunk_list(bytes.substr(1), 3 << 20));
  EXPECT_EQ(parse_chunk_list("x", 1).error().kind, ErrorKind::corrupt);
}

}
}
