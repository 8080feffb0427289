// What of a file a rendition is made of.
#include "tests/publisher/rendering.h"

#include <fstream>
#include <gmock/gmock.h>

namespace sheaf::publisher {
namespace {

using ::testing::HasSubstr;

class RenditionSource : public sheaf::testing::Rendering {};

const std::string pictures = "-f lavfi -i testsrc2=s=320x180:r=25:d=2 ";

}

TEST_F(RenditionSource, IsTheTrackThatAPlayerPlays) {
  auto path = film("two.mkv",
                   pictures + "-f lavfi -i anullsrc=d=2 -f lavfi -i sine=440:d=2 -map 0 -map 1 -map 2 "
                              "-disposition:a:0 0 -disposition:a:1 default -c:v mpeg4 -c:a flac -shortest");
  auto source = measured(path);
  ASSERT_TRUE(source.sound && source.sound->lufs) << "the player does not play the second";
  EXPECT_EQ(source.sound->stream, 2);
  auto made = rendered(path);
  ASSERT_TRUE(made.measurement.sound);
  EXPECT_TRUE(made.measurement.sound->lufs) << "it is the silent one";
}

TEST_F(RenditionSource, WhatCannotBeTakenOverIsMadeAnew) {
  auto path = film("bare.h264", pictures + "-c:v libx264 -bf 2 -f h264");
  auto made = rendered(path);
  EXPECT_GE(made.measurement.picture.pictures, 45); // it says nothing of their order
}

// The copy has the name of other bytes: it would be signed as theirs when they come back.
TEST_F(RenditionSource, IsNotKeptWhereItWasChangedMeanwhile) {
  auto path = film("a.mkv", "-f lavfi -i testsrc2=s=1280x720:r=25:d=12 -c:v mpeg4 -q:v 3");
  std::filesystem::copy_file(path, folder_ / "before.mkv");
  bool changed = false;
  auto made =
      renditions_->provide(path, measured(path), *board_class("pi3"), [&](double, std::optional<Duration>) {
        if (!std::exchange(changed, true)) std::ofstream(path, std::ios::app) << "more";
      });
  ASSERT_TRUE(changed);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().text, HasSubstr("changed while a copy was made"));
  EXPECT_FALSE(std::filesystem::exists(cache_ + "/renditions") &&
               !std::filesystem::is_empty(cache_ + "/renditions"));
}

}
