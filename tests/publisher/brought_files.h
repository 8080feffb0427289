// Files of many kinds, as people bring them: real ones of Debian packages and npm's flags
// (board/packages.txt, [test]), and others made by ffmpeg, ImageMagick and a few lines. For tests.
#pragma once

#include "tests/support/scratch_folder.h"

#include <cstdlib>
#include <glob.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace sheaf::testing {

/// A file's name and the words of sh that make it. Without words: real files, whose paths match the name.
struct Brought {
  const char *name, *made = "";
};

enum class Ends { playable, refused, either }; // either: who knows what damage leaves

struct FileKind {
  const char *name;
  Ends ends;
  std::vector<Brought> files;
  std::vector<const char *> sentences = {}; // each refusal has one of them
};
inline void PrintTo(const FileKind &kind, std::ostream *to) { *to << kind.name; }

// What the words below may use; `$out` is the file's name. FILM and PHOTO are of a telephone.
inline constexpr const char *making = R"(set -e
SAMPLES=/usr/share/forensics-samples/original-files
FILM=$SAMPLES/movie1/VID_20191220_170832.mp4 PHOTO=$SAMPLES/pic2/IMG_20200608_111614.jpg
WOVEN='-vf interlace -flags +ilme+ildct'
HEVC='-c:v libx265 -x265-params log-level=none'
DEEP="$HEVC -pix_fmt yuv420p10le -color_primaries bt2020 -colorspace bt2020nc"
ff() { ffmpeg -nostdin -v error -y "$@" "$out"; }
film() { s=$1 r=$2 d=$3; shift 3; ff -f lavfi -i "testsrc2=s=$s:r=$r:d=$d" "$@"; }
sung() { s=$1 r=$2 d=$3; shift 3; ff -f lavfi -i "testsrc2=s=$s:r=$r:d=$d" -f lavfi -i "sine=r=48000:d=$d" "$@"; }
footage() { t=$1; shift; ff -t "$t" -i "$FILM" "$@"; }
song() { ff -f lavfi -i sine=d=1 "$@"; }
drawn() { s=$1; shift; convert -size "$s" gradient:red-blue "$@" "$out"; }
photo() { s=$1; shift; convert "$PHOTO" -resize "$s" "$@" "$out"; }
whole() { name=$out out=$1; shift; "$@"; mv "$out" whole; out=$name; } # a file to be damaged
part() { head -c $(($(stat -c %s whole) * $1 / 100)) whole > "$out"; }
spoiled() {
  cp whole "$out"
  for at in 20 40 60 80; do
    head -c 64 /dev/zero | tr '\0' '\245' |
      dd of="$out" bs=1 seek=$(($(stat -c %s whole) * at / 100)) conv=notrunc status=none
  done
}
)";

#define SHEAF_FLAGS SHEAF_BIN_DIR "/../flags/"

