#include "publisher/board_class.h"

#include "playlist/loudness.h"

#include <functional>
#include <gmock/gmock.h>

namespace sheaf::publisher {
namespace {

using media::Measurement;

Measurement film() {
  Measurement m;
  m.kind = media::ItemKind::film;
  m.format = "mov,mp4,m4a,3gp,3g2,mj2";
  m.duration = 60s;
  auto &p = m.picture;
  p.codec = "h264", p.profile = "High", p.level = 40, p.size = p.shape = {1920, 1080};
  p.rate = 25, p.pixel_format = "yuv420p", p.pictures = 1500, p.bit_rate = 8'000'000;
  m.sound = media::MeasuredSound{};
  m.sound->codec = "aac", m.sound->lufs = -23, m.sound->peak_db = -5;
  return m;
}

Measurement still() {
  Measurement m;
  m.format = m.picture.codec = "jpeg";
  m.picture.size = {1920, 1080};
  return m;
}

Verdict on(const char *board, const Measurement &m) { return judge(m, *board_class(board)); }

std::vector<std::string> words_of(const Verdict &v) {
  std::vector<std::string> out;
  for (const auto &r : v.reasons) out.push_back(r.word);
  return out;
}

TEST(BoardClass, PlainFilmsArePlayableEverywhere) {
  for (const auto &board : board_classes())
    EXPECT_EQ(judge(film(), board).fate, Fate::playable) << board.name;
  for (const auto &board : board_classes())
    EXPECT_EQ(judge(still(), board).fate, Fate::playable) << board.name;
  EXPECT_EQ(board_class("pi9"), nullptr);
}

TEST(BoardClass, EachThingThatAPi3DoesNotPlayHasItsReason) {
  const std::vector<std::pair<std::string, std::function<void(Measurement &)>>> cases{
      {"why_rate", [](auto &m) { m.picture.rate = 60; }},
      {"why_size",
       [](auto &m) {
         m.picture.size = {3840, 2160};
       }},
      {"why_codec", [](auto &m) { m.picture.codec = "prores"; }},
      {"why_codec", [](auto &m) { m.picture.codec = "hevc"; }},
      {"why_codec", [](auto &m) { m.picture.codec = "av1"; }},
      {"why_profile", [](auto &m) { m.picture.profile = "High 4:2:2"; }},
      {"why_level", [](auto &m) { m.picture.level = 51; }},
      {"why_pixels", [](auto &m) { m.picture.pixel_format = "yuv420p10le"; }},
      {"why_pixels", [](auto &m) { m.picture.pixel_format = "yuv422p"; }},
      {"why_interlaced", [](auto &m) { m.picture.interlaced = true; }},
      {"why_hdr", [](auto &m) { m.picture.hdr = true; }},
      {"why_bit_rate", [](auto &m) { m.picture.bit_rate = 50'000'000; }}};
  for (const auto &[word, change] : cases) {
    auto m = film();
    change(m);
    auto verdict = on("pi3", m);
    EXPECT_EQ(verdict.fate, Fate::rendition) << word;
    EXPECT_TRUE(verdict.picture);
    EXPECT_EQ(words_of(verdict), std::vector<std::string>{word});
    auto both = told(verdict);
    EXPECT_EQ((both.vi + both.en).find('{'), std::string::npos) << both.vi << both.en;
  }
}

TEST(BoardClass, OnlyTheContainerOrTheSoundIsMadeAnewWhereOnlyThatIsWrong) {
  auto m = film();
  m.format = "mxf";
  EXPECT_TRUE(on("pi3", m).container);
  EXPECT_FALSE(on("pi3", m).picture);
  m = film();
  m.sound->lufs = -38, m.sound->peak_db = -3;
  auto verdict = on("pi3", m);
  EXPECT_TRUE(verdict.sound);
  EXPECT_FALSE(verdict.picture || verdict.container);
  m.sound->peak_db = -17; // turning it up by 15 is enough
  EXPECT_EQ(on("pi3", m).fate, Fate::playable);
}

TEST(BoardClass, StrongerBoardsPlayMore) {
  auto fast = film();
  fast.picture.rate = 60, fast.picture.level = 42;
  EXPECT_EQ(on("pi3", fast).fate, Fate::rendition);
  EXPECT_EQ(on("pi4", fast).fate, Fate::playable);
  auto hevc = film();
  hevc.picture.codec = "hevc", hevc.picture.profile = "Main 10", hevc.picture.pixel_format = "yuv420p10le",
  hevc.picture.level = 120;
  EXPECT_EQ(on("pi4", hevc).fate, Fate::rendition);
  EXPECT_EQ(on("pi5", hevc).fate, Fate::playable);
  auto standing = film();
  standing.picture.size = {1080, 1920};
  EXPECT_EQ(on("pi3", standing).fate, Fate::playable);
}

TEST(BoardClass, WhatCannotBeRepairedIsRefused) {
  auto m = film();
  m.picture.pictures = 0;
  EXPECT_EQ(on("pc", m).fate, Fate::refused);
  m = film();
  m.picture.damaged = 1501;
  EXPECT_EQ(on("pc", m).fate, Fate::refused);
}

TEST(BoardClass, PicturesBecomeJpegOrPngOfAtMost4K) {
  auto m = still();
  m.format = "tiff";
  EXPECT_EQ(words_of(on("pc", m)), std::vector<std::string>{"why_still_format"});
  m = still();
  m.picture.size = {6000, 4000};
  EXPECT_EQ(words_of(on("pc", m)), std::vector<std::string>{"why_size"});
  m = still();
  m.picture.heavy = true;
  EXPECT_EQ(on("pi3", m).fate, Fate::rendition);
  m = still();
  m.picture.size = {2160, 3840};
  EXPECT_EQ(on("pi3", m).fate, Fate::playable);
}

TEST(Loudness, GainBringsItToTheTargetWithinItsBounds) {
  using playlist::gain_db;
  EXPECT_DOUBLE_EQ(gain_db({-23, -1}), 0);
  EXPECT_DOUBLE_EQ(gain_db({-15, 0}), -8);
  EXPECT_DOUBLE_EQ(gain_db({-30, -20}), 7);
  EXPECT_DOUBLE_EQ(gain_db({-30, -5}), 4);   // its peak comes to -1 dBTP
  EXPECT_DOUBLE_EQ(gain_db({-60, -60}), 20); // no more than this
  EXPECT_DOUBLE_EQ(gain_db({0, 0}), -20);
  EXPECT_DOUBLE_EQ(gain_db({-23, 5}), -6);
}

}
}
