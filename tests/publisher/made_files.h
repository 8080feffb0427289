// Files of many kinds, as people bring them: made by ffmpeg, ImageMagick and a few lines. For tests.
#pragma once

#include "tests/support/scratch_folder.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace sheaf::testing {

struct FileKind {
  const char *name;    // of the file
  const char *command; // writes it, where its name follows; empty: `bytes`
  const char *bytes = "";
  bool refused = false; // it must be, with a sentence
};

#define SHEAF_SOURCE "ffmpeg -v error -y -f lavfi -i testsrc2=s=320x180:r=25:d=1 -f lavfi -i sine=d=1 "

inline const std::vector<FileKind> &file_kinds() {
  static const std::vector<FileKind> all{
      {"plain.mp4", SHEAF_SOURCE "-c:v libx264 -pix_fmt yuv420p -c:a aac"},
      {"fast.mp4",
       "ffmpeg -v error -y -f lavfi -i testsrc2=s=1280x720:r=60:d=0.5 -c:v libx264 -preset ultrafast"},
      {"large.mp4",
       "ffmpeg -v error -y -f lavfi -i testsrc2=s=3840x2160:r=25:d=0.2 -c:v libx264 -preset ultrafast"},
      {"hevc10.mkv", SHEAF_SOURCE "-c:v libx265 -x265-params log-level=none -pix_fmt yuv420p10le -c:a flac"},
      {"hdr.mp4", "ffmpeg -v error -y -f lavfi -i testsrc2=s=320x180:r=25:d=0.4 -c:v libx265 -x265-params "
                  "log-level=none "
                  "-pix_fmt yuv420p10le -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc"},
      {"hlg.mp4",
       "ffmpeg -v error -y -f lavfi -i testsrc2=s=320x180:r=25:d=0.4 -c:v libx265 -x265-params "
       "log-level=none "
       "-pix_fmt yuv420p10le -color_primaries bt2020 -color_trc arib-std-b67 -colorspace bt2020nc"},
      {"chroma.mp4", SHEAF_SOURCE "-c:v libx264 -pix_fmt yuv422p10le"},
      {"prores.mov", SHEAF_SOURCE "-c:v prores_ks -c:a pcm_s16le"},
      {"prores4444.mov", SHEAF_SOURCE "-c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le -c:a pcm_s24le"},
      {"dnxhd.mov",
       "ffmpeg -v error -y -f lavfi -i testsrc2=s=1280x720:r=25:d=0.2 -c:v dnxhd -b:v 60M -pix_fmt yuv422p"},
      {"xdcam.mxf", "ffmpeg -v error -y -f lavfi -i testsrc2=s=1920x1080:r=50:d=0.4 -f lavfi -i "
                    "sine=r=48000:d=0.4 -vf interlace -c:v "
                    "mpeg2video -pix_fmt yuv422p -b:v 50M -flags +ilme+ildct -c:a pcm_s16le"},
      {"windows.wmv", SHEAF_SOURCE "-c:v wmv2 -c:a wmav2"},
      {"old.avi", SHEAF_SOURCE "-c:v mpeg4 -vtag DIVX -c:a mp3"},
      {"motion.avi", SHEAF_SOURCE "-c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le"},
      {"tape.dv", "ffmpeg -v error -y -f lavfi -i testsrc2=s=720x576:r=25:d=0.4 -f lavfi -i "
                  "sine=r=48000:d=0.4 -pix_fmt yuv420p "
                  "-c:v dvvideo -ac 2"},
      {"disc.mpg", "ffmpeg -v error -y -f lavfi -i testsrc2=s=720x576:r=50:d=0.6 -f lavfi -i sine=d=0.6 -vf "
                   "interlace -c:v mpeg2video "
                   "-flags +ilme+ildct -c:a mp2"},
      {"broadcast.ts", "ffmpeg -v error -y -f lavfi -i testsrc2=s=1920x1080:r=50:d=0.4 -f lavfi -i "
                       "sine=d=0.4 -vf interlace -c:v libx264 "
                       "-preset ultrafast -flags +ilme+ildct -c:a mp2"},
      {"phone.3gp", "ffmpeg -v error -y -f lavfi -i testsrc2=s=176x144:r=15:d=1 -f lavfi -i sine=r=8000:d=1 "
                    "-c:v h263 -c:a aac"},
      {"turned.mp4",
       "sh -c 'ffmpeg -v error -y -f lavfi -i testsrc2=s=320x180:r=60:d=0.5 -c:v libx264 u.mp4 && "
       "ffmpeg -v error -y -i u.mp4 -c copy -metadata:s:v:0 rotate=90 $0'"},
      {"web.webm", SHEAF_SOURCE "-c:v libvpx-vp9 -cpu-used 8 -c:a libopus"},
      {"web8.webm", SHEAF_SOURCE "-c:v libvpx -cpu-used 8 -c:a libvorbis"},
      {"av1.mp4", "ffmpeg -v error -y -f lavfi -i testsrc2=s=160x90:r=25:d=0.2 -c:v libaom-av1 -cpu-used 8"},
      {"theora.ogv", SHEAF_SOURCE "-c:v libtheora -c:a libvorbis"},
      {"flash.flv", SHEAF_SOURCE "-c:v flv -ar 44100 -c:a mp3"},
      {"uneven.mkv", "ffmpeg -v error -y -f lavfi -i testsrc2=s=320x180:r=30:d=2 -vf "
                     "select='mod(n\\,7)*mod(n\\,3)' -fps_mode vfr -c:v ffv1"},
      {"odd.mkv",
       "ffmpeg -v error -y -f lavfi -i testsrc2=s=321x181:r=25:d=0.4 -pix_fmt yuv444p -c:v libx264"},
      {"wide-pixels.mkv",
       "ffmpeg -v error -y -f lavfi -i testsrc2=s=720x576:r=25:d=0.4 -vf setsar=64/45 -c:v huffyuv"},
      {"surround.mkv", "ffmpeg -v error -y -f lavfi -i testsrc2=s=320x180:r=60:d=0.5 -f lavfi -i sine=d=0.5 "
                       "-c:v libx264 -c:a ac3 -ac 6"},
      {"moving.gif", "convert -delay 50 -size 1300x700 xc:red xc:blue"},
      {"moving.apng", "ffmpeg -v error -y -f lavfi -i testsrc2=s=160x90:r=10:d=1 -plays 0 -f apng"},
      {"photo.jpg", "convert -size 400x300 gradient:red-blue"},
      {"huge.jpg", "convert -size 5000x3000 gradient:red-blue"},
      {"print.tif", "convert -size 500x300 gradient:red-blue -density 300"},
      {"poster.svg", "",
       "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 90'><text y='50'>Huế</text></svg>"},
      {"photo.bmp", "convert -size 400x300 gradient:red-blue"},
      {"clear.png", "convert -size 400x300 xc:none"},
      {"photo.webp", "convert -size 400x300 gradient:red-blue"},
      {"photo.jp2", "convert -size 400x300 gradient:red-blue"},
      {"photo.ppm", "convert -size 400x300 gradient:red-blue"},
      {"still.gif", "convert -size 300x200 gradient:red-blue"},
      {"text.mp4", "", "this is a text, whatever it is called", true},
      {"list.m3u8", "", "#EXTM3U\nhttp://localhost/x.ts\n", true},
      {"cut.mp4",
       "sh -c 'ffmpeg -v error -y -f lavfi -i testsrc2=s=320x180:d=1 -c:v libx264 w.mp4 && head -c 3000 "
       "w.mp4 > $0'",
       "", true},
      {"sound.mp3", "ffmpeg -v error -y -f lavfi -i sine=d=1", "", true},
      {"nothing.jpg", "", "\xff\xd8\xff", true}};
  return all;
}

#undef SHEAF_SOURCE

/// Its path. A tool that fails, fails the test.
inline std::string make_file(const ScratchFolder &folder, const FileKind &kind) {
  if (!*kind.command) return folder.write(kind.name, kind.bytes);
  auto command = "cd '" + folder.path() + "' && " + kind.command + " " + kind.name;
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return folder / kind.name;
}

}
