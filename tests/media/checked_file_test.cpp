// What was signed is given out as it was signed, or not at all.
#include "media/inner/checked_file.h"
#include "media/inner/seal_memory.h"
#include "tests/support/play.h"
#include "tests/support/scratch_folder.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <random>
#include <sys/mman.h>
#include <unistd.h>

namespace sheaf::media {
namespace {

constexpr auto mebibyte = static_cast<std::size_t>(sealed_chunk);

std::string noise(std::size_t size) {
  std::minstd_rand dice(7); // NOLINT: the same bytes every time
  std::string bytes(size, '\0');
  std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(dice() >> 8); });
  return bytes;
}

/// A file that can be rewritten while it is read.
class Medium {
public:
  explicit Medium(const std::string &bytes) : path_(folder_.write("medium", bytes)) {}
  [[nodiscard]] Fd open(int how = O_RDONLY) const { return Fd(::open(path_.c_str(), how | O_CLOEXEC)); }
  void flip(std::size_t at) const {
    auto file = open(O_RDWR);
    char c = 0;
    ASSERT_EQ(::pread(file.get(), &c, 1, static_cast<off_t>(at)), 1);
    c = static_cast<char>(c ^ 1);
    ASSERT_EQ(::pwrite(file.get(), &c, 1, static_cast<off_t>(at)), 1);
  }
  void resize(std::size_t size) const { ASSERT_EQ(::truncate(path_.c_str(), static_cast<off_t>(size)), 0); }

private:
  sheaf::testing::ScratchFolder folder_;
  std::string path_;
};

/// What is read there; nothing where that fails.
std::optional<std::string> read(Source &source, std::uint64_t offset, std::size_t count) {
  std::string bytes(count, '?');
  auto n = source.read(offset, {reinterpret_cast<std::uint8_t *>(bytes.data()), count});
  if (!n) return std::nullopt;
  bytes.resize(*n);
  return bytes;
}

void expect_damage(const CheckedFile &file, std::optional<std::uint64_t> chunk) {
  const auto *damage = file.damage();
  if (!damage) return ADD_FAILURE() << "nothing was found";
  EXPECT_EQ(damage->chunk, chunk) << damage->error.text;
  EXPECT_EQ(damage->error.kind, ErrorKind::corrupt);
}

