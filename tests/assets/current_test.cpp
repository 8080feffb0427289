#include "assets/current.h"

#include "assets/sha256.h"

#include <gtest/gtest.h>

namespace sheaf::assets {
namespace {

Current current() {
  CurrentEdition newest{sha256("a"), sha256("b"), false}, before{sha256("c"), sha256("d"), true};
  return {4, {{"hall", {newest, before}}, {"school-7", {}}}};
}

TEST(Current, WhatIsWrittenIsRead) {
  EXPECT_EQ(*parse_current(write_current(current())), current());
  EXPECT_EQ(*parse_current(write_current({})), Current{});
}

TEST(Current, WhatIsDamagedIsCorrupt) {
  auto with = [](auto change) {
    auto wrong = current();
    change(wrong);
    return write_current(wrong);
  };
  for (const auto &wrong :
       {std::string(), std::string("[]"), std::string("{\"root\": -1}"), std::string("{\"channels\": [{}]}"),
        with([](auto &c) { c.channels[0].channel = "../hall"; }),
        with([](auto &c) { c.channels[1].channel = "hall"; }),
        with([](auto &c) { c.channels[0].editions.resize(most_editions + 1); }),
        std::string(R"({"channels": [{"channel": "hall", "editions": [{"head": "ab"}]}]})")})
    EXPECT_EQ(parse_current(wrong).error().kind, ErrorKind::corrupt) << wrong;
}

TEST(Current, HalfOfItIsCorrupt) {
  auto text = write_current(current());
  for (std::size_t size = 0; size + 1 < text.size(); ++size)
    EXPECT_FALSE(parse_current(text.substr(0, size))) << size;
}

}
}
