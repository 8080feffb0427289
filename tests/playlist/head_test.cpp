#include "playlist/head.h"

#include "tests/playlist/documents.h"

#include <gmock/gmock.h>

namespace sheaf::playlist {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::string whole = write_head(a_head());

struct Case {
  std::string pointer;
  json value;
};
void PrintTo(const Case &c, std::ostream *out) { *out << c.pointer << " = " << c.value.dump(); }

TEST(Heads, WhatIsWrittenIsRead) {
  EXPECT_EQ(parse_head(whole).value(), a_head());
  Head least{"a", 1, 1, digest_of(1), 1, on_day(0), on_day(1), {}, 0, 120, {}};
  EXPECT_EQ(parse_head(write_head(least)).value(), least);
  EXPECT_EQ(write_head(least), write_head(least));
  EXPECT_LT(whole.size(), 1024u);
}

TEST(Heads, WhatIsNotSaidIsItsDefault) {
  auto text = whole;
  for (const char *field : {"/activate_at", "/spread_s", "/poll_s", "/stop"}) text = without(text, field);
  auto head = parse_head(text).value();
  EXPECT_FALSE(head.activate_at);
  EXPECT_EQ(head.spread_s, 0u);
  EXPECT_EQ(head.poll_s, 120u);
  EXPECT_FALSE(head.stop);
}

TEST(Heads, EveryFieldThatMustBeThereIsMissed) {
  for (const char *field :
       {"/sheaf", "/kind", "/channel", "/epoch", "/serial", "/manifest", "/manifest/sha256", "/manifest/size",
        "/issued", "/expires", "/stop/until", "/stop/reason"}) {
    auto head = parse_head(without(whole, field));
    ASSERT_FALSE(head) << field;
    EXPECT_EQ(head.error().kind, ErrorKind::corrupt);
    auto name = std::string(field).substr(std::string(field).rfind('/') + 1);
    EXPECT_THAT(head.error().text, HasSubstr("\"" + name + "\" is missing"));
  }
}

TEST(Heads, UnknownFieldsAreIgnored) {
  auto text = with(with(whole, "/colour", {{"deep", {1, -2.5, nullptr}}}), "/stop/by", "me");
  EXPECT_EQ(parse_head(text).value(), a_head());
}

class HeadIn : public testing::TestWithParam<Case> {};
TEST_P(HeadIn, IsAccepted) {
  auto head = parse_head(with(whole, GetParam().pointer, GetParam().value));
  EXPECT_TRUE(head) << head.error().text;
}
INSTANTIATE_TEST_SUITE_P(Bounds, HeadIn,
                         testing::Values(Case{"/channel", std::string(64, 'a')}, Case{"/channel", "0.a_b-c"},
                                         Case{"/epoch", most_whole_number()}, Case{"/epoch", 1},
                                         Case{"/serial", 1}, Case{"/serial", most_whole_number()},
                                         Case{"/manifest/size", 1}, Case{"/manifest/size", 8 << 20},
                                         Case{"/expires", "2199-12-31T23:59:59Z"},
                                         Case{"/activate_at", "1970-01-01T00:00:00Z"}, Case{"/spread_s", 0},
                                         Case{"/spread_s", 86400}, Case{"/poll_s", 10},
                                         Case{"/poll_s", 86400}, Case{"/stop/reason", ""},
                                         Case{"/stop/reason", std::string(200, 'x')},
                                         Case{"/issued", "2024-02-29T00:00:00Z"}));

class HeadOut : public testing::TestWithParam<Case> {};
TEST_P(HeadOut, IsRefusedWithItsPath) {
  auto head = parse_head(with(whole, GetParam().pointer, GetParam().value));
  ASSERT_FALSE(head);
  auto path = GetParam().pointer.substr(1);
  std::replace(path.begin(), path.end(), '/', '.');
  EXPECT_EQ(head.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(head.error().text, HasSubstr(path));
}
INSTANTIATE_TEST_SUITE_P(
    Bounds, HeadOut,
    testing::Values(Case{"/sheaf", 0}, Case{"/sheaf", "1"}, Case{"/kind", "manifest"}, Case{"/kind", 1},
                    Case{"/channel", ""}, Case{"/channel", std::string(65, 'a')}, Case{"/channel", "Hue"},
                    Case{"/channel", "-a"}, Case{"/channel", "a/b"}, Case{"/channel", "a\n"},
                    Case{"/channel", 5}, Case{"/channel", nullptr}, Case{"/epoch", 0}, Case{"/epoch", -1},
                    Case{"/epoch", 1.0}, Case{"/epoch", "1"}, Case{"/epoch", true},
                    Case{"/epoch", most_whole_number() + 1}, Case{"/serial", 0}, Case{"/serial", 1.5},
                    Case{"/serial", UINT64_MAX}, Case{"/serial", 1e300}, Case{"/serial", -0.0},
                    Case{"/serial", nullptr}, Case{"/serial", json::array({1})}, Case{"/manifest", "x"},
                    Case{"/manifest", json::array()}, Case{"/manifest/sha256", ""},
                    Case{"/manifest/sha256", std::string(64, 'A')},
                    Case{"/manifest/sha256", std::string(63, 'a')}, Case{"/manifest/sha256", 7},
                    Case{"/manifest/size", 0}, Case{"/manifest/size", (8 << 20) + 1}, Case{"/issued", ""},
                    Case{"/issued", "2026-01-01 00:00:00Z"}, Case{"/issued", "2026-01-01T00:00:00+07:00"},
                    Case{"/issued", "2026-02-29T00:00:00Z"}, Case{"/issued", "2026-13-01T00:00:00Z"},
                    Case{"/issued", "2026-01-01T24:00:00Z"}, Case{"/issued", "2026-01-01T00:60:00Z"},
                    Case{"/issued", "2026-01-01T00:00:60Z"}, Case{"/issued", "2026-01-00T00:00:00Z"},
                    Case{"/issued", 1767225600}, Case{"/issued", "2026-01-01T00:00:00Z "},
                    Case{"/expires", "2200-01-01T00:00:00Z"}, Case{"/expires", "1969-12-31T23:59:59Z"},
                    Case{"/activate_at", nullptr}, Case{"/spread_s", 86401}, Case{"/spread_s", -1},
                    Case{"/poll_s", 9}, Case{"/poll_s", 86401}, Case{"/poll_s", "120"}, Case{"/stop", true},
                    Case{"/stop", nullptr}, Case{"/stop/until", "soon"},
                    Case{"/stop/reason", std::string(201, 'x')}, Case{"/stop/reason", "a\x1b[2J"},
                    Case{"/stop/reason", "\u0085"}, Case{"/stop/reason", std::string("a\0b", 3)}));

TEST(Heads, OneThatExpiresBeforeItIsIssuedIsRefused) {
  EXPECT_FALSE(parse_head(with(whole, "/expires", "2026-01-01T00:00:00Z")));
}

TEST(Heads, ANewerFormatIsUnsupportedAndSaysSo) {
  auto head = parse_head(with(without(whole, "/serial"), "/sheaf", 2));
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(head.error().text, HasSubstr("newer Sheaf"));
}

TEST(Heads, OneThatIsTooLargeIsRefused) {
  EXPECT_TRUE(parse_head(whole + std::string(most_head - whole.size(), ' ')));
  auto head = parse_head(whole + std::string(most_head - whole.size() + 1, ' '));
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().kind, ErrorKind::refused);
}

TEST(Heads, WordsThatAreNotUtf8AreWrittenAsSomethingThatIs) {
  auto head = a_head();
  head.stop->reason = "caf\xe9";
  EXPECT_TRUE(parse_head(write_head(head)));
}

}
}
