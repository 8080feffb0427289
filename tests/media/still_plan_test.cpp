#include "media/inner/still_plan.h"

#include <gtest/gtest.h>

using namespace sheaf;
using namespace sheaf::media;

namespace {
StillPlan plan(Size stored, Size box, Fit fit, unsigned orientation = 1) {
  auto made = plan_still(stored, orientation_from_exif(orientation), {box, fit, 64_MiB});
  EXPECT_TRUE(made);
  return made ? *made : StillPlan{};
}
}

TEST(StillPlan, ContainShrinksAndKeepsTheExactShape) {
  auto p = plan({4000, 3001}, {1920, 1080}, Fit::contain);
  EXPECT_EQ(p.result, (Size{1440, 1080}));
  EXPECT_EQ(p.shape, (Size{4000, 3001}));
}

TEST(StillPlan, NothingBecomesLarger) {
  EXPECT_EQ(plan({64, 48}, {1920, 1080}, Fit::contain).result, (Size{64, 48}));
  EXPECT_EQ(plan({64, 4800}, {1920, 1080}, Fit::stretch).result, (Size{64, 1080}));
  EXPECT_EQ(plan({64, 64}, {1920, 1080}, Fit::cover).result, (Size{64, 36}));
}

TEST(StillPlan, CoverCutsAndHasTheShapeOfTheBox) {
  auto p = plan({4000, 4000}, {1920, 1080}, Fit::cover);
  EXPECT_EQ(p.result, (Size{1920, 1080}));
  EXPECT_EQ(p.shape, (Size{1920, 1080}));
  EXPECT_DOUBLE_EQ(p.part.height, 0.5625);
}

TEST(StillPlan, ATurnedPictureIsPlannedUpright) {
  auto p = plan({4000, 3000}, {1920, 1080}, Fit::cover, 6);
  EXPECT_EQ(p.result, (Size{1920, 1080}));
  EXPECT_EQ(p.scaled, (Size{1080, 1920}));
  EXPECT_DOUBLE_EQ(p.part.height,
                   1); // upright 3000 x 4000: cut above and below, which is left and right here
  EXPECT_DOUBLE_EQ(p.part.width, 3000 * 1080.0 / 1920 / 4000);
}

TEST(StillPlan, RefusesByName) {
  auto wide = plan_still({65001, 2}, {}, {{100, 100}, Fit::contain, 1_MiB});
  ASSERT_FALSE(wide);
  EXPECT_EQ(wide.error().kind, ErrorKind::refused);
  EXPECT_EQ(wide.error().text, "65001 x 2 pixels are more than the 65000 a side allowed; save it smaller");
  EXPECT_EQ(plan_still({0, 2}, {}, {{100, 100}, Fit::contain, 1_MiB}).error().kind, ErrorKind::corrupt);
  EXPECT_EQ(plan_still({2, 2}, {}, {{0, 100}, Fit::contain, 1_MiB}).error().kind, ErrorKind::refused);
  auto heavy = check_budget({60000, 60000}, Bytes{3'600'000'000}, {{}, Fit::contain, Bytes{64'000'000}});
  ASSERT_FALSE(heavy);
  EXPECT_EQ(heavy.error().text,
            "60000 x 60000 pixels need 3.6 GB to decode, more than the 64 MB allowed; save it smaller");
}
