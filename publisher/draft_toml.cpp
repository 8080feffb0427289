// sheaf.toml: what a person writes about a publication (publisher/README.md lists its keys).
#include "board/toml.h"
#include "playlist/head.h"
#include "publisher/dates.h"
#include "publisher/draft.h"
#include "publisher/file_names.h"
#include "publisher/limits.h"
#include "publisher/office_files.h"
#include "publisher/toml_findings.h"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;
using board::TomlReader;
using playlist::Words;

constexpr Bytes most_toml = 16_MiB;
constexpr std::size_t most_needs = 16;
const std::vector<std::string> boards{"pi3", "pi4", "pi5", "pc"};

bool is_language(const std::string &tag) {
  static const std::regex shape("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");
  constexpr std::size_t most = 35;
  return tag.size() <= most && std::regex_match(tag, shape);
}

void wrong(TomlReader &r, const std::string &key, const std::string &name,
           std::map<std::string, std::string> places) {
  places["key"] = key;
  r.wrong(key, toml_mistake(name, std::move(places)));
}

std::string id(TomlReader &r, const char *key, const std::string &example) {
  auto value = r.text(key, example);
  if (value && !playlist::valid_channel(*value)) wrong(r, key, "toml_bad_name", {{"text", *value}});
  return value.value_or("");
}

void too_many(TomlReader &r, const char *key, std::size_t count, std::size_t most) {
  wrong(r, key, "toml_too_many", {{"count", std::to_string(count)}, {"most", std::to_string(most)}});
}

void no_language(TomlReader &r, const char *key, const std::string &text, const char *example) {
  wrong(r, key, "toml_no_language", {{"text", text}, {"example", example}});
}

void few_languages(TomlReader &r, const char *key, const Words &value) {
  if (value.size() > most_listed) too_many(r, key, value.size(), most_listed);
}

Words words(TomlReader &r, const char *key, const char *example) {
  auto value = r.words(key, example, most_title).value_or(Words());
  few_languages(r, key, value);
  for (const auto &[language, text] : value) {
    if (!is_language(language)) no_language(r, key, language, example);
    if (text.empty()) wrong(r, key, "toml_empty", {{"example", example}});
  }
  return value;
}

std::vector<std::string> texts(TomlReader &r, const char *key, const char *example, std::size_t most,
                               std::size_t longest) {
  auto value = r.texts(key, example, longest).value_or(std::vector<std::string>());
  if (value.size() > most) too_many(r, key, value.size(), most);
  for (const auto &text : value)
    if (text.empty()) wrong(r, key, "toml_empty_within", {{"example", example}});
  return value;
}

std::vector<std::string> languages(TomlReader &r) {
  constexpr const char *example = "languages = [\"vi\", \"en\"]";
  auto value = texts(r, "languages", example, most_listed, most_tag);
  for (const auto &language : value)
    if (!is_language(language)) no_language(r, "languages", language, example);
  return value;
}

std::vector<std::string> needs(TomlReader &r) {
  auto value = texts(r, "needs", "needs = [\"feature\"]", most_needs, most_tag);
  for (const auto &need : value)
    if (!playlist::valid_channel(need)) wrong(r, "needs", "toml_no_feature", {{"text", need}});
  return value;
}

std::optional<Duration> duration(TomlReader &r, const char *key, const char *example, double least,
                                 double most) {
  auto value = r.number(key, example, least, most);
  return value ? std::optional(from_seconds(*value)) : std::nullopt;
}

std::optional<Fit> fit(TomlReader &r) {
  auto value = r.one_of("fit", {"contain", "cover", "stretch"});
  if (!value) return std::nullopt;
  return *value == "contain" ? Fit::contain : *value == "cover" ? Fit::cover : Fit::stretch;
}