/// Their paths. A tool that fails, fails the test; so does a package that is not there.
inline std::vector<std::string> bring(const ScratchFolder &folder, const Brought &brought) {
  if (*brought.made) {
    folder.write("making", making + std::string(brought.made) + "\n");
    auto command = "cd '" + folder.path() + "' && out='" + brought.name + "' sh ./making";
    EXPECT_EQ(std::system(command.c_str()), 0) << brought.name << ": " << brought.made;
    return {folder / brought.name};
  }
  if (std::string_view(brought.name).starts_with(SHEAF_FLAGS)) {
    EXPECT_EQ(std::system("'" SHEAF_SOURCE_DIR "/tests/support/fetch_flags' '" SHEAF_FLAGS "'"), 0);
  }
  glob_t found{};
  EXPECT_EQ(::glob(brought.name, 0, nullptr, &found), 0) << brought.name << ": its package is missing";
  std::vector<std::string> out(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  return out;
}

// --- what people bring

inline const std::vector<FileKind> &file_kinds() {
  static const std::vector<FileKind> all{
      {"real films",
       Ends::playable,
       {{"/usr/share/forensics-samples/original-files/movie1/*.mp4"},
        {"/usr/share/forensics-samples/original-files/movie2/*.[am]*"}}},
      {"real photographs",
       Ends::playable,
       {{"/usr/share/forensics-samples/original-files/pic[12]/*.jpg"},
        {"/usr/share/forensics-samples/original-files/pic1/*.JPG"}}},
      {"real PNG",
       Ends::playable,
       {{"/usr/share/forensics-samples/original-files/pic[12]/*.png"},
        {"/usr/share/help/C/gnome-help/figures/*.png"}}},
      {"real PPM", Ends::playable, {{"/usr/share/forensics-samples/original-files/pic[12]/*.ppm"}}},
      {"real GIF", Ends::playable, {{"/usr/lib/libreoffice/share/gallery/bullets/b*.gif"}}},
      {"real drawings",
       Ends::playable,
       {{"/usr/lib/libreoffice/share/gallery/bullets/Bullet1*.svg"},
        {"/usr/share/help/C/gnome-help/figures/classic-topbar-*.svg"}}},
      {"real flags", Ends::playable, {{SHEAF_FLAGS "package/flags/4x3/[v-z]*.svg"}}},
      {"real PDF", Ends::playable, {{"/usr/share/forensics-samples/original-files/text[12]/?-text.pdf"}}},
      {"real PDF with a password",
       Ends::refused,
       {{"/usr/share/forensics-samples/original-files/text1/a-text-pass-*.pdf"}},
       {"'pdftoppm' cannot open it"}},
      {"real texts of an office", // where LibreOffice's part for texts is, its pages are pictures
       Ends::either,
       {{"/usr/share/forensics-samples/original-files/text[12]/*.docx"},
        {"/usr/share/forensics-samples/original-files/text[12]/*.odt"}},
       {"LibreOffice"}},
      {"real sound",
       Ends::refused,
       {{"/usr/share/forensics-samples/original-files/audio[12]/*"}},
       {"there is no moving picture in it", "neither a film nor a picture"}},
      {"real other things",
       Ends::refused,
       {{"/usr/share/forensics-samples/original-files/pic[12]/*.xcf"},
        {"/usr/share/forensics-samples/original-files/text2/*.sh"},
        {"/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"},
        {"/bin/true"},
        {"/usr/share/common-licenses/GPL-3"}},
       {"can be opened", "it is a text"}},

      {"H.264",
       Ends::playable,
       {{"plain.mp4", "sung 320x180 25 1 -c:v libx264 -pix_fmt yuv420p -c:a aac"},
        {"fast.mp4", "film 1280x720 60 0.5 -c:v libx264 -preset ultrafast"},
        {"large.mp4", "film 3840x2160 25 0.2 -c:v libx264 -preset ultrafast"},
        {"standing.mp4", "sung 1080x1920 30 0.3 -c:v libx264 -preset ultrafast -profile:v main -c:a aac"},
        {"slow.mp4", "film 640x480 5 2 -c:v libx264 -pix_fmt yuv420p"},
        {"wide.mp4", "film 1920x800 24000/1001 0.3 -c:v libx264 -preset ultrafast -pix_fmt yuv420p"},
        {"baseline.mp4", "footage 1 -c:v libx264 -profile:v baseline -s 640x360 -c:a copy"},
        {"pieces.mp4", "sung 320x180 25 1 -c:v libx264 -c:a aac -movflags frag_keyframe+empty_moov"}}},
      {"H.264 in other containers",
       Ends::playable,
       {{"a.mkv", "sung 320x180 25 1 -c:v libx264 -pix_fmt yuv420p -c:a aac"},
        {"a.ts", "sung 640x360 50 0.5 -c:v libx264 -pix_fmt yuv420p -c:a mp2"},
        {"a.flv", "sung 320x180 25 1 -c:v libx264 -pix_fmt yuv420p -ar 44100 -c:a aac"},
        {"a.avi", "film 352x288 25 1 -c:v libx264 -bf 0 -pix_fmt yuv420p"},
        {"a.mov", "footage 1 -c copy"},
        {"a.m2ts", "film 1440x1080 25 0.4 -c:v libx264 -preset ultrafast -pix_fmt yuv420p"}}},
      {"H.264 of unusual pixels",
       Ends::playable,
       {{"422-10.mp4", "sung 320x180 25 1 -c:v libx264 -pix_fmt yuv422p10le"},
        {"444.mkv", "film 321x181 25 0.4 -c:v libx264 -pix_fmt yuv444p"},
        {"10.mkv", "footage 0.5 -c:v libx264 -preset ultrafast -pix_fmt yuv420p10le -an"},
        {"grey.mp4", "film 320x180 25 0.4 -c:v libx264 -pix_fmt gray"},
        {"rgb.mkv", "film 320x180 25 0.4 -c:v libx264rgb"},
        {"full.mp4", "film 320x180 25 0.4 -c:v libx264 -pix_fmt yuvj420p"}}},
      {"HEVC",
       Ends::playable,
       {{"10.mkv", "sung 320x180 25 1 $HEVC -pix_fmt yuv420p10le -c:a flac"},
        {"8.mp4", "footage 0.5 $HEVC -preset ultrafast -s 640x360 -tag:v hvc1 -c:a aac"},
        {"422-12.mkv", "film 320x180 25 0.4 $HEVC -pix_fmt yuv422p12le"},
        {"standing.mov", "film 720x1280 30 0.2 $HEVC -preset ultrafast -pix_fmt yuv420p -tag:v hvc1"},
        {"a.ts", "film 320x240 25 0.4 $HEVC -pix_fmt yuv420p"}}},
      {"HDR",
       Ends::playable,
       {{"pq.mp4", "film 320x180 25 0.4 $DEEP -color_trc smpte2084"},
        {"hlg.mp4", "film 320x180 25 0.4 $DEEP -color_trc arib-std-b67"},
        {"pq.mkv", "footage 0.3 $DEEP -color_trc smpte2084 -preset ultrafast -s 960x540 -an"},
        {"hlg.mov", "film 180x320 50 0.4 $DEEP -color_trc arib-std-b67 -tag:v hvc1"}}},
      {"ProRes",
       Ends::playable,
       {{"422.mov", "sung 320x180 25 1 -c:v prores_ks -c:a pcm_s16le"},
        {"proxy.mov", "footage 0.5 -c:v prores_ks -profile:v proxy -s 960x540 -c:a pcm_s24le"},
        {"hq.mov", "film 1920x1080 25 0.1 -c:v prores_ks -profile:v hq"},
        {"4444.mov", "sung 320x180 25 1 -c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le -c:a pcm_s24le"},
        {"woven.mov", "film 720x576 50 0.4 $WOVEN -c:v prores_ks"}}},
      {"DNxHD",
       Ends::playable,
       {{"120.mov", "film 1280x720 25 0.2 -c:v dnxhd -b:v 60M -pix_fmt yuv422p"},
        {"hd.mxf", "film 1920x1080 25 0.1 -c:v dnxhd -b:v 120M -pix_fmt yuv422p"},
        {"hr.mov", "film 960x540 25 0.2 -c:v dnxhd -profile:v dnxhr_sq -pix_fmt yuv422p"}}},
      {"MPEG-2",
       Ends::playable,
       {{"xdcam.mxf",
         "sung 1920x1080 50 0.4 $WOVEN -c:v mpeg2video -pix_fmt yuv422p -b:v 50M -c:a pcm_s16le"},
        {"disc.mpg", "sung 720x576 50 0.6 $WOVEN -c:v mpeg2video -c:a mp2"},
        {"disc.vob", "sung 720x480 30000/1001 0.5 -c:v mpeg2video -b:v 4M -f vob -c:a ac3"},
        {"a.ts", "footage 0.5 -c:v mpeg2video -q:v 4 -s 720x576 -c:a mp2"},
        {"bare.m2v", "film 352x288 25 0.5 -c:v mpeg2video"}}},
      {"MPEG-1",
       Ends::playable,
       {{"a.mpg", "sung 352x288 25 0.6 -c:v mpeg1video -c:a mp2"},
        {"b.mpg", "film 320x240 30 0.4 -c:v mpeg1video -b:v 1M"}}},
      {"MPEG-4 in AVI",
       Ends::playable,
       {{"divx.avi", "sung 320x180 25 1 -c:v mpeg4 -vtag DIVX -c:a mp3"},
        {"xvid.avi", "footage 0.6 -c:v mpeg4 -vtag XVID -q:v 5 -s 640x360 -c:a ac3"},
        {"large.avi", "film 1280x720 25 0.3 -c:v mpeg4 -bf 2"},
        {"three.avi", "sung 320x240 15 1 -c:v msmpeg4 -c:a pcm_s16le"}}},
      {"Motion JPEG",
       Ends::playable,
       {{"a.avi", "sung 320x180 25 1 -c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le"},
        {"a.mov", "film 640x480 15 0.5 -c:v mjpeg -pix_fmt yuvj422p"},
        {"b.avi", "footage 0.4 -c:v mjpeg -q:v 4 -s 960x540 -an"}}},
      {"DV",
       Ends::playable,
       {{"pal.dv", "sung 720x576 25 0.4 -pix_fmt yuv420p -c:v dvvideo -ac 2"},
        {"ntsc.dv", "sung 720x480 30000/1001 0.4 -pix_fmt yuv411p -c:v dvvideo -ac 2"},
        {"pal.avi", "film 720x576 25 0.4 -pix_fmt yuv420p -c:v dvvideo"}}},
      {"Windows Media",
       Ends::playable,
       {{"8.wmv", "sung 320x180 25 1 -c:v wmv2 -c:a wmav2"},
        {"7.wmv", "sung 640x360 15 0.6 -c:v wmv1 -c:a wmav1"},
        {"a.asf", "film 320x240 25 0.5 -c:v msmpeg4"}}},
      {"3GP",
       Ends::playable,
       {{"a.3gp",
         "ff -f lavfi -i testsrc2=s=176x144:r=15:d=1 -f lavfi -i sine=r=8000:d=1 -c:v h263 -c:a aac"},
        {"b.3gp", "film 352x288 12 1 -c:v mpeg4"},
        {"c.3gp", "footage 0.6 -c:v libx264 -profile:v baseline -s 320x180 -r 15 -ac 1 -c:a aac"}}},
      {"WebM",
       Ends::playable,
       {{"9.webm", "sung 320x180 25 1 -c:v libvpx-vp9 -cpu-used 8 -c:a libopus"},
        {"8.webm", "sung 320x180 25 1 -c:v libvpx -cpu-used 8 -c:a libvorbis"},
        {"9-10.webm", "film 320x180 25 0.4 -c:v libvpx-vp9 -cpu-used 8 -pix_fmt yuv420p10le"},
        {"large8.webm", "footage 0.3 -c:v libvpx -cpu-used 8 -deadline realtime -c:a libvorbis"},
        {"av1.webm", "film 160x90 25 0.2 -c:v libaom-av1 -cpu-used 8"},
        {"see-through.webm", "film 160x90 25 0.2 -c:v libvpx-vp9 -cpu-used 8 -pix_fmt yuva420p"},
        {"/usr/share/help/C/gnome-help/figures/*.webm"}}},
      {"AV1",
       Ends::playable,
       {{"a.mp4", "film 160x90 25 0.2 -c:v libaom-av1 -cpu-used 8"},
        {"b.mkv", "sung 320x180 25 0.2 -c:v libaom-av1 -cpu-used 8 -c:a libopus"}}},
      {"Ogg",
       Ends::playable,
       {{"a.ogv", "sung 320x180 25 1 -c:v libtheora -c:a libvorbis"},
        {"b.ogv", "footage 0.5 -c:v libtheora -q:v 6 -s 640x360 -an"},
        // Its sound has thousands of empty packets.
        {"/usr/share/forensics-samples/original-files/movie2/*.ogg"}}},
      {"Flash",
       Ends::playable,
       {{"a.flv", "sung 320x180 25 1 -c:v flv -ar 44100 -c:a mp3"},
        {"b.flv", "film 640x480 30 0.5 -c:v flv"}}},
      {"lossless films",
       Ends::playable,
       {{"ffv1.mkv", "film 320x180 25 0.4 -c:v ffv1"},
        {"huff.avi", "film 320x180 25 0.4 -c:v huffyuv"},
        {"raw.avi", "film 160x120 10 0.5 -c:v rawvideo -pix_fmt yuv420p"},
        {"ut.avi", "film 320x180 25 0.4 -c:v utvideo -pix_fmt yuv422p"},
        {"rle.mov", "film 320x180 25 0.4 -c:v qtrle"},
        {"png.mov", "film 320x180 10 0.4 -c:v png"}}},
      {"uneven pictures",
       Ends::playable,
       {{"a.mkv", "film 320x180 30 2 -vf 'select=mod(n\\,7)*mod(n\\,3)' -fps_mode vfr -c:v ffv1"},
        {"b.mp4", "film 320x180 60 1 -vf 'select=mod(n\\,5)' -fps_mode vfr -c:v libx264 -pix_fmt yuv420p"},
        {"c.mkv", "film 320x180 25 1 -vf 'setpts=PTS*(1+N/50)' -fps_mode vfr -c:v mpeg4"}}},
      {"turned films",
       Ends::playable,
       {{"90.mp4",
         "whole u.mp4 film 320x180 60 0.5 -c:v libx264\nff -i whole -c copy -metadata:s:v:0 rotate=90"},
        {"180.mp4",
         "whole u.mp4 film 320x180 25 0.5 -c:v libx264\nff -i whole -c copy -metadata:s:v:0 rotate=180"},
        {"270.mov", "whole u.mov footage 0.5 -c copy\nff -i whole -c copy -metadata:s:v:0 rotate=270"}}},
      {"woven films",
       Ends::playable,
       {{"broadcast.ts", "sung 1920x1080 50 0.4 $WOVEN -c:v libx264 -preset ultrafast -c:a mp2"},
        {"disc.mkv", "film 720x576 50 0.6 $WOVEN -c:v mpeg2video"},
        {"ntsc.mp4", "film 720x480 60000/1001 0.5 $WOVEN -c:v libx264"}}},
      {"pixels that are not square",
       Ends::playable,
       {{"a.mkv", "film 720x576 25 0.4 -vf setsar=64/45 -c:v huffyuv"},
        {"b.mp4", "film 1440x1080 25 0.2 -vf setsar=4/3 -c:v libx264 -preset ultrafast"},
        {"c.mpg", "film 704x576 25 0.4 -vf setdar=4/3 -c:v mpeg2video"}}},
      {"all kinds of sound",
       Ends::playable,
       {{"surround.mkv", "sung 320x180 60 0.5 -c:v libx264 -c:a ac3 -ac 6"},
        {"eac3.mp4", "sung 320x180 25 0.5 -c:v libx264 -pix_fmt yuv420p -c:a eac3"},
        {"dts.mkv", "sung 320x180 25 0.5 -c:v libx264 -strict -2 -ac 6 -c:a dca"},
        {"alac.mov", "sung 320x180 25 0.5 -c:v libx264 -pix_fmt yuv420p -c:a alac"},
        {"opus.mkv", "sung 320x180 25 0.5 -c:v libx264 -ac 1 -c:a libopus"},
        {"old.mkv", "sung 320x180 25 0.5 -c:v libx264 -ar 8000 -ac 1 -c:a pcm_mulaw"},
        {"quiet.mp4", "sung 320x180 25 1 -c:v libx264 -pix_fmt yuv420p -af volume=-30dB -c:a aac"}}},
      {"GIF",
       Ends::playable,
       {{"moving.gif", "convert -delay 50 -size 1300x700 xc:red xc:blue \"$out\""},
        {"still.gif", "drawn 300x200"},
        {"film.gif", "film 160x90 10 1"},
        {"large.gif", "film 1920x1080 5 0.6"},
        {"clear.gif", "convert -delay 10 -size 64x64 xc:none xc:red xc:none \"$out\""}}},
      {"APNG",
       Ends::playable,
       {{"a.apng", "film 160x90 10 1 -plays 0 -f apng"}, {"b.png", "film 90x160 5 1 -f apng"}}},
      {"JPEG",
       Ends::playable,
       {{"photo.jpg", "photo 1024x768"},
        {"huge.jpg", "drawn 5000x3000"},
        {"tall.jpg", "drawn 900x4500"},
        {"grey.jpg", "photo 640x480 -colorspace Gray"},
        {"print.jpg", "photo 640x480 -colorspace CMYK"},
        {"progressive.jpg", "photo 640x480 -interlace Plane -quality 60"},
        {"turned.jpg",
         "photo 640x480 -auto-orient\nexiftool -q -overwrite_original -n -Orientation=6 \"$out\""},
        {"fine.jpeg", "photo 640x480 -sampling-factor 1x1 -quality 100"}}},
      {"PNG",
       Ends::playable,
       {{"clear.png", "drawn 400x300 -alpha set -channel A -evaluate set 50%"},
        {"deep.png", "drawn 400x300 -depth 16"},
        {"few.png", "drawn 400x300 -colors 16 -type palette"},
        {"bits.png", "drawn 400x300 -monochrome"},
        {"woven.png", "drawn 401x301 -interlace PNG"},
        {"huge.png", "drawn 4200x2400"}}},
      {"WebP",
       Ends::playable,
       {{"a.webp", "photo 400x300"},
        {"b.webp", "drawn 400x300 -define webp:lossless=true"},
        {"clear.webp", "drawn 400x300 -alpha set -channel A -evaluate set 50%"},
        {"huge.webp", "drawn 4100x2300"}}},
      {"TIFF",
       Ends::playable,
       {{"a.tif", "drawn 500x300 -density 300"},
        {"b.tiff", "drawn 500x300 -compress LZW"},
        {"c.tif", "photo 600x400 -compress Zip"},
        {"d.tif", "drawn 500x300 -depth 16"},
        {"e.tif", "photo 600x400 -colorspace CMYK"},
        {"f.tif", "photo 600x400 -monochrome -compress Group4"}}},
      {"BMP",
       Ends::playable,
       {{"a.bmp", "drawn 400x300"},
        {"b.bmp", "drawn 401x301 -type palette -colors 200"},
        {"c.bmp", "drawn 99x99 -monochrome"}}},
      {"AVIF",
       Ends::playable,
       {{"a.avif", "photo 400x300"}, {"b.avif", "drawn 401x301 -alpha set -channel A -evaluate set 50%"}}},
      {"JPEG 2000",
       Ends::playable,
       {{"a.jp2", "drawn 400x300"}, {"b.jp2", "photo 640x480"}, {"c.j2k", "drawn 300x400"}}},
      {"PPM", Ends::playable, {{"a.ppm", "drawn 400x300"}, {"b.ppm", "photo 640x480"}}},
      {"HEIC", // who knows what a later FFmpeg makes of it
       Ends::either,
       {{"a.heic", "photo 640x480"}, {"b.heic", "drawn 300x400"}},
       {"HEIC"}},
      {"pictures of other programs",
       Ends::refused,
       {{"a.pcx", "drawn 400x300"},
        {"a.pgm", "drawn 400x300"},
        {"a.pbm", "drawn 400x300"},
        {"a.tga", "drawn 400x300"},
        {"a.dpx", "drawn 400x300"},
        {"a.psd", "drawn 400x300"},
        {"a.ico", "drawn 64x64"}},
       {"neither a film nor a picture", "can be opened"}},
      {"SVG",
       Ends::playable,
       {{"poster.svg", "echo \"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 90'><text "
                       "y='50'>Huế</text></svg>\" > "
                       "\"$out\""},
        {"large.svg", "echo \"<svg xmlns='http://www.w3.org/2000/svg' width='9000' height='9000'><circle "
                      "cx='50%' cy='50%' "
                      "r='40%' fill='red'/></svg>\" > \"$out\""},
        {"bare.svg", "echo \"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><rect width='50' "
                     "height='20'/></svg>\" > \"$out\""}}},
      {"PDF",
       Ends::playable,
       {{"a.pdf",
         "rsvg-convert -f pdf -o \"$out\" /usr/share/help/C/gnome-help/figures/bluetooth-symbolic.svg"},
        {"b.pdf", "rsvg-convert -f pdf -o \"$out\" /usr/share/help/C/gnome-help/figures/camera-[pv]*.svg"}}},
      {"sound alone",
       Ends::refused,
       {{"a.mp3", "song"},
        {"a.flac", "song"},
        {"a.m4a", "song -c:a aac"},
        {"a.wav", "song"},
        {"sound.mp4", "song -c:a aac"}},
       {"there is no moving picture in it", "neither a film nor a picture"}},
      {"texts",
       Ends::refused,
       {{"text.mp4", "echo 'this is a text, whatever it is called' > \"$out\""},
        {"list.m3u8", "printf '#EXTM3U\\nhttp://localhost/x.ts\\n' > \"$out\""},
        {"page.html", "echo '<!DOCTYPE html><html><body><img src=a.jpg></body></html>' > \"$out\""},
        {"table.csv", "printf 'Tệp;Tiêu đề\\na.jpg;Huế\\n' > \"$out\""},
        {"broken.svg", "echo \"<svg xmlns='http://www.w3.org/2000/svg'><rect\" > \"$out\""},
        {"list.ffconcat", "printf 'ffconcat version 1.0\\nfile /etc/passwd\\n' > \"$out\""}},
       {"it is a text", "not an SVG that can be read"}},
      {"nothing",
       Ends::refused,
       {{"nothing.jpg", ": > \"$out\""}, {"nothing.mp4", ": > \"$out\""}, {"nothing.pdf", ": > \"$out\""}},
       {"is empty"}},
      {"noise",
       Ends::refused,
       {{"a.jpg", "printf '\\377\\330\\377' > \"$out\""},
        {"a.mp4", "head -c 5000 /dev/zero > \"$out\""},
        {"a.png", "printf '\\211PNG\\r\\n\\032\\n0123456789' > \"$out\""},
        {"a.pdf", "printf '%%PDF-1.4 and no more' > \"$out\""},
        {"a.webm", "printf '\\032\\105\\337\\243' > \"$out\"\nhead -c 3000 /dev/zero >> \"$out\""},
        {"a.webp", "printf 'RIFF\\020\\0\\0\\0WEBPVP8 ' > \"$out\""},
        {"a.gif", "printf 'GIF89a\\001' > \"$out\""}},
       {"that can be read", "can be opened", "cannot open it"}},
      {"what fuzzers have been given",
       Ends::refused,
       {{SHEAF_SOURCE_DIR "/tests/fuzz/corpus/*/*"}},
       {"it is a text", "can be opened", "neither a film nor a picture", "is empty", "LibreOffice",
        "cannot open it"}},
      {"a wrong ending",
       Ends::playable,
       {{"film.jpg", "sung 320x180 25 1 -c:v libx264 -pix_fmt yuv420p -c:a aac -f mp4"},
        {"film.avi", "film 320x180 25 1 -c:v libvpx -f webm"},
        {"photo.png", "convert \"$PHOTO\" -resize 400x300 \"jpg:$out\""},
        {"drawing.mp4", "convert -size 400x300 gradient: \"png:$out\""},
        {"page.jpg",
         "rsvg-convert -f pdf -o \"$out\" /usr/share/help/C/gnome-help/figures/camera-photo-symbolic.svg"},
        {"without", "convert -size 400x300 gradient: \"gif:$out\""}}},
      {"half a film",
       Ends::either,
       {{"end.mp4", "whole w.mp4 sung 320x180 25 1 -c:v libx264 -c:a aac\npart 60"},
        {"front.mp4", "whole w.mp4 footage 1 -c copy -movflags +faststart\npart 50"},
        {"a.mkv", "whole w.mkv sung 320x180 25 1 -c:v mpeg4 -c:a aac\npart 50"},
        {"a.webm", "whole w.webm film 320x180 25 1 -c:v libvpx -cpu-used 8\npart 40"},
        {"a.ts", "whole w.ts sung 320x180 25 1 -c:v libx264 -c:a mp2\npart 70"},
        {"a.avi", "whole w.avi sung 320x180 25 1 -c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le\npart 50"},
        {"little.mkv", "whole w.mkv film 320x180 25 1 -c:v ffv1\npart 2"}},
       {"can be opened", "None of its pictures", "More than a tenth", "breaks off", "it has no pictures"}},
      {"a spoiled film",
       Ends::either,
       {{"a.mp4", "whole w.mp4 footage 1 -c copy\nspoiled"},
        {"b.mp4", "whole w.mp4 sung 320x180 25 1 -c:v libx264 -c:a aac\nspoiled"},
        {"c.mp4", "whole w.mp4 film 320x180 25 1 $HEVC\nspoiled"},
        {"a.mkv", "whole w.mkv sung 320x180 25 1 -c:v libx264 -c:a aac\nspoiled"},
        {"a.webm", "whole w.webm film 320x180 25 1 -c:v libvpx-vp9 -cpu-used 8\nspoiled"},
        {"a.mov", "whole w.mov film 320x180 25 1 -c:v prores_ks\nspoiled"},
        {"a.wmv", "whole w.wmv sung 320x180 25 1 -c:v wmv2 -c:a wmav2\nspoiled"},
        {"a.mxf", "whole w.mxf film 1280x720 25 0.2 -c:v mpeg2video -q:v 3\nspoiled"},
        {"a.gif", "whole w.gif film 160x90 10 1\nspoiled"}},
       {"can be opened", "None of its pictures", "More than a tenth", "breaks off", "it has no pictures"}},
      {"half a picture",
       Ends::either,
       {{"a.jpg", "whole w.jpg photo 640x480\npart 70"},
        {"little.jpg", "whole w.jpg photo 640x480\npart 20"},
        {"a.png", "whole w.png drawn 400x300\npart 60"},
        {"a.webp", "whole w.webp photo 400x300\npart 60"},
        {"a.tif", "whole w.tif photo 400x300\npart 60"},
        {"a.gif", "whole w.gif drawn 400x300\npart 60"},
        {"a.avif", "whole w.avif photo 400x300\npart 60"},
        {"a.jp2", "whole w.jp2 photo 400x300\npart 60"},
        {"a.bmp", "whole w.bmp photo 400x300\npart 60"},
        {"a.pdf", "rsvg-convert -f pdf -o whole "
                  "/usr/share/help/C/gnome-help/figures/camera-photo-symbolic.svg\npart 50"}},
       {"breaks off", "can be read", "damaged", "can be opened", "it has no pictures", "none of its pictures",
        "private metadata cannot", "cannot open it"}},
      {"a spoiled picture",
       Ends::either,
       {{"a.jpg", "whole w.jpg photo 640x480\nspoiled"},
        {"a.png", "whole w.png photo 400x300\nspoiled"},
        {"a.webp", "whole w.webp photo 400x300\nspoiled"},
        {"a.tif", "whole w.tif photo 400x300\nspoiled"},
        {"a.avif", "whole w.avif photo 400x300\nspoiled"},
        {"a.jp2", "whole w.jp2 photo 400x300\nspoiled"}},
       {"breaks off", "can be read", "damaged", "can be opened", "it has no pictures", "none of its pictures",
        "private metadata cannot"}}};
  return all;
}

}
