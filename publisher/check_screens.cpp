// Screens: whether any shows an item, and whether all can keep it. Nothing is said of languages where a
// screen's are not in the table: they stand on the screen itself then.
#include "playlist/language.h"
#include "publisher/board_class.h"
#include "publisher/checks.h"
#include "publisher/starting_folder.h"

#include <algorithm>
#include <set>

namespace sheaf::publisher {
namespace {

using playlist::Screen;

bool languages_known(const std::vector<Screen> &screens) {
  return !screens.empty() &&
         std::none_of(screens.begin(), screens.end(), [](const Screen &s) { return s.languages.empty(); });
}

// Which of an item's languages the screens show; and those that are nobody's own choice.
void languages(const Checking &c, std::size_t i) {
  const auto &item = c.draft.items[i];
  std::set<std::string> shown;
  bool understood = false;
  for (const auto &screen : c.draft.about.screens) {
    const auto *choice = playlist::in_language(item.files, screen.languages, c.draft.about.languages);
    if (!choice) return;
    shown.insert(choice->first);
    understood |=
        choice->first == "und" || std::count(screen.languages.begin(), screen.languages.end(), choice->first);
  }
  for (const auto &[language, path] : item.files)
    if (!shown.contains(language))
      c.item(Severity::warning, "shown_nowhere", i, {{"language", language}}, path);
  if (!understood)
    c.item(Severity::warning, "foreign_everywhere", i, {{"language", *shown.begin()}},
           item.files.at(*shown.begin()));
}

void audiences(const Checking &c, std::size_t i) {
  const auto &screens = c.draft.about.screens;
  auto wanted = [&](const std::string &audience) {
    return std::any_of(screens.begin(), screens.end(), [&](const Screen &s) {
      return s.tags.empty() || std::count(s.tags.begin(), s.tags.end(), audience);
    });
  };
  const auto &all = c.draft.items[i].audience;
  if (!screens.empty() && !all.empty() && std::none_of(all.begin(), all.end(), wanted))
    c.item(Severity::warning, "no_such_screen", i, {{"audience", all.front()}});
}

// What is made of it has at most what its recipe allows: half an hour of ProRes is no 50 GB on a card.
std::uint64_t published_size(const Checking &c, const std::string &path, const media::Measurement &m) {
  if (const auto &known = c.evidence.files.at(path).published) return *known;
  const auto &board = judging_board(c.draft, c.evidence);
  if (!judge(m, board).picture) return m.size;
  auto still = 3.0 * board.still.width * board.still.height; // bytes, of its pixels
  auto film = m.duration ? board.megabits * 1e6 / 8 * seconds(*m.duration) : static_cast<double>(m.size);
  auto most = m.kind == media::ItemKind::still ? still : film;
  return std::min(m.size, static_cast<std::uint64_t>(most));
}

std::uint64_t total(const Checking &c) {
  std::set<std::string> counted;
  std::uint64_t sum = 0;
  for (const auto &item : c.draft.items)
    for (const auto &[language, path] : item.files)
      if (const auto *m = c.measurement(path); m && c.stays(item) && counted.insert(path).second)
        sum += published_size(c, path, *m);
  return sum;
}

void room(const Checking &c) {
  const auto &quotas = c.evidence.quotas;
  auto least = std::min_element(quotas.begin(), quotas.end(),
                                [](const auto &a, const auto &b) { return a.second < b.second; });
  if (least == quotas.end()) return;
  auto sum = total(c);
  auto half = least->second / 2; // the old edition stays until the new one is whole
  Filling filling{{"size", text(Bytes{sum})},
                  {"room", text(Bytes{least->second})},
                  {"half", text(Bytes{half})},
                  {"screen", least->first}};
  auto where = place_of(c.draft.places.screens, least->first);
  if (sum > least->second)
    c.whole(Severity::broken, "no_room", filling, where);
  else if (sum > half)
    c.whole(Severity::warning, "little_room", filling, where);
}

}

void check_screens(const Checking &c) {
  for (const auto &screen : c.draft.about.screens)
    if (screen.id == example_screen)
      c.whole(Severity::warning, "example_screen", {{"id", screen.id}},
              place_of(c.draft.places.screens, screen.id));
  bool known = languages_known(c.draft.about.screens);
  for (std::size_t i = 0; i < c.draft.items.size(); ++i) {
    if (known) languages(c, i);
    audiences(c, i);
  }
  room(c);
}

}
