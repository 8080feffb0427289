// Times that are not one picture every 40 ms from zero, and sound that is not as long as the pictures.
#include "tests/support/film_fixture.h"

#include <cmath>

namespace sheaf::media {
namespace {

TEST(FilmTimes, VariableRateKeepsEachPicturesTime) {
  for (const char *file : {"vfr.mp4", "vfr.mkv"}) {
    auto p = played(file);
    std::vector<int> chosen;
    for (int n = 0; n < 50; ++n)
      if (n % 3 == 0 || n % 7 == 0) chosen.push_back(n);
    EXPECT_EQ(numbers(p), chosen) << file;
    for (const auto &f : p.frames) EXPECT_NEAR(milliseconds(f.pts), number_in(f.picture) * 40, 1) << file;
    EXPECT_NEAR(milliseconds(p.end->duration), 2000, 1) << file;
  }
}

TEST(FilmTimes, ASlideMayStayForHalfAMinute) {
  auto p = played("slides.mp4");
  ASSERT_EQ(p.frames.size(), 3u);
  EXPECT_EQ(p.facts->kind, ItemKind::film);
  EXPECT_EQ(p.frames[1].pts, 30s);
  EXPECT_EQ(p.frames[2].pts, 60s);
  EXPECT_EQ(p.end->duration, 60'040ms);
}

TEST(FilmTimes, AnEditListIsFollowed) {
  auto p = played("cut.mp4", {.sound = true}); // from 0.52 s on: pictures 13 to 49, the beep in their midst
  EXPECT_EQ(numbers(p), numbers_up_to(37, 13));
  EXPECT_EQ(p.frames.at(0).pts, 0s);
  EXPECT_NEAR(milliseconds(p.end->duration), 1480, 1);
  EXPECT_NEAR(middle_of_sound(p.sound), 1.1 - 0.52, 0.001);
}

TEST(FilmTimes, AClockThatStartsAnewMovesPicturesAndSoundAlike) {
  auto p = played("twice.ts", {.sound = true});
  auto twice = numbers_up_to(50);
  auto again = twice;
  twice.insert(twice.end(), again.begin(), again.end());
  EXPECT_EQ(numbers(p), twice);
  for (std::size_t n = 0; n < p.frames.size(); ++n)
    EXPECT_NEAR(milliseconds(p.frames[n].pts), static_cast<double>(n) * 40, 1) << n;
  EXPECT_NEAR(middle_of_sound(p.sound, 0, 2), 1.1, 0.001);
  EXPECT_NEAR(middle_of_sound(p.sound, 2, 4), 3.1, 0.04);
  EXPECT_NEAR(milliseconds(p.end->duration), 4000, 1);
}

TEST(FilmTimes, TimesThatAreMissingDoNotCostPictures) {
  auto p = played("before_zero.mkv"); // Matroska knows no time before zero: the first five have none
  EXPECT_EQ(numbers(p), numbers_up_to(50));
  for (std::size_t n = 1; n < p.frames.size(); ++n) EXPECT_GT(p.frames[n].pts, p.frames[n - 1].pts);
  EXPECT_NEAR(milliseconds(p.end->duration), 1800, 1);
}

TEST(FilmTimes, LongerSoundHoldsTheLastPictureWhetherItIsHeardOrNot) {
  for (const char *file : {"longer.mp4", "longer.ts"})
    for (bool sound : {true, false}) {
      auto p = played(file, {.sound = sound, .pixels = false});
      EXPECT_EQ(p.frames.size(), 50u);
      EXPECT_NEAR(milliseconds(p.end->duration), 5000, 25) << file; // a frame of AAC is 21 ms
      if (sound) {
        EXPECT_GE(p.sound.size() / 2, 240'000u) << file;
      }
    }
}

TEST(FilmTimes, ShorterSoundDoesNotCutTheFilm) {
  auto p = played("shorter.mp4", {.sound = true, .pixels = false});
  EXPECT_EQ(p.end->duration, 2s);
  EXPECT_EQ(p.frames.size(), 50u);
  EXPECT_LT(p.sound.size() / 2, 70'000u);
}

TEST(FilmTimes, PicturesBehindTheEndOfTheSoundAreNotLost) {
  auto p = played("heavy.avi", {.sound = true}); // 69 MB of them
  EXPECT_EQ(numbers(p), numbers_up_to(150));
  EXPECT_EQ(p.sound.size() / 2, 48'000u);
}

#ifndef SHEAF_SANITIZED // they have no limit of memory
TEST(FilmTimes, LookingForSoundThatHasEndedTakesLittleMemory) {
  Stage stage(SHEAF_BIN_DIR "/sheaf-render", {96_MiB, 1});
  auto p = stage.play(made_film("heavy.avi"), {.sound = true});
  EXPECT_FALSE(p.failure) << p.failure->text;
  EXPECT_EQ(numbers(p), numbers_up_to(150));
}
#endif

TEST(FilmTimes, OnePictureIsAStill) {
  auto p = played("one.mp4");
  EXPECT_EQ(p.facts->kind, ItemKind::still);
  EXPECT_FALSE(p.facts->duration);
  EXPECT_EQ(p.end->duration, 0s);
  EXPECT_EQ(numbers(p), numbers_up_to(1));
}

TEST(FilmTimes, OnePictureWithSoundIsAFilmAsLongAsItsSound) {
  for (bool sound : {true, false}) {
    auto p = played("cover.mp4", {.sound = sound});
    EXPECT_EQ(p.facts->kind, ItemKind::film);
    EXPECT_EQ(p.frames.size(), 1u);
    EXPECT_NEAR(milliseconds(p.end->duration), 2000, 25);
  }
}

}
}
