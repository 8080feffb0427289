// Places for pictures in the shared memory, and the parent's reader of the sound beside them.
#include "media/inner/outlet.h"
#include "media/inner/ring_samples.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <set>

namespace sheaf::media {
namespace {

TEST(Slots, AllAreOfTheFirstOnesSizeAndNoneOverlap) {
  std::vector<std::uint8_t> memory(10 * 4096);
  Slots slots(memory);
  std::set<std::uint8_t *> places;
  for (int i = 0; i < 5; ++i) {
    auto slot = slots.take(5000);
    ASSERT_TRUE(slot) << i;
    places.insert(slots.at(*slot));
    EXPECT_EQ(slots.holding(slots.at(*slot) + 4999), *slot);
  }
  EXPECT_EQ(places.size(), 5u);
  EXPECT_EQ(slots.each(), 8192u);
  EXPECT_FALSE(slots.take(1));
  EXPECT_FALSE(slots.has_room());
  slots.give(3);
  EXPECT_TRUE(slots.has_room());
  EXPECT_FALSE(slots.take(8193)); // larger than the first
  EXPECT_EQ(slots.take(8192), 3u);
}

TEST(Slots, DecodersLeaveEnoughForCopies) {
  std::vector<std::uint8_t> memory(8 * 4096);
  Slots slots(memory);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(slots.lend(4096)) << i;
  EXPECT_FALSE(slots.lend(4096));
  for (std::uint32_t i = 0; i < waiting_frames; ++i) EXPECT_TRUE(slots.take(4096)) << i;
  EXPECT_FALSE(slots.take(4096));
}

TEST(Slots, MemoryForOneIsNotEnough) {
  std::vector<std::uint8_t> memory(2 * 4096);
  Slots slots(memory);
  EXPECT_FALSE(slots.take(4097));
  EXPECT_TRUE(slots.has_room()); // so that it is tried, and refused, and not waited for
}

TEST(Slots, MemoryOfOthersIsInNone) {
  std::vector<std::uint8_t> memory(4 * 4096);
  std::uint8_t other = 0;
  Slots slots(memory);
  EXPECT_FALSE(slots.holding(memory.data())); // none is taken yet
  slots.take(4096);
  EXPECT_FALSE(slots.holding(&other));
  EXPECT_FALSE(slots.holding(memory.data() + memory.size()));
}

class Ring : public testing::Test {
protected:
  void SetUp() override {
    auto made = Region::make(Bytes{frames_at});
    ASSERT_TRUE(made);
    region_ = std::make_shared<Region>(std::move(*made));
    samples_ = std::make_unique<RingSamples>(region_);
  }
  std::shared_ptr<Region> region_;
  std::unique_ptr<RingSamples> samples_;
};

TEST_F(Ring, GivesWhatIsThereAndZerosForTheRest) {
  auto &sound = region_->sound();
  for (std::size_t i = 0; i < 20; ++i) sound.samples.at(i) = 0.01F * static_cast<float>(i);
  sound.written = 10;
  std::array<float, 12> got{};
  EXPECT_EQ(samples_->read(6, got.data(), 6), 4u);
  EXPECT_FLOAT_EQ(got[0], 0.12F);
  EXPECT_FLOAT_EQ(got[7], 0.19F);
  EXPECT_EQ(got[8], 0);
  EXPECT_EQ(sound.read, 6u);
}

TEST_F(Ring, ReadingNeverGoesBackOrBeyondWhatIsWritten) {
  auto &sound = region_->sound();
  std::array<float, 2> got{};
  sound.written = 10;
  samples_->read(8, got.data(), 1);
  samples_->read(2, got.data(), 1);
  EXPECT_EQ(sound.read, 8u);
  samples_->read(1000, got.data(), 1);
  EXPECT_EQ(sound.read, 10u);
}

TEST_F(Ring, NonsenseIsSilence) {
  auto &sound = region_->sound();
  sound.samples.fill(std::numeric_limits<float>::quiet_NaN());
  sound.samples[1] = std::numeric_limits<float>::infinity();
  sound.samples[2] = 7;
  sound.written = 3;
  std::array<float, 6> got{};
  EXPECT_EQ(samples_->read(0, got.data(), 3), 3u);
  EXPECT_EQ(got, (std::array<float, 6>{0, 0, 1, 0, 0, 0}));
  sound.written = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(samples_->read(0, got.data(), 3), 0u); // long overwritten, if it were true
}

}
}
