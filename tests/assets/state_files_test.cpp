#include "assets/state_files.h"

#include "assets/sha256.h"

#include <gtest/gtest.h>

namespace sheaf::assets {
namespace {

constexpr Wall noon{std::chrono::seconds(1795608000)};

FetchState fetch_state() {
  FetchState s;
  s.updated = noon + 17ms;
  s.quality = ClockQuality::synchronised;
  s.floor = noon - 1h;
  s.addresses = {"192.0.2.7", "2001:db8::7"};
  s.ever_fetched = true;
  s.channels = {{"hall", 7, "fetching", 3, 1, 1ull << 40, 17, "the server does not answer"}, {}};
  s.last_contact = noon;
  s.bytes_this_month = 1ull << 41;
  s.rate = 125'000;
  return s;
}

PlayState play_state() {
  PlayState s;
  s.updated = noon;
  s.boot = "0123456789abcdef";
  s.health = "playing";
  s.on_air = OnAir{"hall", "welcome", "vi", sha256("a"), 7, noon - 5s};
  s.next = OnAir{};
  s.bad = {{sha256("b"), 3}, {sha256("c"), 1ull << 20}};
  s.showings = 12345678901;
  s.gaps = 1;
  s.complaints = {"hall: the signature is wrong", "ch\xc3\xa0o"};
  return s;
}

TEST(StateFiles, WhatIsWrittenIsRead) {
  EXPECT_EQ(*parse_fetch_state(write_fetch_state(fetch_state())), fetch_state());
  EXPECT_EQ(*parse_fetch_state(write_fetch_state({})), FetchState{});
  EXPECT_EQ(*parse_play_state(write_play_state(play_state())), play_state());
  EXPECT_EQ(*parse_play_state(write_play_state({})), PlayState{});
}

TEST(StateFiles, OldAndNewVersionsReadEachOther) {
  auto s =
      parse_fetch_state(R"({"rate": 5, "colour": "red", "channels": [{"channel": "hall", "new": [1, {}]}]})");
  ASSERT_TRUE(s);
  EXPECT_EQ(s->rate, 5u);
  EXPECT_EQ(s->channels.at(0).channel, "hall");
  EXPECT_EQ(s->updated, Wall{});
  EXPECT_EQ(*parse_play_state("{}"), PlayState{});
}

TEST(StateFiles, WhatIsDamagedIsCorrupt) {
  for (auto wrong : {"", "[]", "null", "{", R"({"rate": -1})", R"({"rate": "5"})", R"({"rate": 1.5})",
                     R"({"updated": "yesterday"})", R"({"updated": 5})", R"({"clock": "good"})",
                     R"({"addresses": "x"})", R"({"addresses": [5]})", R"({"channels": [5]})",
                     R"({"channels": [{"serial": "x"}]})", R"({"ever_fetched": 1})"})
    EXPECT_EQ(parse_fetch_state(wrong).error().kind, ErrorKind::corrupt) << wrong;
  for (auto wrong : {"[]", R"({"on_air": 5})", R"({"on_air": {"blob": "ab"}})", R"({"bad": [{}]})",
                     R"({"bad": [{"blob": "ab", "chunk": 1}]})", R"({"boot": 1})"})
    EXPECT_EQ(parse_play_state(wrong).error().kind, ErrorKind::corrupt) << wrong;
}

TEST(StateFiles, EveryListHasItsBound) {
  auto s = play_state();
  s.bad.resize(256);
  EXPECT_TRUE(parse_play_state(write_play_state(s)));
  s.bad.resize(257);
  EXPECT_FALSE(parse_play_state(write_play_state(s)));
}

TEST(StateFiles, BytesThatAreNotUtf8AreReplaced) {
  auto s = play_state();
  s.complaints = {"\xff\xfe"};
  EXPECT_TRUE(parse_play_state(write_play_state(s)));
}

}
}
