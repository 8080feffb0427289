#include "playlist/inner/json.h"

#include <gmock/gmock.h>

namespace sheaf::playlist {
namespace {

using testing::HasSubstr;

std::string error(std::string_view text) {
  auto json = parse_json(text, 1 << 20);
  return json ? "none" : json.error().text;
}

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

TEST(Json, ATreeIsReadInItsOrder) {
  auto json = parse_json(R"({"b":[1,{"x":"hế\n"},-2.5],"a":true})", 100).value();
  std::vector<std::string> keys;
  for_each({&json, 0}, [&](JsonValue v) { keys.emplace_back(v.key()); });
  EXPECT_THAT(keys, testing::ElementsAre("b", "a"));
  JsonValue array{&json, 1};
  EXPECT_EQ(array.count(), 3u);
  EXPECT_EQ((JsonValue{&json, 2}).whole(), 1u);
  EXPECT_EQ((JsonValue{&json, 4}).text(), "hế\n");
  EXPECT_EQ((JsonValue{&json, 4}).path(), "b[1].x");
  EXPECT_EQ((JsonValue{&json, 5}).number(), -2.5);
}

TEST(Json, AKeyThatStandsTwiceIsRefusedByName) {
  EXPECT_EQ(error(R"({"a":1,"b":2,"a":1})"), "the key \"a\" stands twice");
  EXPECT_EQ(error(R"({"x":[{},{"k":{"a":1,"\u0061":2}}]})"), "x[1].k: the key \"a\" stands twice");
  EXPECT_EQ(error(R"({"a":{"a":{"a":1}}})"), "none");
}

TEST(Json, SixteenLevelsAreEnough) {
  EXPECT_EQ(error(nested(16)), "none");
  EXPECT_THAT(error(nested(17)), HasSubstr("16 levels"));
  EXPECT_THAT(error(std::string(1 << 20, '[')), HasSubstr("16 levels"));
  EXPECT_THAT(error("{\"a\":" + nested(16) + "}"), HasSubstr("16 levels"));
}

TEST(Json, WhatIsNoJsonIsRefused) {
  for (const char *text : {"",
                           " ",
                           "{",
                           "{}}",
                           "{} x",
                           "[1,]",
                           "{\"a\":1,}",
                           "{'a':1}",
                           "nul",
                           "01",
                           "+1",
                           "1.",
                           ".5",
                           "NaN",
                           "Infinity",
                           "\"a",
                           "\"\t\"",
                           "\"\\x\"",
                           "\"\\ud800\"",
                           "// c\n1",
                           "/* c */ 1",
                           "\xef\xbb\xbf{}",
                           "1e999",
                           "-1e999",
                           "[1 2]",
                           "{\"a\" 1}",
                           "{1:2}"})
    EXPECT_NE(error(text), "none") << text;
  EXPECT_NE(error(std::string_view("{}\0", 3)), "none");
}

TEST(Json, WhatIsNotUtf8IsRefused) {
  for (const char *text : {"\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf5\x80\x80\x80\"",
                           "\"\xe1\x80\"", "{\"\x80\":1}"})
    EXPECT_THAT(error(text), HasSubstr("UTF-8")) << text;
}

TEST(Json, AnErrorHoldsNothingThatMovesACursor) {
  for (const char *text :
       {"\"\x1b[2J\"", "{\"\\u001b[2J\":1,\"\\u001b[2J\":2}", "\xff\xfe", "{\"\\u0085\":[\x80"})
    EXPECT_TRUE(printable(error(text))) << error(text);
}

TEST(Json, WholeNumbersGoTo2To53AndNoFurther) {
  auto kind_of = [](const char *text) {
    auto json = parse_json(text, 100).value();
    return json.nodes[0].kind;
  };
  EXPECT_EQ(kind_of("9007199254740991"), JsonKind::whole);
  EXPECT_EQ(kind_of("9007199254740992"), JsonKind::number);
  EXPECT_EQ(kind_of("18446744073709551616"), JsonKind::number);
  EXPECT_EQ(kind_of("-1"), JsonKind::number);
  EXPECT_EQ(kind_of("1.0"), JsonKind::number);
  EXPECT_EQ(kind_of("1e2"), JsonKind::number);
}

TEST(Json, OneThatIsTooLargeIsNotParsed) {
  auto json = parse_json("[1,2,3]", 6);
  ASSERT_FALSE(json);
  EXPECT_EQ(json.error().kind, ErrorKind::refused);
}

TEST(Json, AMillionValuesAreEnough) {
  std::string text = "[0";
  for (std::size_t i = 0; i < most_values; ++i) text += ",0";
  auto json = parse_json(text + "]", 8 << 20);
  ASSERT_FALSE(json);
  EXPECT_THAT(json.error().text, HasSubstr("million"));
}

}
}
