// Titles in every language of the publication; themes with something in them.
#include "publisher/checks.h"
#include "publisher/named_things.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

using playlist::Words;

std::vector<std::string> missing(const Draft &draft, const Words &title) {
  std::vector<std::string> out;
  if (title.contains("und")) return out;
  for (const auto &language : draft.about.languages)
    if (!title.contains(language)) out.push_back(language);
  return out;
}

std::string listed(const std::vector<std::string> &texts) {
  std::string out;
  for (const auto &text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

void groups(const Checking &c, const std::vector<playlist::Theme> &all, const char *name,
            const std::map<std::string, std::string> &places) {
  for (const auto &group : all)
    if (auto none = missing(c.draft, group.title); !none.empty())
      c.whole(Severity::warning, name, {{"group", group.id}, {"languages", listed(none)}},
              place_of(places, group.id));
}

Saying called(const playlist::Theme &theme) {
  auto vi = title_of(theme.title, theme.id), en = theme.title.contains("en") ? theme.title.at("en") : vi;
  return {vi, en};
}

bool shown_in(const Checking &c, const playlist::Theme &theme) {
  return std::any_of(c.draft.items.begin(), c.draft.items.end(),
                     [&](const DraftItem &i) { return i.item.theme == theme.id && c.stays(i); });
}

}

void check_titles(const Checking &c) {
  const auto &about = c.draft.about;
  if (auto none = missing(c.draft, about.title); !none.empty())
    c.whole(Severity::warning, "publication_title", {{"languages", listed(none)}});
  groups(c, about.themes, "theme_title", c.draft.places.themes);
  groups(c, c.draft.audiences, "audience_title", c.draft.places.audiences);
  for (const auto &theme : about.themes)
    if (!c.draft.items.empty() && !shown_in(c, theme))
      c.whole(Severity::warning, "empty_theme", {{"theme", called(theme)}},
              place_of(c.draft.places.themes, theme.id));
  for (std::size_t i = 0; i < c.draft.items.size(); ++i)
    if (auto none = missing(c.draft, c.draft.items[i].item.title); !none.empty())
      c.item(Severity::warning, "missing_title", i, {{"languages", listed(none)}});
}

}
