#include "media/inner/measure_check.h"

#include "media/inner/frame_check.h"

#include <initializer_list>
#include <type_traits>

namespace sheaf::media {
namespace {

constexpr std::int64_t month = 30ll * 24 * 3600 * 1'000'000'000;
constexpr std::int64_t most_pictures = 1ll << 32;
constexpr int most_streams = 1024;

// Not of a number that is none.
template<class T> bool within(T value, std::type_identity_t<T> least, std::type_identity_t<T> most) {
  return value >= least && value <= most;
}
bool flags(std::initializer_list<std::uint32_t> all) {
  return std::all_of(all.begin(), all.end(), [](std::uint32_t f) { return f <= 1; });
}

bool sane_picture(const MeasuredMessage &m) {
  return within(m.width, 1, most_side) && within(m.height, 1, most_side) &&
         within(m.shape_width, 1, 1'000'000'000) && within(m.shape_height, 1, 1'000'000'000) &&
         within(m.level, 0, 100'000) && within(m.depth, 1, 32) && within(m.stream, 0, most_streams) &&
         m.turns <= 3 && within(m.rate, 0, 1'000'000'000) && within(m.pictures, 0, most_pictures) &&
         within(m.damaged, 0, most_pictures) && within(m.black_start, 0, month) &&
         within(m.black_end, 0, month) &&
         flags({m.variable_rate, m.interlaced, m.full_range, m.hdr, m.heavy, m.opaque});
}

bool sane_sound(const MeasuredMessage &m) {
  return flags({m.cut_off, m.has_sound, m.has_lufs, m.has_peak}) && within(m.channels, 0, 1024) &&
         within(m.sound_rate, 0, 10'000'000) && within(m.sound_tracks, 0, 64) &&
         within(m.sound_stream, 0, most_streams) && within(m.lufs, -100, 100) &&
         within(m.peak_db, -400, 400) && within(m.silence, 0, month) && within(m.speech, 0, 1) &&
         within(m.subtitles, 0, static_cast<std::int64_t>(most_subtitles));
}

template<std::size_t n> std::string word(const std::array<char, n> &text) {
  return printable({text.data(), text.size()});
}

// FFmpeg's name of a colour space: it will stand among the words of a filter.
template<std::size_t n> std::string plain_word(const std::array<char, n> &text) {
  auto out = word(text);
  auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return std::all_of(out.begin(), out.end(), plain) ? out : std::string();
}

MeasuredPicture picture(const MeasuredMessage &m) {
  MeasuredPicture p;
  p.codec = word(m.codec), p.profile = word(m.profile), p.level = m.level, p.stream = m.stream;
  p.size = {m.width, m.height};
  p.shape = {m.shape_width, m.shape_height};
  p.turns = static_cast<QuarterTurns>(m.turns);
  p.rate = m.rate;
  p.variable_rate = m.variable_rate == 1;
  p.interlaced = m.interlaced == 1;
  p.pixel_format = word(m.pixel_format);
  p.depth = m.depth;
  p.primaries = plain_word(m.primaries), p.transfer = plain_word(m.transfer), p.matrix = plain_word(m.matrix);
  p.full_range = m.full_range == 1, p.hdr = m.hdr == 1;
  p.heavy = m.heavy == 1, p.opaque = m.opaque == 1;
  p.pictures = m.pictures, p.damaged = m.damaged;
  p.black_start = Duration(m.black_start), p.black_end = Duration(m.black_end);
  return p;
}

MeasuredSound sound(const MeasuredMessage &m) {
  MeasuredSound s;
  s.codec = word(m.sound_codec), s.stream = m.sound_stream, s.channels = m.channels, s.rate = m.sound_rate;
  if (m.has_lufs) s.lufs = m.lufs;
  if (m.has_peak) s.peak_db = m.peak_db;
  s.silence = Duration(m.silence);
  s.speech = m.speech;
  return s;
}

}

std::optional<Measurement> checked(const MeasuredMessage &m) {
  if (m.kind > Kind::animation || !within(m.duration, -1, month) || !sane_picture(m) || !sane_sound(m))
    return std::nullopt;
  Measurement out;
  out.kind = static_cast<ItemKind>(m.kind);
  out.format = word(m.format);
  out.cut_off = m.cut_off == 1;
  if (m.duration >= 0) out.duration = Duration(m.duration);
  out.picture = picture(m);
  if (m.has_sound) out.sound = sound(m);
  out.sound_tracks = m.sound_tracks;
  for (int i = 0; i < m.subtitles; ++i)
    out.subtitles.push_back(word(m.languages.at(static_cast<std::size_t>(i))));
  return out;
}

}
