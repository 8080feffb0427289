#include "publisher/rendition.h"

#include "playlist/loudness.h"
#include "tests/publisher/office.h"
#include "tests/publisher/rendering.h"
#include "tests/support/at_length.h"

#include <cmath>
#include <fcntl.h>

namespace sheaf::publisher {
namespace {

using sheaf::testing::Office;

const BoardClass &pi3() { return *board_class("pi3"); }

class RenditionTest : public sheaf::testing::Rendering {
protected:
  std::string said(const std::string &command) {
    std::string out(4096, '\0');
    auto *pipe = ::popen(command.c_str(), "r");
    out.resize(std::fread(out.data(), 1, out.size(), pipe));
    ::pclose(pipe);
    return out;
  }
};

// --- what comes out

TEST_F(RenditionTest, IsH264High41InBt709WithMarksAtTheFront) {
  auto path = film(
      "a.mov", "-f lavfi -i testsrc2=s=480x270:r=25:d=5 -f lavfi -i sine=d=5 -c:v prores_ks -c:a pcm_s16le "
               "-metadata location=+16.4637+107.5909/ -metadata artist=Lan -metadata title=Boats");
  auto made = rendered(path);
  const auto &p = made.measurement.picture;
  EXPECT_EQ(p.codec + " " + p.profile, "h264 High");
  EXPECT_EQ(p.level, 41);
  EXPECT_EQ(p.pixel_format + " " + p.matrix + " " + p.primaries + " " + p.transfer,
            "yuv420p bt709 bt709 bt709");
  EXPECT_EQ(made.measurement.sound->codec, "aac");
  EXPECT_EQ(made.measurement.sound->rate, 48000);
  EXPECT_EQ(made.measurement.sound->channels, 2);
  auto bytes = board::read_whole(made.path, 64_MiB).value_or("");
  EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
  for (const char *private_word : {"Lan", "Boats", "107.59", "Lavf", "location"})
    EXPECT_EQ(bytes.find(private_word), std::string::npos) << private_word;
  auto keys =
      said("ffprobe -v error -select_streams v -skip_frame nokey -show_entries frame=pts_time -of csv=p=0 " +
           made.path);
  EXPECT_GE(std::count(keys.begin(), keys.end(), '\n'), 3) << keys; // one in two seconds at least
}

TEST_F(RenditionTest, IsUprightWithSquarePixelsWithinTheBoardsSize) {
  media::Measurement m;
  m.kind = media::ItemKind::film;
  auto size = [&](Size stored, Size shape, QuarterTurns turns = QuarterTurns::none) {
    m.picture.size = stored, m.picture.shape = shape, m.picture.turns = turns;
    return film_size(m, pi3());
  };
  EXPECT_EQ(size({3840, 2160}, {16, 9}), (Size{1920, 1080}));
  EXPECT_EQ(size({720, 576}, {16, 9}), (Size{1024, 576}));
  EXPECT_EQ(size({1440, 1080}, {16, 9}), (Size{1920, 1080}));
  EXPECT_EQ(size({3840, 2160}, {16, 9}, QuarterTurns::one), (Size{1080, 1920}));
  EXPECT_EQ(size({321, 181}, {321, 181}), (Size{322, 182}));
  EXPECT_EQ(size({4096, 1716}, {4096, 1716}), (Size{1920, 804}));
}

TEST_F(RenditionTest, APictureThatIsFineIsTakenOverAsItIs) {
  auto path = film("a.flv", "-f lavfi -i testsrc2=s=320x180:r=25:d=1 -f lavfi -i sine=d=1 -c:v libx264 "
                            "-pix_fmt yuv420p -c:a aac -ar 44100");
  auto m = measured(path);
  ASSERT_TRUE(judge(m, pi3()).container);
  ASSERT_FALSE(judge(m, pi3()).picture);
  auto made = rendered(path);
  auto hash = [&](const std::string &file) {
    return said("ffmpeg -v error -i " + file + " -map 0:v -c copy -bsf:v h264_mp4toannexb -f md5 -");
  };
  EXPECT_EQ(hash(path), hash(made.path));
}

TEST_F(RenditionTest, StandingPicturesStandAndLettersKeepTheirEdges) {
  ASSERT_EQ(std::system(("convert -size 3000x5000 gradient:red-blue " + (folder_ / "a.jpg")).c_str()), 0);
  auto jpg = rendered(folder_ / "a.jpg");
  EXPECT_EQ(jpg.measurement.picture.size, (Size{2160, 3600})); // within 2160 x 3840, as it is shaped
  EXPECT_EQ(jpg.measurement.format, "jpeg");
  EXPECT_EQ(said("identify -format '%[jpeg:sampling-factor]' " + jpg.path), "1x1,1x1,1x1");
  folder_.write(
      "b.svg",
      "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 90'><rect width='9' height='9'/></svg>");
  auto png = rendered(folder_ / "b.svg");
  EXPECT_EQ(png.measurement.format, "png");
  EXPECT_EQ(png.measurement.picture.size, (Size{3840, 2160}));
}

// Where the loudness that is measured, and the gain that a player makes of it, come to.
TEST_F(RenditionTest, FilmsFromMinus38ToMinus15AreHeardAtTheTarget) {
  struct Case {
    double level, click; // dBFS of the noise; of rare peaks
  };
  for (auto c : {Case{-38, -90}, Case{-38, -2}, Case{-30, -1}, Case{-15, -90}}) {
    auto amplitude = std::pow(10, c.level / 20), click = std::pow(10, c.click / 20);
    auto path =
        film("l.mkv", "-f lavfi -i color=s=64x64:r=25:d=12 -f lavfi -i \"aevalsrc=exprs='" +
                          std::to_string(amplitude) + "*sin(2*PI*997*t)+if(lt(mod(t,3),0.001)," +
                          std::to_string(click) + ",0)|" + std::to_string(amplitude) +
                          "*sin(2*PI*997*t)':s=48000:d=12\" -c:v libx264 -pix_fmt yuv420p -c:a pcm_s16le");
    auto m = measured(path);
    ASSERT_TRUE(m.sound && m.sound->lufs);
    EXPECT_NEAR(*m.sound->lufs, c.level, 4); // peaks count too
    auto file = path;
    if (judge(m, pi3()).fate == Fate::rendition) {
      auto made = rendered(path);
      m = made.measurement, file = made.path;
    }
    auto gain = playlist::gain_db({*m.sound->lufs, *m.sound->peak_db});
    auto played = said("ffmpeg -hide_banner -i " + file + " -af volume=" + std::to_string(gain) +
                       "dB,ebur128=peak=true -f null - 2>&1 | tail -12");
    auto at = played.find("I:");
    ASSERT_NE(at, std::string::npos) << played;
    EXPECT_NEAR(std::stod(played.substr(at + 2)), playlist::target_lufs, 1) << c.level << " " << c.click;
    EXPECT_LE(*m.sound->peak_db + gain, playlist::highest_peak_db + 0.05);
  }
}

TEST_F(RenditionTest, WhatCannotBeMadeLouderIsShownAllTheSame) {
  auto path =
      film("l.mkv", "-f lavfi -i color=s=64x64:r=25:d=4 -f lavfi -i "
                    "\"aevalsrc=exprs='if(lt(mod(t,1),0.001),0.8,0)':s=48000:d=4\" -c:v libx264 -pix_fmt "
                    "yuv420p -c:a pcm_s16le");
  auto made = rendered(path);
  EXPECT_TRUE(judge(made.measurement, pi3()).sound);
  EXPECT_FALSE(judge(made.measurement, pi3()).picture);
}

// --- made once, and whole

TEST_F(RenditionTest, IsMadeOnceForEachBoard) {
  auto path = film("a.mov", "-f lavfi -i testsrc2=s=320x180:r=60:d=0.5 -c:v prores_ks");
  auto first = rendered(path), again = rendered(path);
  EXPECT_EQ(first.path, again.path);
  EXPECT_NEAR(first.measurement.picture.rate, 30, 0.1);
  auto other = rendered(path, *board_class("pi4"));
  EXPECT_NE(other.path, first.path);
  EXPECT_NEAR(other.measurement.picture.rate, 60, 0.1);
}

// Killed at any moment: what is there under its name is complete, and what is not is swept.
TEST_F(RenditionTest, WhoIsKilledLeavesNothingHalfMade) {
  auto path = film("a.mov", "-f lavfi -i testsrc2=s=640x360:r=25:d=1 -c:v prores_ks");
  measured(path);
  ASSERT_TRUE(examiner_->save());
  int kills = sheaf::testing::at_length() ? 100 : 6;
  for (int i = 0; i < kills; ++i) {
    pid_t pid = ::fork();
    if (pid == 0) {
      auto examiner = Examiner::start(cache_);
      Renditions maker(cache_, **examiner, 1);
      auto m = (*examiner)->examine(path);
      std::ignore = maker.provide(path, *m, pi3());
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(i * 997 % kills) * 900'000U / static_cast<unsigned>(kills) + 20'000);
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    std::error_code none;
    for (std::filesystem::directory_iterator f(cache_ + "/renditions", none), end; !none && f != end;
         f.increment(none)) {
      auto m = examiner_->examine(f->path().string());
      ASSERT_TRUE(m) << m.error().text;
      EXPECT_EQ(m->picture.pictures, 25);
      EXPECT_EQ(m->picture.damaged, 0);
      if (i % 2) std::filesystem::remove(f->path()); // so that it is made again
    }
  }
  sweep_work(cache_);
  for (const auto &f : std::filesystem::directory_iterator(cache_)) {
    auto name = f.path().filename().string();
    EXPECT_TRUE(!name.starts_with("work-") || name.starts_with("work-" + std::to_string(::getpid()))) << name;
  }
  EXPECT_EQ(rendered(path).measurement.picture.pictures, 25);
}

TEST_F(RenditionTest, NamesAreNeverOptionsOrProtocols) {
  for (const char *name : {"-vf.mov", "concat:a.mov", "a%03d.mov", "it's a \"film\".mov", "http:..x.mov"}) {
    film("plain.mov", "-f lavfi -i testsrc2=s=64x64:r=25:d=0.2 -c:v prores_ks");
    std::filesystem::rename(folder_ / "plain.mov", folder_ / name);
    auto here = std::filesystem::current_path();
    std::filesystem::current_path(folder_.path());
    EXPECT_EQ(rendered(name).measurement.picture.pictures, 5) << name;
    std::filesystem::current_path(here);
  }
}

TEST_F(RenditionTest, ItsProgressGrowsAndTellsTheTimeLeft) {
  auto path = film("a.mov", "-f lavfi -i testsrc2=s=1280x720:r=25:d=2 -c:v prores_ks");
  std::vector<double> heard;
  auto made =
      renditions_->provide(path, measured(path), pi3(), [&](double part, auto) { heard.push_back(part); });
  ASSERT_TRUE(made) << made.error().text;
  ASSERT_FALSE(heard.empty());
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
}

}
}