std::optional<playlist::Loudness> loudness(TomlReader &item) {
  constexpr const char *example = "loudness = {lufs = -23, peak_db = -1}";
  auto r = item.table("loudness", example);
  if (!r) return std::nullopt;
  auto lufs = r->number("lufs", example, -70, 0), peak = r->number("peak_db", example, -70, 20);
  if (!r->has("lufs") || !r->has("peak_db"))
    wrong(item, "loudness", "toml_needs_both", {{"example", example}});
  r->done();
  if (!lufs || !peak) return std::nullopt;
  return playlist::Loudness{*lufs, *peak};
}

// One sheaf.toml being read.
class Toml {
public:
  Toml(std::string path, const board::TomlNode &tree)
      : path_(std::move(path)), errors_(path_),
        top_(std::get<board::TomlNode::Table>(tree.value), {}, errors_) {}

  Result<Draft> read() {
    head();
    groups();
    items();
    screens();
    top_.done();
    mistakes();
    if (draft_.items.empty() && !draft_.mistakes.empty()) return std::move(draft_);
    auto folder = fs::path(path_).parent_path().string();
    return with_folder(std::move(draft_), folder.empty() ? "." : folder);
  }

private:
  void mistakes() {
    auto found = findings_of(errors_);
    draft_.mistakes.insert(draft_.mistakes.end(), found.begin(), found.end());
  }

  [[nodiscard]] std::string where(board::TomlPlace place) const {
    return fs::path(path_).filename().string() + ":" + std::to_string(place.line);
  }

  void head() {
    auto &about = draft_.about;
    draft_.places.whole = where(top_.place("title"));
    about.channel = id(top_, "channel", "channel = \"hue\"");
    about.title = words(top_, "title", "title = {vi = \"Lễ hội\", en = \"Festival\"}");
    about.languages = languages(top_);
    if (auto order = top_.one_of("order", {"list", "name"}))
      about.order = *order == "name" ? playlist::Order::name : playlist::Order::list;
    about.needs = needs(top_);
    draft_.profile = top_.one_of("profile", boards).value_or("");
  }

  void groups() {
    draft_.about.themes = group("theme", theme_ids_, draft_.places.themes);
    draft_.audiences = group("audience", audience_ids_, draft_.places.audiences);
  }

  void lacks(const TomlReader &r, const std::string &table, const char *key, const char *example) {
    errors_.add(r.place(),
                toml_mistake("toml_lacks", {{"table", table}, {"key", key}, {"example", example}}));
  }

  static void twice(TomlReader &r, const std::string &table, const std::string &id) {
    wrong(r, "id", "toml_id_twice", {{"table", table}, {"id", id}});
  }

  std::vector<playlist::Theme> group(const std::string &key, std::set<std::string> &ids,
                                     std::map<std::string, std::string> &places) {
    std::vector<playlist::Theme> out;
    for (auto &r : top_.tables(key, "[[" + key + "]] on a line of its own", most_themes)) {
      playlist::Theme theme{id(r, "id", "id = \"festivals\""),
                            words(r, "title", "title = {vi = \"Lễ hội\", en = \"Festivals\"}")};
      if (!r.has("id")) lacks(r, key, "id", "id = \"festivals\"");
      if (!ids.insert(theme.id).second) twice(r, key, theme.id);
      places.emplace(theme.id, where(r.place()));
      out.push_back(std::move(theme));
      r.done();
    }
    return out;
  }

  void items() {
    for (auto &r : top_.tables("item", "[[item]] on a line of its own", playlist::most_items)) {
      DraftItem item;
      item.where = where(r.place());
      files(r, item);
      showing(r, item.item);
      words_of(r, item.item);
      audience(r, item);
      dates(r, item);
      item.subtitled = r.yes_no("subtitled", "subtitled = true");
      r.done();
      if (!item.files.empty()) draft_.items.push_back(std::move(item));
    }
  }

