#include "media/inner/exif.h"
#include "tests/support/still_fixture.h"

using namespace sheaf::media;

TEST(Exif, ReadsAllOrientationsWithAndWithoutItsName) {
  for (int value = 1; value <= 8; ++value) {
    auto tiff = exif_with(value);
    EXPECT_EQ(exif_orientation(tiff), orientation_from_exif(static_cast<unsigned>(value)));
    FileBytes named{'E', 'x', 'i', 'f', 0, 0};
    named.insert(named.end(), tiff.begin(), tiff.end());
    EXPECT_EQ(exif_orientation(named), orientation_from_exif(static_cast<unsigned>(value)));
  }
}

TEST(Exif, ReadsTheOtherByteOrder) {
  FileBytes big{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(exif_orientation(big), orientation_from_exif(6));
}

TEST(Exif, IsUprightWhereItCannotBeRead) {
  EXPECT_EQ(exif_orientation({}), Orientation{});
  EXPECT_EQ(exif_orientation(exif_with(0)), Orientation{});
  EXPECT_EQ(exif_orientation(exif_with(9)), Orientation{});
  auto far = exif_with(6);
  far[4] = far[5] = far[6] = far[7] = 0xFF; // the directory lies beyond the end
  EXPECT_EQ(exif_orientation(far), Orientation{});
  auto torn = exif_with(6);
  torn.resize(21); // within the entry
  EXPECT_EQ(exif_orientation(torn), Orientation{});
}
