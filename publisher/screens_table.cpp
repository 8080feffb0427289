// A table of screens: a row for each (publisher/README.md lists its columns).
#include "board/toml.h"
#include "board/zone.h"
#include "playlist/head.h"
#include "publisher/draft.h"
#include "publisher/limits.h"
#include "publisher/named_things.h"
#include "publisher/names.h"
#include "publisher/table.h"
#include "publisher/unicode.h"

#include <algorithm>
#include <regex>
#include <set>

namespace sheaf::publisher {
namespace {

// "6h30" -> "06:30".
std::string clock(const std::string &hour, const std::string &minute) {
  return (hour.size() < 2 ? "0" : "") + hour + ":" + (minute.empty() ? "00" : minute);
}

// "06:00-22:00" of "6h-22h", "6:00 đến 22:00". Nothing where it is none; empty for all day.
std::optional<std::string> hours_of(const std::string &written) {
  constexpr std::size_t longest = 64; // bytes; regular expressions are not for more
  if (written.size() > longest) return std::nullopt;
  auto plain = plain_words(written);
  if (plain == "24 7" || plain == "ca ngay" || plain == "always" || plain == "24h" || plain == "luon luon")
    return "";
  static const std::regex shape(
      R"(([01]?\d|2[0-3])(?::([0-5]\d)|[hg]([0-5]\d)?)? ?(?:-|–|—|đến|den|to) ?([01]?\d|2[0-4])(?::([0-5]\d)|[hg]([0-5]\d)?)?)");
  std::smatch part;
  auto text = without_case(written);
  if (!std::regex_match(text, part, shape)) return std::nullopt;
  auto end = clock(part[4], part[5].matched ? part[5] : part[6]);
  if (end.starts_with("24")) end = end == "24:00" ? "23:59" : "";
  if (end.empty()) return std::nullopt;
  return clock(part[1], part[2].matched ? part[2] : part[3]) + "-" + end;
}

std::optional<int> turn_of(const std::string &written) {
  static const std::map<std::string, int> words{
      {"ngang", 0},       {"nam ngang", 0}, {"landscape", 0}, {"doc", 90},    {"dung", 90}, {"portrait", 90},
      {"thang dung", 90}, {"nguoc", 180},   {"0", 0},         {"90", 90},     {"180", 180}, {"270", 270},
      {"0 do", 0},        {"90 do", 90},    {"180 do", 180},  {"270 do", 270}};
  auto found = words.find(plain_words(written));
  return found == words.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> profile_of(const std::string &written) {
  auto plain = plain_words(written);
  std::erase(plain, ' ');
  static const std::map<std::string, std::string> words{{"pi3", "pi3"},   {"raspberrypi3", "pi3"},
                                                        {"pi3b", "pi3"},  {"raspberrypi3b", "pi3"},
                                                        {"pi4", "pi4"},   {"raspberrypi4", "pi4"},
                                                        {"pi4b", "pi4"},  {"raspberrypi4b", "pi4"},
                                                        {"pi5", "pi5"},   {"raspberrypi5", "pi5"},
                                                        {"pc", "pc"},     {"maytinh", "pc"},
                                                        {"minipc", "pc"}, {"x86", "pc"}};
  auto found = words.find(plain);
  return found == words.end() ? std::nullopt : std::optional(found->second);
}

class ScreensTable {
public:
  ScreensTable(Draft said, Table table) : draft_(std::move(said)), table_(std::move(table)) {}

  Result<Draft> read() {
    draft_.mistakes.insert(draft_.mistakes.end(), table_.mistakes.begin(), table_.mistakes.end());
    if (table_.rows.size() > playlist::most_screens)
      findings_.add(table_.file, "table_too_many", {{"most", std::to_string(playlist::most_screens)}});
    for (const auto &row : table_.rows) {
      TableLine line(table_, row, findings_);
      if (is_screen(line)) add(line);
    }
    findings_.append_to(draft_.mistakes);
    return std::move(draft_);
  }

private:
  // Alone in its row, what is no id is a heading: "Phường Phú Hội", "Tổng cộng: 12". But "4 | Nhà văn hoá" is
  // a screen of which the id was forgotten.
  bool is_screen(const TableLine &line) {
    if (line.has(Column::name) && line.numbered() == Numbered::digits) return true;
    if (line.filled() > 1 || playlist::valid_channel(line.text(Column::id))) return true;
    if (line.filled() == 1 && draft_.warnings.size() < most_findings)
      draft_.warnings.push_back(finding(line.where(), "table_heading"));
    return false;
  }

  void add(TableLine &line) {
    playlist::Screen s;
    s.id = id(line);
    s.name = line.text(Column::name, most_named);
    s.ward = line.text(Column::ward, most_named);
    s.place = line.text(Column::place, most_named);
    s.tags = line.list(Column::tags, most_listed, most_tag);
    s.languages = languages(line);
    s.zone = zone(line);
    s.contact = line.text(Column::contact, most_title);
    s.help_url = help(line);
    read_by(line, Column::hours, "table_clock", hours_of, s.hours);
    read_by(line, Column::orientation, "table_turn", turn_of, s.orientation);
    read_by(line, Column::profile, "table_profile", profile_of, s.profile);
    quota(line, s.id);
    draft_.places.screens.emplace(s.id, line.where());
    draft_.about.screens.push_back(std::move(s));
  }

  template<class Value, class Read>
  static void read_by(TableLine &line, Column column, const char *name, const Read &read, Value &into) {
    auto written = line.text(column);
    if (written.empty() || written == "-") return;
    if (auto value = read(written))
      into = *value;
    else
      line.wrong(column, name, {{"text", written}});
  }

  std::string id(TableLine &line) {
    auto id = line.text(Column::id);
    if (!line.has(Column::id))
      line.wrong(Column::id, "table_no_screen_id", {{"near", slug(line.text(Column::name) + ".")}});
    if (id.empty()) return id;
    if (!playlist::valid_channel(id))
      line.wrong(Column::id, "table_id", {{"id", id}, {"near", slug(id + ".")}});
    auto [first, fresh] = ids_.emplace(id, line.where());
    if (!fresh) line.wrong(Column::id, "table_id_twice", {{"id", id}, {"first", first->second}});
    return id;
  }

  std::vector<std::string> languages(TableLine &line) {
    std::vector<std::string> out;
    for (const auto &written : line.list(Column::languages, most_listed, most_tag)) {
      auto language = language_of(written);
      if (!language) line.wrong(Column::languages, "table_language", {{"text", written}});
      tell_other(line, language.value_or(""));
      if (language && std::find(out.begin(), out.end(), *language) == out.end()) out.push_back(*language);
    }
    return out;
  }

  // Once each.
  void tell_other(const TableLine &line, const std::string &language) {
    const auto &languages = draft_.about.languages;
    if (!is_among(language, languages) && others_.insert(language).second)
      draft_.warnings.push_back(
          finding(line.where(Column::languages), "table_language_other",
                  {{"language", language}, {"languages", some_of(languages, most_listed)}}));
  }

  static std::string zone(TableLine &line) {
    auto zone = line.text(Column::zone);
    auto plain = plain_words(zone);
    static const std::vector<std::string> ours{"viet nam", "ha noi",    "gmt 7",     "utc 7",
                                               "7",        "gmt 07 00", "utc 07 00", "ho chi minh"};
    if (std::find(ours.begin(), ours.end(), plain) != ours.end()) return "Asia/Ho_Chi_Minh";
    static const std::regex shape("[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}");
    bool good = zone.size() <= most_tag && std::regex_match(zone, shape);
    auto offset = good ? board::utc_offset(zone, Wall()) : Result<Duration>(Duration());
    // A machine may have no zones at all.
    if (!offset && board::utc_offset("Asia/Ho_Chi_Minh", Wall())) good = false;
    if (!zone.empty() && !good) line.wrong(Column::zone, "table_zone", {{"text", zone}});
    return zone;
  }

  static std::string help(TableLine &line) {
    auto address = line.text(Column::help_url, most_title);
    if (!address.empty() && address.find("://") == std::string::npos) address = "https://" + address;
    if (address.size() > most_title || address.find(' ') != std::string::npos)
      line.wrong(Column::help_url, "table_address", {{"text", address}});
    return address;
  }

  void quota(TableLine &line, const std::string &id) {
    auto written = line.text(Column::quota);
    if (written.empty()) return;
    auto text = written;
    std::replace(text.begin(), text.end(), ',', '.');
    auto bytes = board::parse_bytes(text);
    constexpr std::uint64_t least = 1'000'000;
    if (bytes && *bytes >= least)
      draft_.quotas[id] = *bytes;
    else
      line.wrong(Column::quota, "table_quota", {{"text", written}});
  }

  Draft draft_;
  Table table_;
  Findings findings_;
  std::map<std::string, std::string> ids_; // and where it stands
  std::set<std::string> others_;           // languages that the publication does not name
};

}

Result<Draft> with_screens_table(Draft said, const std::string &path) {
  std::vector<Finding> warnings;
  auto table = read_table(path, TableKind::screens, warnings);
  if (!table) return fail(table.error());
  said.warnings.insert(said.warnings.end(), warnings.begin(), warnings.end());
  return ScreensTable(std::move(said), std::move(*table)).read();
}

}
