#include "assets/sha256.h"

#include "tests/support/scratch_folder.h"

#include <gtest/gtest.h>

namespace sheaf::assets {
namespace {

// FIPS 180-4, the examples of its publisher.
constexpr const char *of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char *of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char *of_a_million_a = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

TEST(Sha256, IsSha256) {
  EXPECT_EQ(sha256("").hex(), of_nothing);
  EXPECT_EQ(sha256("abc").hex(), of_abc);
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')).hex(), of_a_million_a);
}

TEST(Sha256, BytesMayComeInPartsAndItBeginsAnew) {
  Sha256 hash;
  hash.add("a");
  hash.add("");
  hash.add("bc");
  EXPECT_EQ(hash.finish().hex(), of_abc);
  EXPECT_EQ(hash.finish().hex(), of_nothing);
  hash.add("abc");
  auto moved = std::move(hash);
  EXPECT_EQ(moved.finish().hex(), of_abc);
}

TEST(Sha256, OfAFileFromItsBeginning) {
  sheaf::testing::ScratchFolder folder;
  auto path = folder.write("a", std::string(1'000'000, 'a'));
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  ::lseek(file.get(), 17, SEEK_SET);
  auto found = sha256_of_file(file.get());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->digest.hex(), of_a_million_a);
  EXPECT_EQ(found->size, 1'000'000u);
  EXPECT_FALSE(sha256_of_file(-1));
}

}
}
