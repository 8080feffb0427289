// An item on KET-QUA.html: its picture, what is known of it, and what was found.
#include "playlist/language.h"
#include "publisher/html.h"
#include "publisher/named_things.h"
#include "publisher/result_page.h"
#include "publisher/times.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

std::string listed(const std::vector<std::string> &pieces, const char *between) {
  std::string out;
  for (const auto &piece : pieces)
    if (!piece.empty()) out += (out.empty() ? "" : between) + piece;
  return out;
}

std::string picture(const ResultPage &p, const DraftItem &item) {
  const auto *file = playlist::in_language(item.files, p.draft.about.languages, {});
  auto view = file ? p.views.find(file->second) : p.views.end();
  if (view == p.views.end() || view->second.jpeg.empty())
    return "<div class=\"picture\">" + both("page_no_picture") + "</div>\n";
  return "<div class=\"picture\"><img alt=\"\" width=\"480\" height=\"270\" src=\"data:image/jpeg;base64," +
         base64(view->second.jpeg) + "\"></div>\n";
}

std::string title(const DraftItem &item, std::size_t i) {
  const auto &title = item.item.title;
  auto first = title.find("vi");
  if (first == title.end()) first = title.begin();
  auto out =
      "<h3>" + std::to_string(i + 1) + ". " + named(first == title.end() ? item.item.source : first->second);
  for (auto other = title.begin(); other != title.end(); ++other)
    if (other != first)
      out += "<span class=\"en\" lang=\"" + escaped(other->first) + "\">" + named(other->second) + "</span>";
  return out + "</h3>\n";
}

Saying seconds_of(Duration d) {
  char text[32];
  std::snprintf(text, sizeof text, d < 10s && d % 1s != 0s ? "%.1f" : "%.0f", seconds(d));
  std::string english = text, vietnamese = text;
  std::replace(vietnamese.begin(), vietnamese.end(), '.', ',');
  return {vietnamese, english};
}

std::string about_file(const Looked &looked) {
  if (!looked.measured) return "";
  const auto &m = *looked.measured;
  auto size = m.picture.size.empty()
                  ? ""
                  : std::to_string(m.picture.size.width) + "×" + std::to_string(m.picture.size.height);
  auto length = m.duration ? both("page_seconds", {{"seconds", seconds_of(*m.duration)}}) : "";
  return listed({both(m.kind == media::ItemKind::film ? "page_film" : "page_still"), length, size,
                 m.size ? escaped(told(Bytes{m.size}).vi) : ""},
                " · ");
}

std::string files(const ResultPage &p, const DraftItem &item) {
  std::string out;
  for (const auto &[language, path] : item.files) {
    auto looked = p.evidence.files.find(path);
    auto tag = item.files.size() > 1 ? " (" + escaped(language) + ")" : "";
    out += "<p class=\"file\">" + named(path.substr(path.rfind('/') + 1)) + tag + "</p>\n";
    if (looked != p.evidence.files.end())
      out += "<p class=\"facts\">" + about_file(looked->second) + "</p>\n";
  }
  return out;
}

std::string theme(const ResultPage &p, const DraftItem &item) {
  const auto &themes = p.draft.about.themes;
  auto found =
      std::find_if(themes.begin(), themes.end(), [&](const auto &t) { return t.id == item.item.theme; });
  if (item.item.theme.empty() || found == themes.end()) return "";
  return named(title_of(found->title, found->id));
}

std::string when(const DraftItem &item) {
  auto from = item.from ? viet_nam_day(*item.from) : "",
       until = item.until ? viet_nam_day(*item.until - 1s) : "";
  if (from.empty() && until.empty()) return "";
  return escaped((from.empty() ? "…" : from) + " – " + (until.empty() ? "…" : until));
}

const char *word(Severity severity) {
  return severity == Severity::broken    ? "page_is_broken"
         : severity == Severity::warning ? "page_is_warning"
                                         : "page_is_note";
}

std::string line(const Concern &c) {
  auto kind = saying(word(c.severity));
  std::string place = c.where.empty() ? "" : "<span class=\"where\">" + named(c.where) + "</span>";
  return std::string("<li class=\"") + name(c.severity) + "\"><b>" + escaped(kind.vi) + ":</b> " +
         escaped(c.what.vi) + ".<span class=\"advice\">→ " + escaped(c.advice.vi) +
         ".</span><span class=\"en\" lang=\"en\">" +
         escaped(kind.en + ": " + c.what.en + ". " + c.advice.en) + ".</span>" + place + "</li>\n";
}

}

std::string worst(const std::vector<Concern> &concerns, std::optional<std::size_t> item) {
  auto least = Severity::note;
  bool any = false;
  for (const auto &c : concerns)
    if (c.item == item) any = true, least = std::min(least, c.severity);
  return any ? name(least) : "good";
}

std::string concern_list(const std::vector<Concern> &concerns, std::optional<std::size_t> item) {
  std::string out;
  for (auto severity : {Severity::broken, Severity::warning, Severity::note})
    for (const auto &c : concerns)
      if (c.item == item && c.severity == severity) out += line(c);
  return out.empty() ? "" : "<ul class=\"concerns\">\n" + out + "</ul>\n";
}

std::string result_card(const ResultPage &p, std::size_t i) {
  const auto &item = p.draft.items[i];
  auto facts = listed({theme(p, item), when(item)}, " · ");
  return "<article class=\"" + worst(p.concerns, i) + "\" id=\"i" + std::to_string(i + 1) + "\">\n" +
         picture(p, item) + "<div class=\"text\">\n" + title(item, i) +
         (facts.empty() ? "" : "<p class=\"facts\">" + facts + "</p>\n") + files(p, item) +
         concern_list(p.concerns, i) + "</div>\n</article>\n";
}

}
