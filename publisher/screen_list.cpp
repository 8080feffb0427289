#include "publisher/screen_list.h"

#include "assets/sha256.h"
#include "base/bytes.h"
#include "playlist/programme.h"
#include "publisher/dates.h"
#include "publisher/times.h"
#include "publisher/words.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

namespace sheaf::publisher {
namespace {

using playlist::Manifest;
using AllShown = std::map<std::string, Shown>; // by path

// A publication in all but its bytes: each file stands under the digest of its name.
Manifest manifest_of(const Draft &draft, const AllShown &shown) {
  Manifest m = draft.about;
  if (m.channel.empty()) m.channel = "main";
  for (const auto &d : draft.items) {
    auto item = d.item;
    item.id = "n" + std::to_string(m.items.size()); // finds its draft again
    for (const auto &[language, path] : d.files) {
      auto digest = assets::sha256(path);
      item.blobs[language] = digest;
      m.blobs[digest] = {shown.at(path).bytes, std::nullopt};
    }
    m.items.push_back(std::move(item));
  }
  return m;
}

AllShown all_shown(const Draft &draft, const ShownOf &shown_of) {
  AllShown out;
  for (const auto &item : draft.items)
    for (const auto &[language, path] : item.files)
      if (!out.contains(path)) out[path] = shown_of(path);
  return out;
}

std::vector<playlist::ChannelEditions> published(std::shared_ptr<const Manifest> manifest, Wall now) {
  playlist::Edition edition;
  edition.head.channel = manifest->channel;
  edition.head.issued = now;
  edition.head.expires = now + 24h;
  edition.manifest = std::move(manifest);
  edition.complete = true;
  return {{edition.head.channel, {edition}}};
}

std::size_t number_of(const playlist::ProgrammeItem &shown) { return std::stoul(shown.item->id.substr(1)); }

class Listing {
public:
  Listing(const Draft &draft, Wall now, const ShownOf &shown_of)
      : draft_(draft), now_(now), shown_(all_shown(draft, shown_of)),
        manifest_(std::make_shared<Manifest>(manifest_of(draft, shown_))),
        channels_(published(manifest_, now)) {}

  ScreenLine line(const playlist::Screen &screen) {
    ScreenLine line;
    line.screen = screen;
    if (auto quota = draft_.quotas.find(screen.id); quota != draft_.quotas.end()) line.quota = quota->second;
    Now now{Steady(), now_, ClockQuality::synchronised};
    std::set<Digest> files;
    for (const auto &shown : playlist::programme(channels_, screen.id, screen.languages, now, now_).items) {
      add(line, shown);
      if (files.insert(shown.blob).second) line.bytes += manifest_->blobs.at(shown.blob).size;
      seen_.insert(number_of(shown));
    }
    return line;
  }

  [[nodiscard]] std::vector<Finding> unseen() const {
    std::vector<Finding> out;
    for (std::size_t i = 0; i < draft_.items.size(); ++i)
      if (!seen_.contains(i) && !draft_.about.screens.empty())
        out.push_back(
            finding(draft_.items[i].where, "screens_unseen", {{"name", draft_.items[i].item.source}}));
    return out;
  }

private:
  void add(ScreenLine &line, const playlist::ProgrammeItem &shown) {
    const auto &mine = line.screen.languages;
    ++line.items[shown.language];
    line.foreign += shown.language != "und" && !mine.empty() &&
                    std::find(mine.begin(), mine.end(), shown.language) == mine.end();
    const auto &path = draft_.items[number_of(shown)].files.at(shown.language);
    auto time = shown.item->duration ? shown.item->duration : shown_.at(path).time;
    line.timeless += !time;
    line.time += time.value_or(Duration());
  }

