#include "player/sounding.h"

#include <cmath>
#include <gtest/gtest.h>

namespace sheaf::player {
namespace {

Item with(std::optional<playlist::Loudness> loudness, std::optional<int> volume = {}) {
  Item item;
  item.wish.loudness = loudness;
  item.wish.volume = volume;
  return item;
}

double decibels(float gain) { return 20 * std::log10(static_cast<double>(gain)); }

TEST(GainFor, LoudFilmsAreTurnedDownAndQuietOnesUp) {
  auto loud = with(playlist::Loudness{-15, 0}), quiet = with(playlist::Loudness{-38, -17});
  EXPECT_NEAR(decibels(gain_for(100, &loud)), -8, 1e-4);
  EXPECT_NEAR(decibels(gain_for(100, &quiet)), 15, 1e-4);
}

TEST(GainFor, ComesOnTopOfTheVolume) {
  auto half = with(playlist::Loudness{-29, -20}, 50);
  EXPECT_NEAR(decibels(gain_for(100, &half)), 6 + 20 * std::log10(0.5), 1e-4);
}

TEST(GainFor, WhatWasNotMeasuredIsPlayedAsItIs) {
  auto item = with(std::nullopt);
  EXPECT_EQ(gain_for(80, &item), 0.8F);
  EXPECT_EQ(gain_for(80, nullptr), 0.8F);
}

TEST(GainFor, ASilentScreenStaysSilent) {
  auto quiet = with(playlist::Loudness{-38, -17}, 100);
  EXPECT_EQ(gain_for(0, &quiet), 0);
}

}
}
