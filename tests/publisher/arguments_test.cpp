#include "publisher/arguments.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using ::testing::HasSubstr;

namespace {
const Grammar grammar{
    {{"--to", "value_folder"}, {"--key", "value_key"}, {"--poll", "value_days"}}, {"--yes"}, {"--key"}};
Result<Arguments> parse(std::vector<const char *> words) { return parse_arguments(words, grammar); }
}

TEST(Arguments, ValuesStandBesideOrBehindAnEqualsSign) {
  auto a = parse({"src", "--to", "x", "--key=a=b", "--key", "-c", "--yes", "--", "--to"});
  ASSERT_TRUE(a) << a.error().text;
  EXPECT_EQ(a->names, (std::vector<std::string>{"src", "--to"}));
  EXPECT_EQ(a->value("--to"), "x");
  EXPECT_EQ(a->all("--key"), (std::vector<std::string>{"a=b", "-c"}));
  EXPECT_TRUE(a->has("--yes"));
}

TEST(Arguments, RubbishIsToldWithWhatWasMeant) {
  EXPECT_THAT(parse({"--too", "x"}).error().text, HasSubstr("did you mean --to?"));
  EXPECT_THAT(parse({"--zzzzzzzz"}).error().text, HasSubstr("--help lists all"));
  EXPECT_THAT(parse({"--to"}).error().text, HasSubstr("--to needs a value: a folder"));
  EXPECT_THAT(parse({"--to="}).error().text, HasSubstr("--to has an empty value"));
  EXPECT_THAT(parse({"--to", "a", "--to", "b"}).error().text, HasSubstr("--to is there twice"));
  EXPECT_THAT(parse({""}).error().text, HasSubstr("is a variable not set?"));
  EXPECT_FALSE(parse({"--yes=1"}));
}

TEST(Arguments, NumbersHaveBounds) {
  for (const char *text : {"9", "21", "", "x", "1e1", "10 ", "99999999999999999999"}) {
    Arguments a;
    a.values["--poll"] = {text};
    auto n = a.number("--poll", 15, 10, 20);
    ASSERT_FALSE(n) << text;
    EXPECT_THAT(n.error().text, HasSubstr("it must be a whole number from 10 to 20"));
  }
  EXPECT_EQ(Arguments().number("--poll", 15, 10, 20).value(), 15);
}
