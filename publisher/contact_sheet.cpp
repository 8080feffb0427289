#include "publisher/contact_sheet.h"

#include "publisher/embedded.h"
#include "publisher/html.h"
#include "publisher/named_things.h"
#include "publisher/proposal.h"
#include "publisher/times.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

std::string row(const char *name, const std::string &value) {
  return value.empty() ? "" : "<tr><th>" + both(name) + "</th><td>" + value + "</td></tr>\n";
}

std::string titles(const playlist::Words &words, const std::string &otherwise) {
  std::string first, others;
  for (const auto &[language, title] : words)
    (language == "vi" || language == "und" ? first : others) +=
        language == "vi" || language == "und" ? named(title)
                                              : "<span class=\"en\">" + named(title) + "</span>";
  return first.empty() && others.empty() ? named(otherwise) : first + others;
}

std::string length(Duration d) {
  auto s = std::chrono::round<std::chrono::seconds>(d).count();
  return std::to_string(s / 60) + ":" + (s % 60 < 10 ? "0" : "") + std::to_string(s % 60);
}

class Page {
public:
  explicit Page(const ContactSheet &sheet) : s_(sheet), number_(approval_number(sheet.head)) {}

  std::string whole() {
    auto title = saying("sheet_title").vi + " " + number_;
    std::string out = page_head + ("<title>" + escaped(title)) + "</title>\n<style>\n" +
                      std::string(embedded("texts/duyet.css")) + "</style>\n</head>\n<body>\n";
    out += "<header>\n<h1>" + both("sheet_title") + "</h1>\n<p class=\"number\">" + escaped(number_) +
           "</p>\n</header>\n<main>\n" + about() + withdrawn() + screens() + items() + signatures();
    return out + "</main>\n<p class=\"each\" aria-hidden=\"true\">" + escaped(number_) + "</p>\n<footer>" +
           both("sheet_foot", {{"number", number_}}) + "</footer>\n</body>\n</html>\n";
  }

private:
  std::string about() {
    const auto &h = s_.head;
    auto from = h.activate_at.value_or(h.issued);
    return "<table class=\"about\">\n" + row("sheet_name", titles(s_.manifest.title, h.channel)) +
           row("sheet_channel", escaped(h.channel + " · " + std::to_string(h.serial))) +
           row("sheet_dates", escaped(viet_nam_time(from) + " – " + viet_nam_time(h.expires))) +
           row("sheet_items", std::to_string(s_.manifest.items.size()) + " · " +
                                  escaped(told(Bytes{playlist::total_size(s_.manifest)}).vi)) +
           row("sheet_stop", h.stop ? named(viet_nam_time(h.stop->until) + ": " + h.stop->reason) : "") +
           row("sheet_list", "<code>" + h.manifest.hex() + "</code>") + row("sheet_who", named(s_.who)) +
           "</table>\n";
  }

  std::string withdrawn() {
    std::string rows;
    for (const auto &w : s_.manifest.withdrawn)
      rows += "<li><code>" + w.blob.hex().substr(0, 16) + "</code> " + named(w.reason) + "</li>\n";
    return rows.empty() ? "" : "<h2>" + both("sheet_withdrawn") + "</h2>\n<ul>\n" + rows + "</ul>\n";
  }

  std::string screens() {
    std::string names;
    for (const auto &s : s_.manifest.screens)
      names += "<li>" + named(s.name.empty() ? s.id : s.name + " (" + s.id + ")") + "</li>\n";
    if (names.empty())
      return "<h2>" + both("sheet_screens") + "</h2>\n<p>" + both("sheet_all_screens") + "</p>\n";
    return "<h2>" + both("sheet_screens") + "</h2>\n<ul class=\"screens\">\n" + names + "</ul>\n";
  }

  std::string items() {
    std::string out = "<h2>" + both("sheet_what") + "</h2>\n<div class=\"cards\">\n";
    std::size_t n = 0;
    for (const auto &item : s_.manifest.items) out += card(item, ++n);
    return out + "</div>\n";
  }

  std::string picture(const Digest &blob) {
    auto found = s_.pictures.find(blob);
    if (found == s_.pictures.end() || found->second.empty()) return both("sheet_no_picture");
    return "<img alt=\"\" src=\"data:image/jpeg;base64," + base64(found->second) + "\">";
  }

  // One picture for each file: what is signed is every one of them.
  std::string card(const playlist::Item &item, std::size_t n) {
    std::string out = "<article>\n", facts;
    for (const auto &[language, blob] : item.blobs) {
      out += "<div class=\"picture\">" + picture(blob) + "</div>\n";
      facts += "<p class=\"file\">" + (language == "und" ? "" : "<b>" + escaped(language) + "</b> ") +
               "<code>" + blob.hex().substr(0, 16) + "</code></p>\n";
    }
    auto time = item.duration ? " · " + length(*item.duration) : "";
    return out + "<h3>" + std::to_string(n) + ". " + titles(item.title, item.source) + "</h3>\n<p>" +
           theme(item) +
           escaped(saying(item.kind == playlist::ItemKind::film ? "sheet_film" : "sheet_still").vi + time) +
           "</p>\n" + days(item.id) + "<p class=\"file\">" + named(item.source) + "</p>\n" + facts +
           "</article>\n";
  }

  // It ends with a day: at the midnight after it.
  std::string days(const std::string &id) {
    auto found = s_.days.find(id);
    if (found == s_.days.end() || (!found->second.from && !found->second.until)) return "";
    const auto &[from, until] = found->second;
    auto text = (from ? viet_nam_day(*from) : "…") + " – " + (until ? viet_nam_day(*until - 1s) : "…");
    return "<p class=\"days\">" + both("sheet_dates") + " " + escaped(text) + "</p>\n";
  }

  std::string theme(const playlist::Item &item) {
    const auto &all = s_.manifest.themes;
    auto found = std::find_if(all.begin(), all.end(), [&](const auto &t) { return t.id == item.theme; });
    if (item.theme.empty() || found == all.end()) return "";
    return named(title_of(found->title, found->id)) + " · ";
  }

  static std::string signatures() {
    std::string out = "<section class=\"sign\">\n<h2>" + both("sheet_sign") + "</h2>\n<table>\n<tr><th>" +
                      both("sheet_person") + "</th><th>" + both("sheet_day") + "</th><th>" +
                      both("sheet_signature") + "</th></tr>\n";
    for (int i = 0; i < 3; ++i) out += "<tr><td></td><td></td><td></td></tr>\n";
    return out + "</table>\n</section>\n";
  }

  const ContactSheet &s_;
  std::string number_;
};

}

std::string contact_sheet(const ContactSheet &sheet) { return Page(sheet).whole(); }

}