  void files(TomlReader &r, DraftItem &item) {
    constexpr const char *example =
        "file = \"boats.mp4\", or a file for each language: file = {vi = \"a.mp4\", en = \"b.mp4\"}";
    auto value = r.words("file", example, 4000);
    few_languages(r, "file", value.value_or(Words()));
    if (!r.has("file")) lacks(r, "item", "file", example);
    for (const auto &[language, name] : value.value_or(Words())) {
      if (!is_language(language)) no_language(r, "file", language, example);
      if (auto path = file(r, name); !path.empty()) item.files[language] = path;
    }
    item.item.source = item.files.empty() ? "" : source_name(item.files.begin()->second);
    if (auto source = r.text("source", "source = \"boats.mp4\"")) item.item.source = *source;
  }

  std::string file(TomlReader &r, const std::string &name) const {
    auto path = (fs::path(path_).parent_path() / name).string();
    std::error_code ignored;
    if (!name.empty() && fs::is_regular_file(path, ignored)) return path;
    r.wrong("file", is_link(name) ? toml_mistake("table_link", {{"link", name}})
                                  : toml_mistake("toml_no_file", {{"file", name}}));
    return {};
  }

  void showing(TomlReader &r, playlist::Item &item) {
    item.id = id(r, "id", "id = \"boats\"");
    if (!item.id.empty() && !item_ids_.insert(item.id).second) twice(r, "item", item.id);
    item.theme = id(r, "theme", "theme = \"festivals\"");
    if (!item.theme.empty() && !theme_ids_.contains(item.theme)) unknown(r, "theme", item.theme, theme_ids_);
    item.duration = duration(r, "seconds", "seconds = 15", 0.1, 86400);
    item.fit = fit(r);
    if (auto volume = r.whole("volume", "volume = 80", 0, 100)) item.volume = static_cast<int>(*volume);
    item.fade = duration(r, "fade", "fade = 0.5", 0, 10);
    item.evergreen = r.yes_no("evergreen", "evergreen = true").value_or(false);
    item.loudness = loudness(r);
  }

  static void unknown(TomlReader &r, const std::string &key, const std::string &written,
                      const std::set<std::string> &ids) {
    auto near = board::meant(written, {ids.begin(), ids.end()});
    wrong(r, key, near ? "toml_no_group_near" : "toml_no_group",
          {{"id", written}, {"near", near.value_or("")}});
  }

  void audience(TomlReader &r, DraftItem &item) {
    item.audience = texts(r, "audience", "audience = [\"youth\"]", most_listed, most_tag);
    for (const auto &written : item.audience)
      if (!written.empty() && !audience_ids_.empty() && !audience_ids_.contains(written))
        unknown(r, "audience", written, audience_ids_);
    bool few = item.item.tags.size() <= most_listed && item.audience.size() <= most_listed;
    add_audience_tags(item);
    if (few && item.item.tags.size() > most_listed)
      wrong(r, "audience", "toml_too_many_tags", {{"most", std::to_string(most_listed)}});
  }

  static void dates(TomlReader &r, DraftItem &item) {
    item.from = date(r, "from", "from = 2026-12-01", Edge::from);
    item.until = date(r, "until", "until = 2026-12-31", Edge::until);
    if (item.from && item.until && *item.until <= *item.from)
      r.wrong("until", toml_mistake("toml_until_before_from"));
  }

  static std::optional<Wall> date(TomlReader &r, const char *key, const char *example, Edge edge) {
    auto written = r.date(key, example);
    if (!written) return std::nullopt;
    auto at = parse_date(*written, edge);
    if (at) return *at;
    r.wrong(key, toml_mistake(at.error(), {{"day", *written}}));
    return std::nullopt;
  }

  static void words_of(TomlReader &r, playlist::Item &item) {
    item.title = words(r, "title", "title = {vi = \"Đua thuyền\", en = \"Boat race\"}");
    item.tags = texts(r, "tags", "tags = [\"river\"]", most_listed, most_tag);
    item.credit = r.text("credit", "credit = \"Photo: Lan\"", most_title).value_or("");
    item.contact = r.text("contact", "contact = \"0234 000 000\"", most_title).value_or("");
    item.needs = needs(r);
  }

