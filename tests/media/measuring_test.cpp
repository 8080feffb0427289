#include "media/measuring.h"

#include "board/files.h"
#include "media/inner/measure_check.h"
#include "tests/support/film_fixture.h"
#include "tests/support/scratch_folder.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <limits>
#include <sys/mman.h>
#include <unistd.h>

namespace sheaf::media {
namespace {

using testing::ScratchFolder;

Result<Measurement> measured_by(const char *program, Fd medium,
                                const std::function<void(double)> &progress = {}) {
  auto loop = board::Loop::make();
  if (!loop) return fail(loop.error());
  auto server = start_render_server(program, {1024_MiB, 2}, **loop);
  return measure(*server, **loop, std::move(medium), progress);
}

Result<Measurement> measured(const std::string &path, const std::function<void(double)> &progress = {}) {
  return measured_by(SHEAF_BIN_DIR "/sheaf-render", Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), progress);
}

// What a tool writes into a folder of the test's own, measured.
class Measuring : public ::testing::Test {
protected:
  Measurement of(const std::string &name, const std::string &command) {
    auto path = folder_ / name;
    auto whole = "cd '" + std::string(folder_ / "") + "' && " + command + " " + name;
    EXPECT_EQ(std::system(whole.c_str()), 0) << whole;
    auto m = measured(path);
    EXPECT_TRUE(m) << m.error().text;
    return m.value_or(Measurement{});
  }
  Measurement film(const std::string &name, const std::string &arguments) {
    return of(name, "ffmpeg -v error -y " + arguments);
  }
  Measurement sound(const std::string &source) {
    return film("sound.mkv", "-f lavfi -i color=s=32x32:r=5 -f lavfi -i \"" + source +
                                 "\" -shortest -c:v libx264 -c:a pcm_s16le");
  }
  ScratchFolder folder_;
};

TEST_F(Measuring, TellsWhatAFilmIs) {
  auto m =
      film("a.mp4", "-f lavfi -i testsrc2=s=320x180:r=25:d=3 -f lavfi -i sine=r=44100:d=3 -c:v libx264 "
                    "-profile:v high -level 3.1 -pix_fmt yuv420p -color_primaries bt709 -color_trc bt709 "
                    "-colorspace bt709 -c:a aac -ac 1");
  EXPECT_EQ(m.kind, ItemKind::film);
  EXPECT_NE(m.format.find("mp4"), std::string::npos);
  EXPECT_EQ(m.picture.codec, "h264");
  EXPECT_EQ(m.picture.profile, "High");
  EXPECT_EQ(m.picture.level, 31);
  EXPECT_EQ(m.picture.size, (Size{320, 180}));
  EXPECT_NEAR(m.picture.rate, 25, 0.01);
  EXPECT_FALSE(m.picture.variable_rate || m.picture.interlaced || m.picture.hdr);
  EXPECT_EQ(m.picture.pixel_format, "yuv420p");
  EXPECT_EQ(m.picture.primaries, "bt709");
  EXPECT_EQ(m.picture.pictures, 75);
  EXPECT_EQ(m.picture.damaged, 0);
  EXPECT_GT(m.picture.bit_rate, 10'000u);
  ASSERT_TRUE(m.duration);
  EXPECT_NEAR(seconds(*m.duration), 3, 0.1);
  ASSERT_TRUE(m.sound);
  EXPECT_EQ(m.sound->codec, "aac");
  EXPECT_EQ(m.sound->channels, 1);
  EXPECT_EQ(m.sound->rate, 44100);
  EXPECT_EQ(m.sound_tracks, 1);
  EXPECT_EQ(m.size, std::filesystem::file_size(folder_ / "a.mp4"));
}

TEST_F(Measuring, TellsDeepInterlacedAndHighDynamicRange) {
  auto m = film("a.mkv", "-f lavfi -i testsrc2=s=160x90:r=50:d=1 -c:v libx265 -x265-params log-level=none "
                         "-pix_fmt yuv420p10le -color_primaries bt2020 -color_trc smpte2084 "
                         "-colorspace bt2020nc");
  EXPECT_EQ(m.picture.codec, "hevc");
  EXPECT_EQ(m.picture.depth, 10);
  EXPECT_EQ(m.picture.transfer, "smpte2084");
  EXPECT_TRUE(m.picture.hdr);
  auto fields = film("b.mpg", "-f lavfi -i testsrc2=s=352x288:r=50:d=1 -vf interlace -c:v mpeg2video -flags "
                              "+ilme+ildct");
  EXPECT_TRUE(fields.picture.interlaced);
  EXPECT_EQ(fields.picture.codec, "mpeg2video");
}

TEST_F(Measuring, TellsTurnsPixelShapeAndSubtitles) {
  std::ofstream(folder_ / "s.srt") << "1\n00:00:00,000 --> 00:00:01,000\nXin chào\n";
  auto m = film("a.mkv", "-f lavfi -i testsrc2=s=160x90:r=25:d=1 -i s.srt -map 0 -map 1 -c:v libx264 "
                         "-aspect 4:3 -c:s srt -metadata:s:s:0 language=vie");
  EXPECT_EQ(m.subtitles, std::vector<std::string>{"vie"});
  EXPECT_NEAR(static_cast<double>(m.picture.shape.width) / m.picture.shape.height, 4.0 / 3, 0.01);
  film("u.mp4", "-f lavfi -i testsrc2=s=160x90:r=25:d=1 -c:v libx264");
  auto turned = film("t.mp4", "-i u.mp4 -c copy -metadata:s:v:0 rotate=90");
  EXPECT_TRUE(sideways(turned.picture.turns));
  EXPECT_EQ(turned.picture.size, (Size{160, 90}));
}

TEST_F(Measuring, TellsARateThatChanges) {
  EXPECT_TRUE(film("a.mkv", "-f lavfi -i testsrc2=s=64x64:r=30:d=3 -vf \"select='mod(n,7)*mod(n,3)'\" "
                            "-fps_mode vfr -c:v libx264")
                  .picture.variable_rate);
  EXPECT_FALSE(
      film("b.mkv", "-f lavfi -i testsrc2=s=64x64:r=24000/1001:d=3 -c:v libx264").picture.variable_rate);
}

TEST_F(Measuring, FindsBlackEnds) {
  auto m = film("a.mp4", "-f lavfi -i color=black:s=64x64:r=25:d=1 -f lavfi -i testsrc2=s=64x64:r=25:d=2 "
                         "-f lavfi -i color=black:s=64x64:r=25:d=0.4 -filter_complex concat=n=3 "
                         "-pix_fmt yuv420p10le -c:v libx264");
  EXPECT_NEAR(seconds(m.picture.black_start), 1, 0.05);
  EXPECT_NEAR(seconds(m.picture.black_end), 0.4, 0.05);
  auto all = film("b.mkv", "-f lavfi -i color=black:s=64x64:r=25:d=1 -pix_fmt rgb24 -c:v ffv1");
  EXPECT_NEAR(seconds(all.picture.black_start), 1, 0.05);
  EXPECT_NEAR(seconds(all.picture.black_end), 1, 0.05);
}

TEST_F(Measuring, CountsWhatCannotBeDecoded) {
  film("a.ts", "-f lavfi -i testsrc2=s=320x180:r=25:d=3 -c:v libx264 -g 10");
  auto bytes = board::read_whole(folder_ / "a.ts", 64_MiB).value_or("");
  bytes.erase(bytes.size() / 188 / 3 * 188, 20 * 188); // packets that never came
  std::ofstream(folder_ / "b.ts", std::ios::binary) << bytes;
  auto m = measured(folder_ / "b.ts");
  ASSERT_TRUE(m) << m.error().text;
  EXPECT_GT(m->picture.damaged, 0);
  EXPECT_GT(m->picture.pictures, 30);
}

// Half a file, as a chat or a stick that was pulled leaves it.
TEST_F(Measuring, TellsWhatIsCutOff) {
  EXPECT_FALSE(film("a.mkv", "-f lavfi -i testsrc2=s=320x180:r=25:d=6 -c:v libx264 -g 10").cut_off);
  EXPECT_FALSE(
      film("b.mp4", "-f lavfi -i testsrc2=s=320x180:r=25:d=6 -c:v libx264 -g 10 -movflags +faststart")
          .cut_off);
  EXPECT_FALSE(of("c.jpg", "convert -size 800x600 plasma:").cut_off);
  EXPECT_FALSE(of("d.png", "convert -size 800x600 plasma:").cut_off);
  for (const char *name : {"a.mkv", "b.mp4", "c.jpg", "d.png"}) {
    auto bytes = board::read_whole(folder_ / name, 64_MiB).value_or("");
    std::ofstream(folder_ / "half", std::ios::binary) << bytes.substr(0, bytes.size() * 2 / 3);
    auto m = measured(folder_ / "half");
    ASSERT_TRUE(m) << name << ": " << m.error().text;
    EXPECT_TRUE(m->cut_off) << name;
  }
}

// Cameras forget the mark.
TEST_F(Measuring, AJpegWithoutItsLastMarkIsWhole) {
  of("a.jpg", "convert -size 800x600 plasma:");
  auto bytes = board::read_whole(folder_ / "a.jpg", 64_MiB).value_or("");
  std::ofstream(folder_ / "b.jpg", std::ios::binary) << bytes.substr(0, bytes.size() - 2);
  auto m = measured(folder_ / "b.jpg");
  ASSERT_TRUE(m) << m.error().text;
  EXPECT_FALSE(m->cut_off);
}

// EBU Tech 3341, test cases 1 and 2: a stereo sine of 1 kHz, -23 and -33 dBFS per channel, is as many LUFS.
TEST_F(Measuring, MeasuresLoudnessAsEbuSays) {
  for (double level : {-23.0, -33.0}) {
    auto m = sound("aevalsrc=exprs=" + std::to_string(std::pow(10, level / 20)) + "*sin(2*PI*1000*t)|" +
                   std::to_string(std::pow(10, level / 20)) + "*sin(2*PI*1000*t):s=48000:d=20");
    ASSERT_TRUE(m.sound && m.sound->lufs && m.sound->peak_db);
    EXPECT_NEAR(*m.sound->lufs, level, 0.1);
    EXPECT_NEAR(*m.sound->peak_db, level, 0.2);
  }
}

TEST_F(Measuring, FindsSilence) {
  auto m = sound("aevalsrc=exprs='if(between(t,2,5),0,0.1*sin(2000*t))':s=48000:d=8");
  ASSERT_TRUE(m.sound);
  EXPECT_NEAR(seconds(m.sound->silence), 3, 0.1);
  auto none = sound("anullsrc=d=4");
  ASSERT_TRUE(none.sound);
  EXPECT_FALSE(none.sound->lufs || none.sound->peak_db);
  EXPECT_NEAR(seconds(none.sound->silence), 4, 0.1);
}

// Words, spoken by the voice in FFmpeg (flite), against what is none.
TEST_F(Measuring, TellsSpeechFromWhatIsNone) {
  auto speech = [&](const std::string &source) {
    auto m = sound(source);
    return m.sound ? m.sound->speech : -1;
  };
  EXPECT_GT(speech("flite=text='The festival of the river begins at seven in the evening. Boats from every "
                   "village come to the bridge and people sing until the moon is high above the old city.'"),
            0.6);
  EXPECT_LT(speech("sine=440:d=12"), 0.1);
  EXPECT_LT(speech("anoisesrc=d=12:a=0.3"), 0.1);
  EXPECT_LT(speech("anoisesrc=d=12:c=pink:a=0.3"), 0.1);
  // Chords that follow one another slowly, as pads do.
  EXPECT_LT(speech("aevalsrc=exprs='0.1*(sin(2*PI*t*(262+33*floor(t)))+sin(2*PI*t*(330+41*floor(t))))*(0.8+0."
                   "2*sin(2*PI*0.3*t))':s=48000:d=12"),
            0.3);
  // A beat of two a second.
  EXPECT_LT(speech("aevalsrc=exprs='0.5*exp(-60*mod(t,0.5))*sin(2*PI*900*t)':s=48000:d=12"), 0.3);
}

TEST_F(Measuring, TellsPictures) {
  auto m = of("a.jpg", "convert -size 320x200 gradient:red-blue");
  EXPECT_EQ(m.kind, ItemKind::still);
  EXPECT_EQ(m.format, "jpeg");
  EXPECT_EQ(m.picture.size, (Size{320, 200}));
  EXPECT_FALSE(m.duration || m.sound || m.picture.heavy);
  EXPECT_FALSE(of("b.png", "convert -size 64x64 xc:none").picture.opaque);
  EXPECT_EQ(of("c.bmp", "convert -size 64x48 gradient:red-blue").kind, ItemKind::still);
  auto g = of("d.gif", "convert -delay 20 -size 64x64 xc:red xc:blue xc:green");
  EXPECT_EQ(g.kind, ItemKind::animation);
  EXPECT_NEAR(seconds(*g.duration), 0.6, 0.05);
  EXPECT_TRUE(of("e.jpg", "convert -size 3600x2700 gradient:red-blue -interlace JPEG -sampling-factor 1x1")
                  .picture.heavy);
}

TEST_F(Measuring, ItsProgressGrows) {
  auto path = folder_ / "long.mkv";
  auto made =
      "ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=25:d=30 -c:v mpeg4 -q:v 2 " + std::string(path);
  ASSERT_EQ(std::system(made.c_str()), 0);
  std::vector<double> heard;
  ASSERT_TRUE(measured(path, [&](double part) { heard.push_back(part); }));
  ASSERT_FALSE(heard.empty());
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
  EXPECT_LE(heard.back(), 1);
}

TEST_F(Measuring, RefusesWhatIsNoFilmWithASentence) {
  for (const char *bytes : {"", "just a text, and no film at all", "\x1a\x45\xdf\xa3 broken"}) {
    std::ofstream(folder_ / "x", std::ios::binary) << bytes;
    auto m = measured(folder_ / "x");
    ASSERT_FALSE(m);
    EXPECT_FALSE(m.error().text.empty());
  }
}

// What a child that has been taken over may say.
MeasuredMessage right() {
  MeasuredMessage m;
  m.kind = Kind::film, m.duration = 1'000'000'000, m.has_sound = 1;
  m.width = m.height = m.shape_width = m.shape_height = 16;
  m.rate = 25, m.pictures = 25;
  return m;
}

TEST(MeasureCheck, TakesWhatIsRightAndNothingElse) {
  EXPECT_TRUE(checked(right()));
  constexpr double nan = std::numeric_limits<double>::quiet_NaN(),
                   inf = std::numeric_limits<double>::infinity();
  const std::vector<std::function<void(MeasuredMessage &)>> lies{
      [](auto &m) { m.kind = static_cast<Kind>(3); },
      [](auto &m) { m.duration = -2; },
      [](auto &m) { m.duration = std::numeric_limits<std::int64_t>::max(); },
      [](auto &m) { m.width = 0; },
      [](auto &m) { m.height = 1 << 20; },
      [](auto &m) { m.shape_width = -1; },
      [](auto &m) { m.turns = 4; },
      [](auto &m) { m.rate = nan; },
      [](auto &m) { m.rate = -1; },
      [](auto &m) { m.rate = inf; },
      [](auto &m) { m.lufs = nan; },
      [](auto &m) { m.peak_db = inf; },
      [](auto &m) { m.speech = 1.5; },
      [](auto &m) { m.speech = nan; },
      [](auto &m) { m.subtitles = 17; },
      [](auto &m) { m.subtitles = -1; },
      [](auto &m) { m.damaged = -1; },
      [](auto &m) { m.black_end = -1; },
      [](auto &m) { m.depth = 0; },
      [](auto &m) { m.interlaced = 2; },
      [](auto &m) { m.sound_tracks = 65; },
      [](auto &m) { m.level = -1; },
      [](auto &m) { m.silence = -5; },
      [](auto &m) { m.channels = -1; }};
  for (std::size_t i = 0; i < lies.size(); ++i) {
    auto m = right();
    lies[i](m);
    EXPECT_FALSE(checked(m)) << i;
  }
}

TEST(MeasureCheck, ItsWordsArePrintable) {
  auto m = right();
  m.codec.fill('\x1b');
  m.subtitles = 1;
  m.languages[0].fill('\xff');
  auto out = checked(m);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->picture.codec, std::string(24, '?'));
  EXPECT_EQ(out->subtitles.front(), std::string(8, '?'));
}

Fd medium(const std::string &text) {
  Fd fd(::memfd_create("medium", MFD_CLOEXEC));
  EXPECT_EQ(::write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  return fd;
}

TEST(MeasureCheck, NoWordOfAFilterComesFromAChild) {
  MeasuredMessage m = right();
  ::strcpy(m.transfer.data(), "bt709,drawtext=x");
  ::strcpy(m.primaries.data(), "bt2020");
  auto taken = checked(m);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->picture.transfer, "");
  EXPECT_EQ(taken->picture.primaries, "bt2020");
}

TEST(MeasuringAFaultyChild, FailsInOneSentence) {
  for (const char *fault : {"measured-nonsense", "progress-nonsense", "measured-late", "crash", "leave"}) {
    auto m = measured_by(SHEAF_BIN_DIR "/sheaf-render-faulty", medium(fault));
    ASSERT_FALSE(m) << fault;
    EXPECT_FALSE(m.error().text.empty());
  }
}

#ifndef SHEAF_SANITIZED
// A minute of CPU a step would be for ever: what does not get on is ended when its first time is up.
TEST(MeasuringAFaultyChild, IsEndedWhereItDoesNotGetOn) {
  EXPECT_FALSE(measured_by(SHEAF_BIN_DIR "/sheaf-render-faulty", medium("loop")));
}
#endif

}
}
