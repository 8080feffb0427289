// Every codec in the containers that people use: each picture comes once, in order, at its time, and the beep
// beside the picture that it belongs to.
#include "tests/support/film_fixture.h"

#include <algorithm>

namespace sheaf::media {
namespace {

struct Case {
  const char *file;
  int count = 50;
  double sound = 1.1;    // the middle of its beep, s; 0: it has none
  int frame_us = 40'000; // from picture to picture
};
std::ostream &operator<<(std::ostream &out, const Case &c) { return out << c.file; }
std::string test_name(const testing::TestParamInfo<Case> &info) {
  std::string name = info.param.file;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
}

class FilmOf : public testing::TestWithParam<Case> {};

TEST_P(FilmOf, ComesWholeAndInOrder) {
  auto [file, count, beep, frame_us] = GetParam();
  auto p = played(file, {.sound = true});
  EXPECT_EQ(numbers(p), numbers_up_to(count));
  ASSERT_TRUE(p.facts && p.end && p.frames.size() == static_cast<std::size_t>(count));
  EXPECT_EQ(p.facts->kind, ItemKind::film);
  EXPECT_EQ(p.facts->sound, beep > 0);
  EXPECT_EQ(p.end->frames, count);
  EXPECT_EQ(p.end->dropped, 0);
  for (std::size_t n = 0; n < p.frames.size(); ++n)
    EXPECT_NEAR(milliseconds(p.frames[n].pts), static_cast<double>(n) * frame_us / 1000, 1) << n;
  EXPECT_NEAR(milliseconds(p.end->duration), count * frame_us / 1000, 1);
  if (beep > 0) {
    EXPECT_NEAR(middle_of_sound(p.sound), beep, 0.001);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Codecs, FilmOf,
    testing::Values(Case{"h264.mp4"}, Case{"h264.mkv"}, Case{"h264.mov"}, Case{"h264.ts"}, Case{"h264.flv"},
                    Case{"hevc.mp4"}, Case{"hevc.mkv"}, Case{"hevc.ts"}, Case{"vp9.mp4"},
                    Case{"av1.mp4", 50, 0}, Case{"vp8.webm"}, Case{"mpeg2.mpg"}, Case{"mpeg2.ts"},
                    Case{"mpeg2.mxf"}, Case{"mpeg4.mp4"}, Case{"wmv2.wmv"}, Case{"theora.ogg"},
                    Case{"prores.mov"}, Case{"mjpeg.avi"}, Case{"mjpeg.mov"}, Case{"ffv1.mkv"},
                    Case{"raw.avi"}, Case{"upside_down.avi"}, Case{"qtrle.mov"}, Case{"cinepak.avi", 10, 0},
                    Case{"bare.h264", 50, 0}, Case{"bare.hevc", 50, 0}),
    test_name);

INSTANTIATE_TEST_SUITE_P(Formats, FilmOf,
                         testing::Values(Case{"deep_h264.mp4", 50, 0}, Case{"deep_hevc.mp4", 50, 0},
                                         Case{"deep12_hevc.mp4", 50, 0}, Case{"deep_vp9.webm", 50, 0},
                                         Case{"deep_av1.mkv", 50, 0}, Case{"h264_422.mp4", 50, 0},
                                         Case{"h264_422_10.mp4", 50, 0}, Case{"h264_444.mp4", 50, 0},
                                         Case{"hevc_444_10.mp4", 50, 0}, Case{"vp9_rgb.webm", 50, 0},
                                         Case{"h264_rgb.mp4", 50, 0}, Case{"prores_alpha.mov", 50, 0},
                                         Case{"h264_grey.mp4", 50, 0}),
                         test_name);

INSTANTIATE_TEST_SUITE_P(OddSizes, FilmOf,
                         testing::Values(Case{"odd_vp9.webm", 20, 0}, Case{"odd_vp8.webm", 20, 0},
                                         Case{"odd_mpeg4.avi", 20, 0}, Case{"odd_theora.ogg", 20, 0},
                                         Case{"odd_mjpeg.mov", 20, 0}, Case{"odd_h264.mp4", 20, 0},
                                         Case{"odd_ffv1.mkv", 20, 0}),
                         test_name);

INSTANTIATE_TEST_SUITE_P(Headers, FilmOf,
                         testing::Values(Case{"fragments.mp4"}, Case{"live.mkv"}, Case{"later.mkv", 50, 0},
                                         Case{"wraps.ts"}),
                         test_name);

INSTANTIATE_TEST_SUITE_P(Sounds, FilmOf,
                         testing::Values(Case{"mono.mp4"}, Case{"surround.mp4"}, Case{"surround.mkv"},
                                         Case{"rate44.mp4"}, Case{"rate96.mkv"}, Case{"shorter.mp4"},
                                         Case{"late.mp4", 50, 1.4}, Case{"late.mkv", 50, 1.111},
                                         Case{"early.mkv", 50, 0.7}, Case{"early.ts", 50, 0.7},
                                         Case{"tracks.mkv"}),
                         test_name);

// FFmpeg 5.1 writes sound in Opus 7 ms early into WebM, which counts in whole milliseconds.
class FilmWithOpus : public testing::TestWithParam<const char *> {};
TEST_P(FilmWithOpus, ComesWholeAndInOrder) {
  auto p = played(GetParam(), {.sound = true});
  EXPECT_EQ(numbers(p), numbers_up_to(50));
  EXPECT_NEAR(middle_of_sound(p.sound), 1.093, 0.002);
  EXPECT_NEAR(milliseconds(p.end->duration), 2000, 1);
}
INSTANTIATE_TEST_SUITE_P(Opus, FilmWithOpus, testing::Values("vp9.webm", "av1.webm", "live.webm"));

// The encoder of the sound says nothing of its own delay in these.
class FilmInAvi : public testing::TestWithParam<const char *> {};
TEST_P(FilmInAvi, ComesWholeAndInOrder) {
  auto p = played(GetParam(), {.sound = true});
  EXPECT_EQ(numbers(p), numbers_up_to(50));
  EXPECT_NEAR(middle_of_sound(p.sound), 1.1, 0.08);
  EXPECT_TRUE(std::is_sorted(p.frames.begin(), p.frames.end(),
                             [](const Seen &a, const Seen &b) { return a.pts < b.pts; }));
}
INSTANTIATE_TEST_SUITE_P(Mp3, FilmInAvi, testing::Values("h264.avi", "mpeg4.avi", "msmpeg4.avi"));

TEST(Film, OddSizesKeepTheirLastRowAndColumn) {
  for (const char *file : {"odd_vp9.webm", "odd_mjpeg.mov", "odd_h264.mp4"})
    EXPECT_EQ(played(file).frames.at(0).size, (Size{321, 241})) << file;
}

TEST(Film, SoundIsNotPlayedWhereNobodyWantsIt) {
  auto p = played("h264.mp4");
  EXPECT_FALSE(p.facts->sound);
  EXPECT_TRUE(p.sound.empty());
}

TEST(Film, SoundIsAsLoudFromOneChannelAsFromSix) {
  for (const char *file :
       {"h264.mp4", "mono.mp4", "surround.mp4", "surround.mkv", "rate44.mp4", "rate96.mkv"}) {
    auto p = played(file, {.sound = true, .pixels = false});
    EXPECT_NEAR(loudness(p.sound, 0, 1.05, 1.15), 0.495, 0.02) << file;
    EXPECT_NEAR(loudness(p.sound, 1, 1.05, 1.15), 0.495, 0.02) << file;
    EXPECT_LT(loudness(p.sound, 0, 0, 0.9), 0.01) << file;
  }
}

TEST(Film, TheTrackThatTheFileSaysIsTheOneIsPlayed) {
  auto p = played("tracks.mkv", {.sound = true, .pixels = false});
  EXPECT_LT(loudness(p.sound, 0, 0.2, 0.9), 0.01); // the other one hums all the time
}

}
}
