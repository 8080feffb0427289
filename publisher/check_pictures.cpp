// What is seen: large enough, the right way up, not black, and legible from across a hall.
#include "publisher/checks.h"

#include <algorithm>
#include <cmath>

namespace sheaf::publisher {
namespace {

constexpr Size screen{1920, 1080};
constexpr double most_stretch = 3;     // times; a film of 640x360 looks like a bad telephone call
constexpr double clearly = 1.1;        // higher than wide, by this
constexpr Duration most_black = 1s;    // at either end: a wall that is dark looks broken
constexpr int least_height = 20;       // px of 1080, of a word's box: letters of 24 px, 1/45 of the picture
constexpr std::size_t least_words = 8; // a name on a door sign is no text

bool turned(const playlist::Screen &s) { return s.orientation == 90 || s.orientation == 270; }

void size(const Checking &c, std::size_t i, const std::string &path, const media::Measurement &m) {
  auto seen = sideways(m.picture.turns) ? m.picture.size.turned() : m.picture.size;
  if (seen.empty()) return;
  auto stretch = std::min(screen.width / double(seen.width), screen.height / double(seen.height));
  if (stretch >= most_stretch && m.format != "svg")
    c.item(Severity::warning, "low_resolution", i,
           {{"width", std::to_string(seen.width)}, {"height", std::to_string(seen.height)}}, path);
}

void shape(const Checking &c, std::size_t i, const std::string &path, const media::Measurement &m) {
  const auto &screens = c.draft.about.screens;
  auto seen = sideways(m.picture.turns) ? m.picture.shape.turned() : m.picture.shape;
  if (seen.empty()) return;
  bool high = seen.height > clearly * seen.width, wide = seen.width > clearly * seen.height;
  if (high && std::none_of(screens.begin(), screens.end(), turned))
    c.item(Severity::warning, "upright", i, {}, path);
  if (wide && !screens.empty() && std::all_of(screens.begin(), screens.end(), turned))
    c.item(Severity::warning, "lying", i, {}, path);
}

void black(const Checking &c, std::size_t i, const std::string &path, const media::Measurement &m) {
  auto told = [&](const char *name, Duration black) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", seconds(black));
    if (black > most_black) c.item(Severity::warning, name, i, {{"seconds", text}}, path);
  };
  const auto &p = m.picture;
  if (m.duration && p.black_start > Duration::zero() && p.black_start >= *m.duration - 100ms)
    return c.item(Severity::broken, "all_black", i, {}, path);
  told("black_start", p.black_start);
  told("black_end", p.black_end);
}

void legible(const Checking &c, std::size_t i, const std::string &path, std::vector<int> heights) {
  if (heights.size() < least_words) return;
  auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  if (*middle < least_height)
    c.item(Severity::warning, "small_text", i, {{"height", std::to_string(*middle)}}, path);
}

}

void check_pictures(const Checking &c) {
  for (std::size_t i = 0; i < c.draft.items.size(); ++i)
    for (const auto &[language, path] : c.draft.items[i].files) {
      const auto *m = c.measurement(path);
      if (!m) continue;
      size(c, i, path, *m);
      shape(c, i, path, *m);
      if (m->kind == media::ItemKind::film) black(c, i, path, *m);
      if (const auto &heights = c.evidence.files.at(path).word_heights) legible(c, i, path, *heights);
    }
}

}
