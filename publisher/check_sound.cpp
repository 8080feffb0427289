// Films: what is said is heard or can be read, and nobody has to turn the sound up or down.
#include "playlist/loudness.h"
#include "publisher/checks.h"

#include <cmath>

namespace sheaf::publisher {
namespace {

constexpr double speaks = 0.5;                 // Measurement::sound.speech, from here on
constexpr double too_quiet = 15, too_loud = 8; // LU from the target: films come from -38 to -15 LUFS
constexpr Duration long_silence = std::chrono::seconds(10);

// In the picture, as somebody has said: a track of subtitles in the file is drawn by no screen.
bool is_read(const DraftItem &item) { return item.subtitled.value_or(false); }

void loudness(const Checking &c, std::size_t i, const std::string &path, double lufs) {
  auto off = lufs - playlist::target_lufs;
  Filling filling{{"lufs", std::to_string(std::lround(lufs))},
                  {"target", std::to_string(std::lround(lufs - off))}};
  if (off < -too_quiet) c.item(Severity::warning, "too_quiet", i, filling, path);
  if (off > too_loud) c.item(Severity::warning, "too_loud", i, filling, path);
}

void sound(const Checking &c, std::size_t i, const std::string &path, const media::Measurement &m) {
  const auto &item = c.draft.items[i];
  if (!m.sound->lufs) return c.item(Severity::warning, "only_silence", i, {}, path);
  loudness(c, i, path, *m.sound->lufs);
  if (m.sound->speech >= speaks && !is_read(item) && item.item.volume.value_or(0) == 0)
    c.item(Severity::warning, "speech_unheard", i, {}, path);
  auto length = m.duration.value_or(Duration::zero());
  if (m.sound->silence >= long_silence && m.sound->silence > length / 4)
    c.item(Severity::warning, "long_silence", i,
           {{"seconds", std::to_string(std::lround(seconds(m.sound->silence)))}}, path);
}

}

void check_sound(const Checking &c) {
  for (std::size_t i = 0; i < c.draft.items.size(); ++i)
    for (const auto &[language, path] : c.draft.items[i].files)
      if (const auto *m = c.measurement(path); m && m->kind == media::ItemKind::film && m->sound)
        sound(c, i, path, *m);
}

}
