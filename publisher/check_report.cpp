#include "publisher/check_report.h"

#include "publisher/html.h"
#include "publisher/times.h"

#include <nlohmann/json.hpp>

namespace sheaf::publisher {
namespace {

using nlohmann::json;

// "3. Đua thuyền.mp4", so that it is found on the page as well.
std::string subject(const ResultPage &page, const Concern &c) {
  if (!c.item) return "";
  const auto &item = page.draft.items[*c.item].item;
  return std::to_string(*c.item + 1) + ". " + item.source + ": ";
}

std::string line(const ResultPage &page, const Concern &c) {
  auto kind = saying(std::string("page_is_") + name(c.severity));
  auto place = c.where.empty() ? "" : " (" + c.where + ")";
  return shown(kind.vi + " – " + subject(page, c) + c.what.vi + ". → " + c.advice.vi + "." + place) + "\n  " +
         shown(kind.en + " – " + c.what.en + ". " + c.advice.en + ".") + "\n";
}

const char *verdict(const std::vector<Concern> &concerns) {
  return count(concerns, Severity::broken)    ? "broken"
         : count(concerns, Severity::warning) ? "warning"
                                              : "good";
}

json counts(const ResultPage &page) {
  auto t = totals(page.draft, page.evidence);
  return {{"items", t.items},
          {"films", t.films},
          {"stills", t.stills},
          {"seconds", seconds(t.length)},
          {"bytes", t.size},
          {"screens", page.draft.about.screens.size()},
          {"broken", count(page.concerns, Severity::broken)},
          {"warnings", count(page.concerns, Severity::warning)},
          {"notes", count(page.concerns, Severity::note)}};
}

json finding(const Concern &c) {
  json out{{"severity", name(c.severity)}, {"name", c.name},          {"vi", c.what.vi}, {"en", c.what.en},
           {"advice_vi", c.advice.vi},     {"advice_en", c.advice.en}};
  if (c.item) out["item"] = *c.item + 1;
  if (!c.file.empty()) out["file"] = c.file;
  if (!c.where.empty()) out["where"] = c.where;
  return out;
}

json item(const DraftItem &item) {
  json out{{"source", item.item.source}, {"title", item.item.title}, {"files", item.files}};
  if (!item.item.id.empty()) out["id"] = item.item.id;
  if (!item.item.theme.empty()) out["theme"] = item.item.theme;
  if (item.from) out["from"] = text(*item.from);
  if (item.until) out["until"] = text(*item.until);
  return out;
}

}

std::string terminal_text(const ResultPage &page) {
  std::string out;
  for (auto severity : {Severity::broken, Severity::warning, Severity::note})
    for (const auto &c : page.concerns)
      if (c.severity == severity) out += line(page, c);
  return out + words(std::string("page_") + verdict(page.concerns),
                     {{"broken", std::to_string(count(page.concerns, Severity::broken))},
                      {"warnings", std::to_string(count(page.concerns, Severity::warning))}});
}

std::string json_text(const ResultPage &page) {
  json out{{"format", 1},
           {"source", page.source},
           {"checked", text(page.evidence.today)},
           {"verdict", verdict(page.concerns)},
           {"counts", counts(page)},
           {"items", json::array()},
           {"findings", json::array()}};
  for (const auto &i : page.draft.items) out["items"].push_back(item(i));
  for (const auto &c : page.concerns) out["findings"].push_back(finding(c));
  return out.dump(2, ' ', false, json::error_handler_t::replace) + "\n"; // names may be any bytes
}

}