  void screens() {
    for (auto &r : top_.tables("screen", "[[screen]] on a line of its own", playlist::most_screens)) {
      playlist::Screen s;
      s.id = id(r, "id", "id = \"hall-1\"");
      if (!r.has("id")) lacks(r, "screen", "id", "id = \"hall-1\"");
      if (!s.id.empty() && !screen_ids_.insert(s.id).second) twice(r, "screen", s.id);
      place_of(r, s);
      time_of(r, s);
      s.contact = r.text("contact", "contact = \"Ms Lan, 0234 000 000\"", most_title).value_or("");
      s.help_url = r.text("help_url", "help_url = \"https://example.vn/help\"", most_title).value_or("");
      if (!s.help_url.empty() && s.help_url.find("://") == std::string::npos)
        r.wrong("help_url", toml_mistake("toml_no_address"));
      s.profile = r.one_of("profile", boards).value_or("");
      quota(r, s.id);
      r.done();
      draft_.places.screens.emplace(s.id, where(r.place()));
      draft_.about.screens.push_back(std::move(s));
    }
  }

  void quota(TomlReader &r, const std::string &screen) {
    constexpr std::uint64_t least = 1'000'000;
    auto bytes = r.bytes("quota", "quota = \"10 GB\"");
    if (bytes && *bytes < least) r.wrong("quota", toml_mistake("toml_small_quota"));
    if (bytes) draft_.quotas[screen] = *bytes;
  }

  static void place_of(TomlReader &r, playlist::Screen &s) {
    s.name = r.text("name", "name = \"City hall\"", most_named).value_or("");
    s.ward = r.text("ward", "ward = \"Phú Hội\"", most_named).value_or("");
    s.place = r.text("place", "place = \"ground floor\"", most_named).value_or("");
    s.tags = texts(r, "tags", "tags = [\"school\"]", most_listed, most_tag);
    s.languages = languages(r);
  }

  static bool clock_at(const std::string &t, std::size_t at) {
    auto digit = [&](std::size_t i) { return t[at + i] >= '0' && t[at + i] <= '9'; };
    return digit(0) && digit(1) && t[at + 2] == ':' && digit(3) && digit(4) && t.substr(at, 2) < "24" &&
           t.substr(at + 3, 2) <= "59";
  }

  static void time_of(TomlReader &r, playlist::Screen &s) {
    s.zone = r.text("zone", "zone = \"Asia/Ho_Chi_Minh\"", most_tag).value_or("");
    if (s.zone.find(' ') != std::string::npos || s.zone.find("..") != std::string::npos ||
        s.zone.starts_with('/'))
      wrong(r, "zone", "toml_no_zone", {{"text", s.zone}});
    s.hours = r.text("hours", "hours = \"06:00-22:00\"").value_or("");
    if (!s.hours.empty() &&
        (s.hours.size() != 11 || s.hours[5] != '-' || !clock_at(s.hours, 0) || !clock_at(s.hours, 6)))
      wrong(r, "hours", "toml_no_hours", {{"text", s.hours}});
    if (auto turn = r.whole("orientation", "orientation = 90", 0, 270))
      s.orientation = static_cast<int>(*turn);
    if (s.orientation % 90 != 0)
      wrong(r, "orientation", "toml_no_turn", {{"is", std::to_string(s.orientation)}});
  }

  std::string path_;
  board::TomlErrors errors_;
  TomlReader top_;
  Draft draft_;
  std::set<std::string> theme_ids_, audience_ids_, item_ids_, screen_ids_;
};

}

Result<Draft> draft_of_toml(const std::string &path) {
  auto text = read_file(path, most_toml);
  if (!text) return fail(text.error());
  board::TomlErrors errors(path);
  auto tree = board::parse_toml(*text, errors);
  return tree ? Toml(path, *tree).read() : fail(error_of(findings_of(errors)));
}

}
