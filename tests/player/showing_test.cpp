#include "player/showing.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace sheaf;
using namespace sheaf::player;

namespace {

nlohmann::json line_of(const Showing &s, Ended ended = Ended::ok, const std::string &why = "") {
  auto line = statistics_line(s, ended, why, Steady(12s));
  EXPECT_EQ(line.find('\n'), std::string::npos);
  return nlohmann::json::parse(line); // throws where it is not JSON
}

Showing shown(const std::string &path) {
  Showing s;
  s.path = path;
  s.facts = {.kind = media::ItemKind::film, .codec = "h264", .duration = 2s, .frames = 50, .memory = {}};
  s.has_facts = true;
  return s;
}

}

TEST(StatisticsLine, TellsAll) {
  auto s = shown("a.mp4");
  s.due = Steady(10s);
  s.start = Steady(10s + 1ms);
  s.gap_ms = 1.5;
  s.presented = 40;
  s.late = 3;
  s.dropped = 2;
  s.end = media::ItemEnd{.duration = 2s, .frames = 51, .dropped = 9};
  auto line = line_of(s, Ended::ok);
  EXPECT_EQ(line, (nlohmann::json{{"item", "a.mp4"},
                                  {"kind", "film"},
                                  {"codec", "h264"},
                                  {"due", 10.0},
                                  {"start", 10.001},
                                  {"end", 12.0},
                                  {"expected", 51},
                                  {"presented", 40},
                                  {"late", 3},
                                  {"dropped", 11},
                                  {"gap_ms", 1.5},
                                  {"ended", "ok"},
                                  {"why", ""}}));
}

TEST(StatisticsLine, NamesOfAnyBytes) {
  for (std::string name : {"a\nb", "\"quoted\"\\", "\xff\xfe.mp4", "half \xc3", "Huế — \xf0\x9f\x98\x80",
                           "tab\t\x01\x7f", "\xed\xa0\x80"}) {
    auto line = line_of(shown(name), Ended::error, "why: " + name);
    EXPECT_FALSE(line["item"].get<std::string>().empty());
  }
  EXPECT_EQ(line_of(shown("Huế\n\"x\""))["item"], "Huế\n\"x\"");
  EXPECT_EQ(line_of(shown("a\xff"
                          "b"))["item"],
            "a\xef\xbf\xbd"
            "b");
}

TEST(StatisticsLine, WhatIsNotKnownIsNull) {
  Showing s;
  s.path = "x";
  auto line = line_of(s, Ended::error, "it is damaged");
  for (auto *key : {"kind", "codec", "due", "start", "gap_ms"}) EXPECT_TRUE(line[key].is_null()) << key;
  EXPECT_EQ(line["expected"], 0);
  EXPECT_EQ(line["ended"], "error");
  EXPECT_EQ(line["why"], "it is damaged");
}

TEST(StatisticsLine, ExpectedIsWhatTheContainerTellsUntilTheEndIsKnown) {
  auto s = shown("a");
  s.presented = 10;
  EXPECT_EQ(line_of(s)["expected"], 50);
  s.presented = 60;
  EXPECT_EQ(line_of(s)["expected"], 60);
  s.facts.frames.reset();
  s.dropped = 5;
  EXPECT_EQ(line_of(s)["expected"], 65);
}

TEST(Showing, Durations) {
  auto film = shown("a");
  film.still = 10s;
  EXPECT_FALSE(film.duration());
  EXPECT_EQ(film.likely_duration(), 2s);
  film.end = media::ItemEnd{.duration = 1900ms};
  EXPECT_EQ(film.duration(), 1900ms);
  EXPECT_EQ(film.likely_duration(), 1900ms);
  Showing still = shown("b");
  still.still = 10s;
  still.facts.kind = media::ItemKind::still;
  EXPECT_EQ(still.duration(), 10s);
}

TEST(Showing, AnAnimationIsLikelyToFillItsTime) {
  auto animation = shown("a");
  animation.still = 10s;
  animation.facts.kind = media::ItemKind::animation;
  EXPECT_FALSE(animation.duration());
  EXPECT_EQ(animation.likely_duration(), 10s);
}

TEST(Ended, HasNames) {
  EXPECT_STREQ(name(Ended::ok), "ok");
  EXPECT_STREQ(name(Ended::cut), "cut");
  EXPECT_STREQ(name(Ended::skipped), "skipped");
  EXPECT_STREQ(name(Ended::error), "error");
}
