// The words of ffmpeg for one film.
#include "media/measuring.h"
#include "playlist/loudness.h"
#include "publisher/rendition.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace sheaf::publisher {
namespace {

using media::ItemKind;
using media::Measurement;

constexpr double group = 2;                  // seconds from one key picture to the next
constexpr Duration shortest_animation = 10s; // one that moves for moments is repeated

double rate_of(const Measurement &m, const BoardClass &board) {
  auto rate = std::clamp(m.picture.rate, 1.0, 240.0);
  if (m.picture.interlaced && rate * 2 <= board.rate * 1.01) rate *= 2; // a picture of each field
  while (rate > board.rate * 1.01) rate /= 2;
  return rate;
}

Duration length_of(const Measurement &m) {
  auto length = m.duration.value_or(0s);
  return m.kind == ItemKind::animation ? std::max(length, shortest_animation) : length;
}

// Where the film does not say: what its size says, as in media/inner/converter.cpp.
std::string matrix_of(const media::MeasuredPicture &p) {
  if (p.matrix == "bt470bg" || p.matrix == "smpte170m") return "bt601";
  if (p.matrix == "bt709" || p.matrix == "smpte240m") return "bt709";
  if (p.matrix == "bt2020nc" || p.matrix == "bt2020c") return "bt2020";
  return p.size.width >= 1280 || p.size.height > 576 ? "bt709" : "bt601";
}

std::string or_else(const std::string &told, const char *usual) { return told.empty() ? usual : told; }

// The brightest 1,000 cd/m² come down to what a screen shows, by Hable's curve, in linear light.
std::string tone_mapping(const media::MeasuredPicture &p) {
  return fmt::format("zscale=tin={}:pin={}:min={}:rin={}:t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,"
                     "tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv",
                     p.transfer, or_else(p.primaries, "bt2020"), or_else(p.matrix, "bt2020nc"),
                     p.full_range ? "pc" : "tv");
}

std::string pictures_filter(const Measurement &m, const BoardClass &board) {
  const auto &p = m.picture;
  std::string out;
  auto add = [&](const std::string &step) { out += (out.empty() ? "" : ",") + step; };
  auto rate = rate_of(m, board);
  if (p.interlaced) add(rate > p.rate * 1.5 ? "bwdif=mode=send_field" : "bwdif=mode=send_frame");
  if (rate < p.rate * 0.99) add(fmt::format("fps={:.6f}", rate));
  if (p.hdr) add(tone_mapping(p));
  auto size = film_size(m, board);
  bool rgb = p.pixel_format.find("rgb") != std::string::npos || p.pixel_format.starts_with("gbr") ||
             p.pixel_format.find("bgr") != std::string::npos || p.pixel_format == "pal8";
  auto from = p.hdr ? std::string("bt709") : matrix_of(p);
  add(fmt::format("scale={}:{}:flags=lanczos+accurate_rnd{}:out_color_matrix=bt709:out_range=tv", size.width,
                  size.height, rgb ? "" : ":in_color_matrix=" + from));
  add("setsar=1");
  add("format=yuv420p");
  return out;
}

// Turned up beyond what peaks allow, and those peaks held: at four times the rate, where a sample is nearly
// as high as the true peak. The last decibel is the codec's.
std::string limited(const media::MeasuredSound &s) {
  return fmt::format(
      ",aresample=192000,volume={:.2f}dB,alimiter=limit={:.4f}:attack=3:release=80:level=disabled,"
      "aresample=48000",
      playlist::target_lufs - *s.lufs + 0.3, std::pow(10, (playlist::highest_peak_db - 1.0) / 20));
}

std::string sound_filter(const Measurement &m) {
  const auto &s = *m.sound;
  std::string out =
      s.channels == 1 ? "pan=stereo|c0=c0|c1=c0" : "aresample=out_channel_layout=stereo:rematrix_maxval=1.0";
  if (too_quiet_for_its_peaks(s)) out += limited(s);
  return out + ",aresample=48000:async=1:first_pts=0";
}

bool takes_over(const Measurement &m, const Verdict &verdict, bool copy) {
  return copy && !verdict.picture && (m.picture.codec == "h264" || m.picture.codec == "hevc");
}

using Command = std::vector<std::string>;
void append(Command &words, const Command &more) { words.insert(words.end(), more.begin(), more.end()); }

void add_input(Command &words, const Measurement &m, const std::string &from) {
  append(words,
         {"ffmpeg", "-nostdin", "-hide_banner", "-v", "error", "-y", "-progress", "pipe:1", "-nostats"});
  append(words, {"-protocol_whitelist", "file", "-format_whitelist", media::opened_formats(),
                 "-codec_whitelist", media::opened_codecs(), "-fflags", "+genpts"});
  append(words,
         {"-max_error_rate", "1"}); // how much is damaged has been judged: ffmpeg counts empty packets too
  if (m.kind == ItemKind::animation && m.duration.value_or(0s) < shortest_animation) {
    if (m.format == "gif" || m.format == "apng") append(words, {"-ignore_loop", "1"});
    append(words, {"-stream_loop", "-1"});
  }
  append(words, {"-i", "file:" + from});
}

void add_pictures(Command &words, const Measurement &m, const Verdict &verdict, const BoardClass &board,
                  bool copy) {
  append(words, {"-map", fmt::format("0:{}", m.picture.stream)});
  if (takes_over(m, verdict, copy)) return append(words, {"-c:v", "copy"});
  auto rate = rate_of(m, board);
  auto most = board.megabits * 0.7; // the rest is for sound, and for the limit's own slack
  append(words, {"-vf", pictures_filter(m, board), "-fps_mode", "vfr"});
  append(words, {"-c:v", "libx264", "-preset", "medium", "-profile:v", "high", "-level:v",
                 rate > 30.5 ? board.level : "4.1"});
  append(words, {"-crf", "19", "-maxrate", fmt::format("{:.0f}k", most * 1000), "-bufsize",
                 fmt::format("{:.0f}k", most * 1000)});
  append(words, {"-g", fmt::format("{}", std::max(1L, std::lround(rate * group))), "-flags:v", "+cgop"});
  append(words,
         {"-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"});
}

void add_sound(Command &words, const Measurement &m, const Verdict &verdict) {
  if (!m.sound) return append(words, {"-an"});
  append(words, {"-map", fmt::format("0:{}", m.sound->stream)});
  bool over = m.sound->codec == "aac" && !verdict.sound && m.sound->rate == 48000 && m.sound->channels == 2;
  if (over) return append(words, {"-c:a", "copy"});
  append(words, {"-af", sound_filter(m), "-c:a", "aac", "-b:a", "192k"});
}

}