// FIPS 180-4, the example of one block.
TEST(CheckedFile, TheDigestIsSha256) {
  auto seal = seal_of("abc");
  ASSERT_EQ(seal->chunks.size(), 1u);
  EXPECT_EQ(seal->chunks[0].hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Medium medium("abc");
  CheckedFile file(medium.open(), *seal);
  EXPECT_EQ(read(file, 0, 10), "abc");
}

TEST(CheckedFile, GivesWhatIsInTheFileWhereverItIsAsked) {
  auto bytes = noise(7 * mebibyte + 4711);
  Medium medium(bytes);
  CheckedFile file(medium.open(), *seal_of(bytes));
  EXPECT_EQ(file.size(), bytes.size());
  std::minstd_rand dice(1); // NOLINT: the same places every time
  for (int i = 0; i < 200; ++i) {
    auto offset = dice() % (bytes.size() + 100);
    auto count = i % 10 == 0 ? dice() % (3 * mebibyte) : dice() % 70000;
    auto got = read(file, offset, count);
    ASSERT_TRUE(got);
    ASSERT_TRUE(*got == bytes.substr(std::min(offset, bytes.size()), count)) << offset << ' ' << count;
  }
  EXPECT_EQ(read(file, UINT64_MAX, 10), "");
  EXPECT_FALSE(file.damage());
}

// Whole mebibytes, and no short one at the end.
TEST(CheckedFile, MayEndWhereAChunkEnds) {
  auto bytes = noise(2 * mebibyte);
  Medium medium(bytes);
  CheckedFile file(medium.open(), *seal_of(bytes));
  EXPECT_TRUE(read(file, 0, bytes.size() + 1) == bytes);
}

TEST(CheckedFile, OneBitAnywhereIsFound) {
  auto bytes = noise(2 * mebibyte + 3);
  auto seal = seal_of(bytes);
  for (std::size_t at :
       {std::size_t{0}, mebibyte - 1, mebibyte, 2 * mebibyte - 1, 2 * mebibyte, 2 * mebibyte + 2}) {
    SCOPED_TRACE(at);
    Medium medium(bytes);
    medium.flip(at);
    CheckedFile file(medium.open(), *seal);
    EXPECT_FALSE(read(file, at, 1));
    expect_damage(file, at / mebibyte);
    const auto *damage = file.damage();
    EXPECT_EQ(damage ? damage->error.text : "",
              "mebibyte " + std::to_string(at / mebibyte) + " is not as it was signed");
  }
}

TEST(CheckedFile, EveryByteOfADigestCounts) {
  auto bytes = noise(100);
  Medium medium(bytes);
  for (std::size_t i = 0; i < 32; ++i) {
    auto seal = *seal_of(bytes);
    seal.chunks[0].bytes.at(i) ^= 0x80;
    CheckedFile file(medium.open(), seal);
    EXPECT_FALSE(read(file, 0, 100)) << i;
  }
}

// It ends a read that began in good bytes, and all that come after it.
TEST(CheckedFile, NothingIsReadAfterTheFirstWrongChunk) {
  auto bytes = noise(4 * mebibyte);
  Medium medium(bytes);
  medium.flip(2 * mebibyte + 5);
  CheckedFile file(medium.open(), *seal_of(bytes));
  EXPECT_TRUE(read(file, 0, 2 * mebibyte));
  EXPECT_FALSE(read(file, 2 * mebibyte - 10, 20));
  EXPECT_FALSE(read(file, 0, 1));
  EXPECT_FALSE(read(file, 3 * mebibyte, 1));
  expect_damage(file, 2);
}

TEST(CheckedFile, WhatWasCheckedIsGivenOutAndNotTheFile) {
  auto bytes = noise(mebibyte + 10);
  Medium medium(bytes);
  CheckedFile file(medium.open(), *seal_of(bytes));
  EXPECT_EQ(read(file, 0, 1), bytes.substr(0, 1));
  for (std::size_t at = 0; at < 64; ++at) medium.flip(at);
  EXPECT_EQ(read(file, 0, 64), bytes.substr(0, 64));
}

TEST(CheckedFile, WhatIsReadAgainLaterIsCheckedAgain) {
  auto bytes = noise(6 * mebibyte);
  Medium medium(bytes);
  CheckedFile file(medium.open(), *seal_of(bytes));
  ASSERT_TRUE(read(file, 0, 10));
  medium.flip(3);
  for (std::size_t chunk = 1; chunk < 6; ++chunk) ASSERT_TRUE(read(file, chunk * mebibyte, 10));
  EXPECT_FALSE(read(file, 0, 10));
  expect_damage(file, 0);
}

// Sound, pictures and an index that lie apart: none drives the others out.
TEST(CheckedFile, FourPlacesAreKept) {
  auto bytes = noise(9 * mebibyte);
  Medium medium(bytes);
  CheckedFile file(medium.open(), *seal_of(bytes));
  for (std::size_t chunk : {0, 8, 4, 2}) ASSERT_TRUE(read(file, chunk * mebibyte, 10));
  for (std::size_t chunk = 0; chunk < 9; ++chunk) medium.flip(chunk * mebibyte);
  for (int i = 0; i < 3; ++i)
    for (std::size_t chunk : {0, 8, 4, 2}) EXPECT_TRUE(read(file, chunk * mebibyte, 10)) << chunk;
  EXPECT_EQ(file.memory(), Bytes{4 * mebibyte + 9 * 32});
}

TEST(CheckedFile, AnotherLengthIsKnownBeforeAByteIsRead) {
  auto bytes = noise(2 * mebibyte + 10);
  auto expect = [&](std::size_t length, std::uint64_t chunk) {
    SCOPED_TRACE(length);
    Medium medium(bytes);
    medium.resize(length);
    CheckedFile file(medium.open(), *seal_of(bytes));
    expect_damage(file, chunk);
    EXPECT_FALSE(read(file, 0, 1));
  };
  expect(0, 0);
  expect(mebibyte - 1, 0);
  expect(mebibyte, 1);
  expect(2 * mebibyte + 9, 2);
  expect(2 * mebibyte + 11, 2);
  expect(9 * mebibyte, 2);
}

TEST(CheckedFile, OfNothingHasNothing) {
  Medium nothing(""), something("x");
  CheckedFile empty(nothing.open(), Seal{});
  EXPECT_EQ(read(empty, 0, 10), "");
  EXPECT_FALSE(empty.damage());
  CheckedFile full(something.open(), Seal{});
  expect_damage(full, std::nullopt);
}

TEST(CheckedFile, CutOffWhileItIsReadIsDamage) {
  auto bytes = noise(3 * mebibyte);
  Medium medium(bytes);
  CheckedFile file(medium.open(), *seal_of(bytes));
  ASSERT_TRUE(read(file, 0, 10));
  medium.resize(mebibyte + 5);
  EXPECT_FALSE(read(file, mebibyte, 5));
  expect_damage(file, 1);
}

// A card that answers with an error is as rotten as one that answers wrongly.
TEST(CheckedFile, WhatCannotBeReadIsDamage) {
  auto bytes = noise(10);
  Medium medium(bytes);
  CheckedFile file(medium.open(O_WRONLY), *seal_of(bytes));
  EXPECT_FALSE(read(file, 0, 10));
  expect_damage(file, 0);
}

TEST(SealMemory, ComesOutAsItWentIn) {
  auto seal = seal_of(noise(2 * mebibyte + 1));
  auto fd = write_seal(*seal);
  ASSERT_TRUE(fd);
  auto got = read_seal(fd->get());
  ASSERT_TRUE(got);
  EXPECT_EQ(got->size, seal->size);
  EXPECT_EQ(got->chunks, seal->chunks);
  EXPECT_TRUE(write_seal(Seal{}));
}

TEST(SealMemory, NobodyCanChangeIt) {
  auto fd = write_seal(*seal_of("abc"));
  ASSERT_TRUE(fd);
  char c = 'x';
  EXPECT_EQ(::pwrite(fd->get(), &c, 1, 0), -1);
  EXPECT_NE(::ftruncate(fd->get(), 0), 0);
  EXPECT_NE(::ftruncate(fd->get(), 1000), 0);
  EXPECT_EQ(::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd->get(), 0), MAP_FAILED);
  EXPECT_NE(::fcntl(fd->get(), F_ADD_SEALS, 0), 0);
}

