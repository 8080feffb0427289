// How much a rendition looks like its source (README.md, "What screens can play"), in SSIM, beside the same
// picture as it would be without any loss: deinterlaced, scaled, in its new colours. SHEAF_LONG=1 in the
// environment compares all clips, else three of them.
//   tests/bench/publish/quality     tells the table
#include "tests/publisher/rendering.h"
#include "tests/support/at_length.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <numeric>
#include <vector>

using namespace sheaf;
using namespace sheaf::publisher;

namespace {

struct Clip {
  const char *name;          // of the file
  const char *source;        // words of ffmpeg
  const char *lossless = ""; // filters that come to the rendition's picture without a loss
  double bound = 0.95;       // of the mean; the worst picture is at most 0.05 below it
};

#define SHEAF_FILM "-i /usr/share/forensics-samples/original-files/movie1/VID_20191220_170832.mp4 -map 0:v "
#define SHEAF_709 " -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv "
#define SHEAF_SOFT "-f lavfi -i gradients=s=960x540:r=25:d=1:speed=0.02:nb_colors=6 "

// The first of each is for every day.
const std::vector<Clip> real{
    {"telephone.mkv", SHEAF_FILM "-t 1 -vf scale=640:-2 -c:v ffv1" SHEAF_709},
    {"telephone-full.mkv", SHEAF_FILM "-c:v ffv1" SHEAF_709},
    {"theora.ogv",
     "-i /usr/share/forensics-samples/original-files/movie2/movie-hello.ogg -map 0:v -t 3 -c copy",
     "scale=in_color_matrix=bt601:out_color_matrix=bt709,"},
    {"desktop.webm", "-i /usr/share/help/C/gnome-help/figures/display-dual-monitors.webm -t 3 -c copy"},
    {"fade.mkv", SHEAF_FILM "-vf fade=in:d=0.8,fade=out:st=0.8:d=0.8 -c:v ffv1" SHEAF_709}};

const std::vector<Clip> made{
    {"soft-grain.mkv", SHEAF_SOFT "-vf noise=alls=6:allf=t,gblur=0.7 -pix_fmt yuv422p -c:v ffv1" SHEAF_709},
    {"motion.mkv",
     "-f lavfi -i mandelbrot=s=1280x720:r=25:start_scale=0.5 -t 1 -pix_fmt yuv420p -c:v ffv1" SHEAF_709},
    {"credits.mkv",
     "-f lavfi -i color=0x101030:s=1920x1080:r=25:d=2 -vf \"drawtext=text='Lễ hội Huế  Áo dài  Sông "
     "Hương':font=Noto Sans:fontsize=90:fontcolor=white:x=80:y=h-120*t\" -pix_fmt yuv420p -c:v "
     "ffv1" SHEAF_709},
    // New in each picture, and that is what every codec leaves out first.
    {"grain.mkv", SHEAF_FILM "-t 1 -vf noise=alls=4:allf=t -c:v ffv1" SHEAF_709, "", 0.9}};

const std::vector<Clip> converted{
    {"deep.mkv", SHEAF_SOFT "-pix_fmt yuv420p10le -c:v libx265 -x265-params log-level=none:crf=8" SHEAF_709},
    {"broadcast.ts",
     SHEAF_FILM "-vf fps=50,interlace -c:v mpeg2video -q:v 1 -qmin 1 -flags +ilme+ildct" SHEAF_709,
     "bwdif=mode=send_frame,"},
    {"cut.mov", SHEAF_FILM "-t 1 -c:v prores_ks -profile:v hq" SHEAF_709},
    {"large.mkv", SHEAF_FILM "-t 0.6 -vf scale=2560:-2 -c:v ffv1" SHEAF_709,
     "scale=1920:1080:flags=lanczos+accurate_rnd,"},
    {"hdr.mkv",
     SHEAF_SOFT
     "-pix_fmt yuv420p10le -c:v libx265 -x265-params log-level=none:crf=8 -color_primaries bt2020 -color_trc "
     "smpte2084 -colorspace bt2020nc -color_range tv",
     "zscale=tin=smpte2084:pin=bt2020:min=bt2020nc:rin=tv:t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,"
     "tonemap="
     "hable:desat=0,zscale=t=bt709:m=bt709:r=tv,"}};

class RenditionQuality : public sheaf::testing::Rendering {
protected:
  // Of each picture; the n-th with the n-th.
  std::vector<double> likeness(const Clip &clip, const std::string &source, const std::string &rendition) {
    auto counted = std::string("settb=1/25,setpts=N");
    auto command = "cd '" + folder_.path() + "' && ffmpeg -nostdin -v error -i '" + rendition + "' -i '" +
                   source + "' -lavfi \"[0:v]" + counted + "[a];[1:v]" + clip.lossless + "format=yuv420p," +
                   counted + "[b];[a][b]ssim=stats_file=ssim\" -fps_mode passthrough -f null -";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    std::vector<double> out;
    std::ifstream lines(folder_ / "ssim");
    for (std::string line; std::getline(lines, line);)
      if (auto at = line.find("All:"); at != line.npos) out.push_back(std::stod(line.substr(at + 4)));
    return out;
  }

  void compare(const Clip &clip) {
    SCOPED_TRACE(clip.name);
    auto source = film(clip.name, clip.source);
    auto out = rendered(source);
    auto all = likeness(clip, source, out.path);
    ASSERT_EQ(all.size(), static_cast<std::size_t>(out.measurement.picture.pictures));
    auto mean = std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
    auto lowest = *std::min_element(all.begin(), all.end());
    std::printf("| %-18s | %4zu | %.4f | %.4f | %5.1f |\n", clip.name, all.size(), mean, lowest,
                static_cast<double>(out.measurement.picture.bit_rate) / 1e6);
    EXPECT_GE(mean, clip.bound);
    EXPECT_GE(lowest, clip.bound - 0.05);
  }

  void compare(const std::vector<Clip> &clips) {
    std::printf("| clip | pictures | SSIM | its worst picture | Mbit/s |\n");
    auto count = sheaf::testing::at_length() ? clips.size() : 1;
    for (std::size_t i = 0; i < count; ++i) compare(clips[i]);
  }
};

}

TEST_F(RenditionQuality, OfRealFilmsIsAboveTheBound) { compare(real); }
TEST_F(RenditionQuality, OfMotionLettersAndGrainIsAboveTheBound) { compare(made); }
TEST_F(RenditionQuality, OfWhatIsConvertedOnTheWayIsAboveTheBound) { compare(converted); }