Size film_size(const Measurement &m, const BoardClass &board) {
  const auto &p = m.picture;
  bool turned = sideways(p.turns);
  auto shape = turned ? p.shape.turned() : p.shape, stored = turned ? p.size.turned() : p.size;
  auto ratio = static_cast<double>(shape.width) / std::max(shape.height, 1);
  auto most = shape.height > shape.width ? board.film.turned() : board.film;
  auto height = std::min<double>(stored.height, most.height);
  auto width = height * ratio;
  if (width > most.width) width = most.width, height = width / ratio;
  auto even = [](double side) { return std::max(2, static_cast<int>(std::lround(side / 2)) * 2); };
  return {even(width), even(height)};
}

FilmRecipe film_recipe(const Measurement &m, const Verdict &verdict, const BoardClass &board,
                       const std::string &from, const std::string &to, bool copy) {
  FilmRecipe out{{}, length_of(m)};
  auto &words = out.words;
  add_input(words, m, from);
  add_pictures(words, m, verdict, board, copy);
  add_sound(words, m, verdict);
  append(words, {"-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"});
  append(words, {"-movflags", "+faststart", "-max_muxing_queue_size", "4096"});
  if (m.kind == ItemKind::animation) append(words, {"-t", fmt::format("{:.3f}", seconds(out.length))});
  append(words, {"-f", "mp4", "file:" + to});
  return out;
}

}