TEST(SealMemory, HasAsManyDigestsAsTheSizeNeeds) {
  for (std::uint64_t size : {std::uint64_t{0}, sealed_chunk, 2 * sealed_chunk + 1, UINT64_MAX}) {
    auto fd = write_seal(Seal{size, std::vector<Digest>(2)});
    ASSERT_FALSE(fd) << size;
    EXPECT_EQ(fd.error().kind, ErrorKind::refused);
  }
  EXPECT_TRUE(write_seal(Seal{sealed_chunk + 1, std::vector<Digest>(2)}));
  EXPECT_FALSE(
      write_seal(Seal{(most_sealed_chunks + 1) * sealed_chunk, std::vector<Digest>(most_sealed_chunks + 1)}));
}

TEST(SealMemory, WhatIsNoneIsNotTakenForOne) {
  auto of = [](const std::string &bytes) {
    Fd fd(::memfd_create("no-seal", MFD_CLOEXEC));
    EXPECT_EQ(::write(fd.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    return read_seal(fd.get());
  };
  using namespace std::string_literals;
  EXPECT_FALSE(of(""));
  EXPECT_FALSE(of("\1\0\0"s));
  EXPECT_FALSE(of("\1\0\0\0\0\0\0\0"s));                        // a digest is missing
  EXPECT_FALSE(of("\1\0\0\0\0\0\0\0"s + std::string(31, 'x'))); // half of one
  EXPECT_TRUE(of("\1\0\0\0\0\0\0\0"s + std::string(32, 'x')));
  EXPECT_FALSE(of("\1\0\0\0\0\0\0\0"s + std::string(64, 'x'))); // one too many
  EXPECT_FALSE(read_seal(-1));
}

}
}
