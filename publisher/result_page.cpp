#include "publisher/result_page.h"

#include "publisher/embedded.h"
#include "publisher/html.h"
#include "publisher/named_things.h"
#include "publisher/times.h"

#include <set>

namespace sheaf::publisher {
namespace {

std::string number(const std::string &value, const char *name) {
  return "<li><b>" + escaped(value) + "</b> " + both(name) + "</li>\n";
}

// Beside the colour, for who cannot tell it.
const char *sign(std::string_view kind) { return kind == "broken" ? "✕" : kind == "warning" ? "!" : "✓"; }

std::string length(Duration d) {
  auto s = std::chrono::round<std::chrono::seconds>(d).count();
  auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return (s >= 3600 ? std::to_string(s / 3600) + ":" + two(s / 60 % 60) : std::to_string(s / 60)) + ":" +
         two(s % 60);
}

Duration length_of(const DraftItem &item, const Evidence &evidence) {
  if (item.item.duration) return *item.item.duration;
  for (const auto &[language, path] : item.files)
    if (auto looked = evidence.files.find(path); looked != evidence.files.end() && looked->second.measured)
      if (auto d = looked->second.measured->duration) return *d;
  return item.files.empty() ? Duration::zero() : usual_still;
}

class Page {
public:
  explicit Page(const ResultPage &p) : p_(p) {}

  std::string whole() {
    auto name = title_of(p_.draft.about.title, p_.source);
    std::string out = page_head + ("<title>" + escaped(saying("page_title").vi + ": " + name)) +
                      "</title>\n<style>\n" + std::string(embedded("texts/ket-qua.css")) +
                      "</style>\n</head>\n<body>\n";
    out +=
        verdict() + "<main>\n<h2 class=\"name\">" + named(name) + "</h2>\n" + numbers() + to_do() + themes();
    if (!p_.draft.items.empty()) {
      out += "<section class=\"items\">\n<h2>" + both("page_items") + "</h2>\n<div class=\"cards\">\n";
      for (std::size_t i = 0; i < p_.draft.items.size(); ++i) out += result_card(p_, i);
      out += "</div>\n</section>\n";
    }
    return out + "</main>\n<footer>" +
           both("page_foot", {{"time", viet_nam_time(p_.evidence.today)}, {"source", p_.source}}) +
           "</footer>\n</body>\n</html>\n";
  }

private:
  std::string verdict() {
    auto broken = count(p_.concerns, Severity::broken), warnings = count(p_.concerns, Severity::warning);
    const char *kind = broken ? "broken" : warnings ? "warning" : "good";
    return std::string("<header class=\"") + kind + "\">\n<div class=\"sign\" aria-hidden=\"true\">" +
           sign(kind) + "</div>\n<h1>" +
           both(std::string("page_") + kind,
                {{"broken", std::to_string(broken)}, {"warnings", std::to_string(warnings)}}) +
           "</h1>\n</header>\n";
  }

  std::string numbers() {
    auto t = totals(p_.draft, p_.evidence);
    return "<ul class=\"numbers\">\n" + number(std::to_string(t.items), "page_count_items") +
           number(std::to_string(t.films), "page_count_films") +
           number(std::to_string(t.stills), "page_count_stills") +
           number(length(t.length), "page_count_length") + number(told(Bytes{t.size}).vi, "page_count_size") +
           number(std::to_string(p_.draft.about.screens.size()), "page_count_screens") + "</ul>\n";
  }

  // What is worst of it; the rest stands on its card.
  std::string why(std::size_t item) {
    const Concern *first = nullptr;
    for (const auto &c : p_.concerns)
      if (c.item == item && (!first || c.severity < first->severity)) first = &c;
    return first ? ": " + escaped(first->what.vi) + "<span class=\"en\" lang=\"en\">" +
                       escaped(first->what.en) + "</span>"
                 : "";
  }

  // What is about the whole, then the items that have to be mended, each leading to its card.
  std::string to_do() {
    std::string out = concern_list(p_.concerns, std::nullopt), links;
    for (const char *kind : {"broken", "warning"})
      for (std::size_t i = 0; i < p_.draft.items.size(); ++i)
        if (worst(p_.concerns, i) == kind)
          links += std::string("<li class=\"") + kind + "\"><b aria-hidden=\"true\">" + sign(kind) +
                   "</b><a href=\"#i" + std::to_string(i + 1) + "\">" + std::to_string(i + 1) + ". " +
                   named(title_of(p_.draft.items[i].item.title, p_.draft.items[i].item.source)) + "</a>" +
                   why(i) + "</li>\n";
    if (out.empty() && links.empty()) return "";
    if (!links.empty())
      links = "<h3>" + both("page_to_do_items") + "</h3>\n<ol class=\"links\">\n" + links + "</ol>\n";
    return "<section>\n<h2>" + both("page_to_do") + "</h2>\n" + out + links + "</section>\n";
  }

  std::string row(const std::string &name, const std::vector<const DraftItem *> &items) {
    Duration sum{};
    for (const auto *item : items) sum += length_of(*item, p_.evidence);
    return std::string("<tr") + (items.empty() ? " class=\"warning\"" : "") + "><td>" + name + "</td><td>" +
           std::to_string(items.size()) + "</td><td>" + length(sum) + "</td></tr>\n";
  }

  std::string themes() {
    if (p_.draft.about.themes.empty()) return "";
    std::string rows;
    auto of = [&](const std::string &theme) {
      std::vector<const DraftItem *> out;
      for (const auto &item : p_.draft.items)
        if (item.item.theme == theme) out.push_back(&item);
      return out;
    };
    for (const auto &theme : p_.draft.about.themes)
      rows += row(named(title_of(theme.title, theme.id)), of(theme.id));
    if (auto none = of(""); !none.empty()) rows += row(both("page_no_theme"), none);
    return "<section>\n<h2>" + both("page_themes") + "</h2>\n<table>\n<thead><tr><th>" + both("page_theme") +
           "</th><th>" + both("page_count") + "</th><th>" + both("page_length") +
           "</th></tr></thead>\n<tbody>\n" + rows + "</tbody>\n</table>\n</section>\n";
  }

  const ResultPage &p_;
};

}

std::size_t count(const std::vector<Concern> &concerns, Severity severity) {
  std::size_t out = 0;
  for (const auto &c : concerns) out += c.severity == severity ? c.many : 0;
  return out;
}

Totals totals(const Draft &draft, const Evidence &evidence) {
  Totals out;
  out.items = draft.items.size();
  std::set<std::string> counted;
  for (const auto &item : draft.items) {
    out.length += length_of(item, evidence);
    bool film = false, still = false;
    for (const auto &[language, path] : item.files) {
      auto looked = evidence.files.find(path);
      if (looked == evidence.files.end() || !looked->second.measured) continue;
      (looked->second.measured->kind == media::ItemKind::film ? film : still) = true;
      if (counted.insert(path).second) out.size += looked->second.measured->size;
    }
    out.films += film;
    out.stills += still && !film;
  }
  return out;
}

std::string result_page(const ResultPage &page) { return Page(page).whole(); }

}