  const Draft &draft_;
  Wall now_;
  AllShown shown_;
  std::shared_ptr<const Manifest> manifest_;
  std::vector<playlist::ChannelEditions> channels_;
  std::set<std::size_t> seen_; // items, by their place in the draft
};

std::string joined(const std::vector<std::string> &parts) {
  std::string out;
  for (const auto &part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string languages_of(const ScreenLine &line) {
  std::vector<std::string> parts;
  for (const auto &[language, n] : line.items) parts.push_back(language + " " + std::to_string(n));
  return parts.empty() ? "—" : joined(parts);
}

std::string clock(Duration time) {
  auto s = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(s / 3600) + ":" + two(s / 60 % 60) + ":" + two(s % 60);
}

std::string place_of(const playlist::Screen &s) {
  std::vector<std::string> parts;
  for (const auto *part : {&s.name, &s.ward, &s.place})
    if (!part->empty()) parts.push_back(*part);
  return parts.empty() ? "—" : joined(parts);
}

std::string notes_of(const ScreenLine &line) {
  std::string out;
  if (line.foreign)
    out += words("screens_foreign", {{"id", line.screen.id}, {"count", std::to_string(line.foreign)}});
  if (line.quota && *line.quota < line.bytes)
    out += words(
        "screens_quota",
        {{"id", line.screen.id}, {"bytes", told(Bytes{line.bytes})}, {"quota", told(Bytes{*line.quota})}});
  return out;
}

std::string cell(const std::string &text) {
  // What begins like a formula would be one in Excel.
  auto plain =
      !text.empty() && std::string("=+-@\t").find(text.front()) != std::string::npos ? "'" + text : text;
  if (plain.find_first_of(";\"\r\n") == std::string::npos) return plain;
  std::string out = "\"";
  for (char c : plain) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string row(const std::vector<std::string> &cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i ? ";" : "") + cell(cells[i]);
  return out + "\r\n";
}

}

std::size_t ScreenLine::count() const {
  return std::accumulate(items.begin(), items.end(), std::size_t{0},
                         [](auto n, const auto &i) { return n + i.second; });
}

ScreenList screen_list(Draft draft, Wall now, const ShownOf &shown_of) {
  ScreenList list;
  for (const auto &left : split_by_date(draft, now)) list.unseen.push_back(finding_of(left));
  Listing listing(draft, now, shown_of);
  for (const auto &screen : draft.about.screens) list.screens.push_back(listing.line(screen));
  auto unseen = listing.unseen();
  list.unseen.insert(list.unseen.end(), unseen.begin(), unseen.end());
  return list;
}

std::string text_of(const ScreenList &list) {
  if (list.screens.empty()) return words("screens_none");
  std::string out;
  for (const auto &line : list.screens) {
    const auto &s = line.screen;
    out += words("screens_line", {{"id", s.id},
                                  {"place", place_of(s)},
                                  {"languages", s.languages.empty() ? "—" : joined(s.languages)},
                                  {"profile", s.profile.empty() ? "—" : s.profile},
                                  {"turn", std::to_string(s.orientation)},
                                  {"items", std::to_string(line.count())},
                                  {"by_language", languages_of(line)},
                                  {"time", clock(line.time)},
                                  {"timeless", std::to_string(line.timeless)},
                                  {"bytes", told(Bytes{line.bytes})}});
    out += notes_of(line);
  }
  out += words("screens_total", {{"screens", std::to_string(list.screens.size())}});
  for (const auto &item : list.unseen) out += text(item) + "\n";
  return out;
}

std::string json_of(const ScreenList &list) {
  auto out =
      nlohmann::ordered_json{{"screens", nlohmann::json::array()}, {"unseen", nlohmann::json::array()}};
  for (const auto &line : list.screens) {
    const auto &s = line.screen;
    nlohmann::ordered_json one{{"id", s.id},
                               {"name", s.name},
                               {"ward", s.ward},
                               {"place", s.place},
                               {"tags", s.tags},
                               {"languages", s.languages},
                               {"profile", s.profile},
                               {"orientation", s.orientation},
                               {"items", line.count()},
                               {"by_language", line.items},
                               {"foreign", line.foreign},
                               {"time_s", seconds(line.time)},
                               {"without_time", line.timeless},
                               {"bytes", line.bytes}};
    if (line.quota) one["quota"] = *line.quota;
    out["screens"].push_back(std::move(one));
  }
  for (const auto &f : list.unseen) out["unseen"].push_back({{"where", f.where}, {"vi", f.vi}, {"en", f.en}});
  return out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string csv_of(const ScreenList &list) {
  auto out = "\xef\xbb\xbf" +
             row({"Mã", "Tên", "Phường/xã", "Vị trí", "Ngôn ngữ", "Loại máy", "Hướng", "Số mục",
                  "Theo ngôn ngữ", "Thời lượng một vòng", "Mục chưa rõ thời lượng", "Dung lượng (byte)"});
  for (const auto &line : list.screens) {
    const auto &s = line.screen;
    out += row({s.id, s.name, s.ward, s.place, joined(s.languages), s.profile, std::to_string(s.orientation),
                std::to_string(line.count()), languages_of(line), clock(line.time),
                std::to_string(line.timeless), std::to_string(line.bytes)});
  }
  return out;
}

}
