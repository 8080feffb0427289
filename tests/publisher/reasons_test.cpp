// Why a file cannot be opened, in Vietnamese too where the sentence has numbers.
#include "publisher/reasons.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using ::testing::HasSubstr;

TEST(Reasons, ASizeIsToldAsASizeInBothLanguages) {
  auto of = [](const char *text) { return reason({ErrorKind::refused, text}); };
  auto pixels = of("60000 x 50000 pixels are more than a screen can wait for; save it smaller");
  EXPECT_EQ(pixels.vi, "ảnh 60000 x 50000 điểm ảnh lớn quá, màn hình mở quá lâu; hãy lưu ảnh nhỏ hơn");
  EXPECT_EQ(pixels.en, "60000 x 50000 pixels are more than a screen can wait for; save it smaller");
  auto memory = of("600 x 500 pixels need 3.6 GB to decode, more than the 64 MB allowed; save it smaller");
  EXPECT_THAT(memory.vi, HasSubstr("600 x 500 điểm ảnh cần 3,6 GB bộ nhớ để mở, quá mức 64 MB"));
  EXPECT_THAT(memory.en, HasSubstr("need 3.6 GB to decode"));
  EXPECT_THAT(of("70000 x 8 pixels are more than the 65535 a side allowed; save it smaller").vi,
              HasSubstr("mỗi cạnh chỉ được tối đa 65535"));
}

TEST(Reasons, WhatIsNotKnownIsToldByItsKind) {
  for (const char *text : {"7 x", "7 x 8 pixels are more than a screen can wait for", ""})
    EXPECT_EQ(reason({ErrorKind::refused, text}).vi, saying("reason_is_refused").vi) << text;
}
