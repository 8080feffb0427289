#include "playlist/rotation.h"

#include <gmock/gmock.h>

using namespace sheaf;
using sheaf::playlist::Rotation;
using ::testing::ElementsAre;
using ::testing::Optional;

namespace {

const Steady now(1000s);
using List = std::vector<std::string>;

Rotation at(const List &items, std::optional<std::size_t> place, bool once = false) {
  Rotation r(once);
  r.replace(items);
  if (place) r.passed(*place);
  return r;
}

std::string next(const Rotation &r, Steady when = now) {
  auto index = r.following(r.place(), when);
  return index ? r.items().at(*index) : "(nothing)";
}

void leave_out(Rotation &r, const std::string &item, Steady when = now) {
  for (int i = 0; i < Rotation::failures_in_a_row; ++i) r.blame(item, when);
}

}

TEST(Rotation, GoesRound) {
  auto r = at({"a", "b", "c"}, std::nullopt);
  List seen;
  for (int i = 0; i < 7; ++i) {
    seen.push_back(next(r));
    r.passed(*r.following(r.place(), now));
  }
  EXPECT_THAT(seen, ElementsAre("a", "b", "c", "a", "b", "c", "a"));
}

TEST(Rotation, OnceEnds) {
  EXPECT_EQ(next(at({"a", "b"}, 0, true)), "b");
  EXPECT_EQ(next(at({"a", "b"}, 1, true)), "(nothing)");
}

TEST(Rotation, AnEmptyListHasNothing) {
  EXPECT_EQ(next(at({}, std::nullopt)), "(nothing)");
  EXPECT_EQ(next(at({}, std::nullopt, true)), "(nothing)");
}

TEST(Rotation, ThePlaceIsKeptWhenTheListChanges) {
  struct Case {
    List before;
    std::size_t place;
    List after;
    const char *next;
  };
  for (auto &[before, place, after, expected] : std::vector<Case>{
           {{"a", "b", "c"}, 1, {"a", "b", "c"}, "c"},
           {{"a", "b", "c"}, 1, {"x", "a", "b", "c"}, "c"},   // one added in front
           {{"a", "b", "c"}, 1, {"a", "b", "b1", "c"}, "b1"}, // one added right after
           {{"a", "b", "c"}, 1, {"a", "c"}, "c"},             // it has gone
           {{"a", "b", "c"}, 1, {"a", "b1", "c"}, "b1"},      // it has another name
           {{"a", "b", "c"}, 2, {"a", "b"}, "a"},             // the last has gone
           {{"a", "b", "c"}, 2, {"a", "b", "d"}, "d"},
           {{"a", "b", "c"}, 0, {"b", "c"}, "b"}, // the first has gone
           {{"a", "b", "c"}, 2, {"x", "y"}, "x"}, // all have
           {{"a", "b", "c", "d"}, 2, {"d", "b"}, "d"},
           {{"a", "b", "a"}, 2, {"a", "b", "a", "c"}, "c"}, // twice in the list
       }) {
    auto r = at(before, place);
    r.replace(after);
    EXPECT_EQ(next(r), expected) << ::testing::PrintToString(before) << ::testing::PrintToString(after);
  }
}

TEST(Rotation, OnceNeverBeginsAgainWhenTheListChanges) {
  auto r = at({"a", "b", "c"}, 2, true);
  r.replace({"a", "b"});
  EXPECT_EQ(next(r), "(nothing)");
  r.replace({"a", "b", "z"});
  EXPECT_EQ(next(r), "z");
}

TEST(Rotation, EmptiedAndFilledAgainBeginsInFront) {
  auto r = at({"a", "b", "c"}, 1);
  r.replace({});
  r.replace({"a", "b", "c"});
  EXPECT_EQ(next(r), "a");
}

TEST(Rotation, ThreeFailuresLeaveItOutForAnHour) {
  auto r = at({"a", "b"}, 0);
  EXPECT_FALSE(r.blame("b", now));
  EXPECT_FALSE(r.blame("b", now));
  EXPECT_EQ(next(r), "b");
  EXPECT_TRUE(r.blame("b", now));
  EXPECT_EQ(next(r), "a");
  EXPECT_EQ(r.candidates(now), 1u);
  EXPECT_EQ(next(r, now + Rotation::left_out - Duration(1)), "a");
  EXPECT_EQ(next(r, now + Rotation::left_out), "b");
  EXPECT_TRUE(r.blame("b", now + Rotation::left_out)); // once more is enough then
}

TEST(Rotation, SuccessForgives) {
  auto r = at({"a", "b"}, 0);
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(r.blame("b", now));
    EXPECT_FALSE(r.blame("b", now));
    r.forgive("b");
  }
}

TEST(Rotation, WhatHasLeftTheListIsForgotten) {
  auto r = at({"a", "b"}, 0);
  leave_out(r, "b");
  r.replace({"a"});
  EXPECT_FALSE(r.blame("b", now));
  r.replace({"a", "b"});
  EXPECT_EQ(next(r), "b");
}

TEST(Rotation, WhereAllAreLeftOutTheOldestIsNext) {
  auto r = at({"a", "b", "c"}, 0);
  leave_out(r, "c", now);
  leave_out(r, "a", now + 1s);
  leave_out(r, "b", now + 2s);
  EXPECT_EQ(next(r, now + 3s), "c");
  r.blame("c", now + 4s);
  EXPECT_EQ(next(r, now + 5s), "a");
}

TEST(Rotation, Back) {
  auto back = [](Rotation r, std::size_t from) {
    r.back(from, now);
    return next(r);
  };
  EXPECT_EQ(back(at({"a", "b", "c"}, 1), 1), "a");
  EXPECT_EQ(back(at({"a", "b", "c"}, 0), 0), "c");
  EXPECT_EQ(back(at({"a", "b", "c"}, 0, true), 0), "a");
  EXPECT_EQ(back(at({"a", "b", "c"}, 2, true), 2), "b");
  EXPECT_EQ(back(at({"a", "b", "c"}, 2, true), 3), "c"); // the end awaited
  EXPECT_EQ(back(at({"a"}, 0), 0), "a");
  EXPECT_EQ(back(at({}, std::nullopt), 0), "(nothing)");
  auto r = at({"a", "b", "c"}, 2);
  leave_out(r, "b");
  EXPECT_EQ(back(r, 2), "a");
}

TEST(Rotation, Finds) {
  auto r = at({"a", "b", "a"}, 0);
  EXPECT_THAT(r.find("a", 2), Optional(2u));
  EXPECT_THAT(r.find("a", 1), Optional(0u));
  EXPECT_THAT(r.find("a", std::nullopt), Optional(0u));
  EXPECT_THAT(r.find("a", 99), Optional(0u));
  EXPECT_EQ(r.find("x", 0), std::nullopt);
}
