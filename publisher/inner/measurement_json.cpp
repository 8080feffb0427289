#include "publisher/inner/measurement_json.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

using media::MeasuredPicture;
using media::MeasuredSound;
using nlohmann::json;

// One list of fields for both directions.
template<class Picture, class Field> void fields_of_picture(Picture &p, Field &&field) {
  field("codec", p.codec), field("profile", p.profile), field("level", p.level);
  field("stream", p.stream);
  field("width", p.size.width), field("height", p.size.height);
  field("shape_width", p.shape.width), field("shape_height", p.shape.height);
  field("rate", p.rate), field("variable_rate", p.variable_rate), field("interlaced", p.interlaced);
  field("pixel_format", p.pixel_format), field("depth", p.depth), field("primaries", p.primaries);
  field("transfer", p.transfer), field("matrix", p.matrix), field("full_range", p.full_range);
  field("hdr", p.hdr), field("pictures", p.pictures), field("damaged", p.damaged);
  field("bit_rate", p.bit_rate), field("heavy", p.heavy), field("opaque", p.opaque);
}

template<class Sound, class Field> void fields_of_sound(Sound &s, Field &&field) {
  field("codec", s.codec), field("stream", s.stream), field("channels", s.channels), field("rate", s.rate),
      field("speech", s.speech);
}

json write_picture(const MeasuredPicture &p) {
  json out{{"turns", static_cast<int>(p.turns)},
           {"black_start", p.black_start.count()},
           {"black_end", p.black_end.count()}};
  fields_of_picture(p, [&](const char *name, const auto &value) { out[name] = value; });
  return out;
}

MeasuredPicture read_picture(const json &j) {
  MeasuredPicture p;
  fields_of_picture(p, [&](const char *name, auto &value) { j.at(name).get_to(value); });
  p.turns = static_cast<QuarterTurns>(j.at("turns").get<unsigned>() & 3u);
  p.black_start = Duration(j.at("black_start").get<std::int64_t>());
  p.black_end = Duration(j.at("black_end").get<std::int64_t>());
  return p;
}

json write_sound(const MeasuredSound &s) {
  json out{{"silence", s.silence.count()}};
  fields_of_sound(s, [&](const char *name, const auto &value) { out[name] = value; });
  if (s.lufs) out["lufs"] = *s.lufs;
  if (s.peak_db) out["peak_db"] = *s.peak_db;
  return out;
}

MeasuredSound read_sound(const json &j) {
  MeasuredSound s;
  fields_of_sound(s, [&](const char *name, auto &value) { j.at(name).get_to(value); });
  s.silence = Duration(j.at("silence").get<std::int64_t>());
  if (j.contains("lufs")) s.lufs = j["lufs"].get<double>();
  if (j.contains("peak_db")) s.peak_db = j["peak_db"].get<double>();
  return s;
}

}

json write_measurement(const media::Measurement &m) {
  json out{{"kind", static_cast<int>(m.kind)},
           {"format", m.format},
           {"size", m.size},
           {"cut_off", m.cut_off},
           {"picture", write_picture(m.picture)},
           {"sound_tracks", m.sound_tracks},
           {"subtitles", m.subtitles}};
  if (m.duration) out["duration"] = m.duration->count();
  if (m.sound) out["sound"] = write_sound(*m.sound);
  return out;
}

media::Measurement read_measurement(const json &j) {
  media::Measurement m;
  m.kind = static_cast<media::ItemKind>(std::clamp(j.at("kind").get<int>(), 0, 2));
  j.at("format").get_to(m.format), j.at("size").get_to(m.size), j.at("cut_off").get_to(m.cut_off);
  j.at("sound_tracks").get_to(m.sound_tracks), j.at("subtitles").get_to(m.subtitles);
  m.picture = read_picture(j.at("picture"));
  if (j.contains("duration")) m.duration = Duration(j["duration"].get<std::int64_t>());
  if (j.contains("sound")) m.sound = read_sound(j["sound"]);
  return m;
}

}
