// A table of items: a row for each, a file or one for each language (publisher/README.md lists its columns).
#include "playlist/head.h"
#include "publisher/bare_folder.h"
#include "publisher/dates.h"
#include "publisher/draft.h"
#include "publisher/file_names.h"
#include "publisher/limits.h"
#include "publisher/named_things.h"
#include "publisher/names.h"
#include "publisher/table.h"
#include "publisher/table_doubts.h"
#include "publisher/unicode.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <regex>
#include <set>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t few = 4;

// "15", "15 giây", "1:30", "1'30", "0:01:30", "1 phút 30 giây": seconds.
std::optional<double> seconds_of(const std::string &written) {
  static const std::regex plain(R"((\d+(?:[.,]\d+)?) ?(?:s|sec|giay|seconds?|")?)"),
      clock(R"((?:(\d{1,2}):)?(\d{1,3}):(\d{2}))"),
      spoken(R"((\d+) ?(?:'|′|’|p|ph|phut|m|min|minutes?) ?(?:(\d{1,2}) ?(?:s|sec|giay|seconds?|''|"|”)?)?)");
  constexpr std::size_t longest = 64; // bytes; regular expressions are not for more
  if (written.size() > longest) return std::nullopt;
  auto letters = plain_letters(written);
  std::smatch part;
  if (std::regex_match(letters, part, plain)) return number_of(part[1].str());
  if (std::regex_match(letters, part, clock))
    return 3600 * number_of(part[1].str()).value_or(0) + 60 * *number_of(part[2].str()) +
           *number_of(part[3].str());
  if (std::regex_match(letters, part, spoken))
    return 60 * *number_of(part[1].str()) + number_of(part[2].str()).value_or(0);
  return std::nullopt;
}

class ItemsTable {
public:
  ItemsTable(Draft said, std::string path, Table table)
      : draft_(std::move(said)), table_(std::move(table)), folder_(folder_of_table(path)), names_(folder_),
        themes_(draft_.about.themes, most_themes), audiences_(draft_.audiences, most_themes) {}

  Result<Draft> read() {
    draft_.mistakes.insert(draft_.mistakes.end(), table_.mistakes.begin(), table_.mistakes.end());
    if (table_.rows.size() > playlist::most_items)
      findings_.add(table_.file, "table_too_many", {{"most", std::to_string(playlist::most_items)}});
    american_ = tell_months_first(table_, findings_);
    for (const auto &column : table_.columns)
      tell_other(table_.file + ": " + column.shown, column.heading.language);
    for (const auto &row : table_.rows) {
      TableLine line(table_, row, findings_);
      if (is_item(line)) add(line);
    }
    findings_.append_to(draft_.mistakes);
    if (!draft_.items.empty()) tell_unnamed(draft_, table_.file, names_, folder_);
    return std::move(draft_);
  }

private:
  static std::string folder_of_table(const std::string &path) {
    auto folder = fs::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
  }

  // "I. Hoạt động thường niên", "Tổng cộng": people write such rows between the others.
  bool is_item(const TableLine &line) {
    if (line.has(Column::file) || line.has(Column::link)) return line.filled() > 1 || !is_heading(line);
    if (line.filled() > 1) return true;
    if (line.filled() == 1) warn(line.where(), "table_row_passed_over", {});
    return false;
  }

  bool is_heading(const TableLine &line) {
    auto files = line.by_language(Column::file);
    if (files.size() != 1 || is_link(files.begin()->second)) return false;
    const auto &only = files.begin()->second;
    bool heading = table_.columns.size() > 1 && !has_ending(only) && names_a_section(line, only);
    if (heading) warn(line.where(), "table_row_passed_over", {});
    return heading;
  }

  [[nodiscard]] bool files_alone() const {
    return std::count_if(table_.columns.begin(), table_.columns.end(),
                         [](const TableColumn &c) { return c.heading.column != Column::ignored; }) == 1;
  }

  // Merged over all columns, it lies in the first; or beside its number, "I | LỄ HỘI", where "1 | le-hoi" is
  // a file without its ending.
  bool names_a_section(const TableLine &line, const std::string &only) {
    using How = FolderNames::How;
    auto found = names_.find(only);
    if (line.spread()) return found.how != How::exact;
    auto numbered = line.numbered();
    if (numbered == Numbered::no) return only.find(' ') != std::string::npos && found.how == How::none;
    bool same = found.how == How::several ||
                (found.how == How::ending && found.names.front().starts_with(composed(only) + "."));
    return found.how != How::exact && !(numbered == Numbered::digits && (same || files_alone()));
  }

  void warn(const std::string &where, std::string_view name, Filling filling) {
    if (draft_.warnings.size() < most_findings)
      draft_.warnings.push_back(finding(where, name, std::move(filling)));
  }

  void add(TableLine &line) {
    DraftItem item;
    item.where = line.where();
    files(line, item);
    words(line, item.item);
    groups(line, item);
    showing(line, item.item);
    dates(line, item);
    item.subtitled = line.yes_no(Column::subtitled);
    if (!item.files.empty()) draft_.items.push_back(std::move(item));
  }

  // Beside others, a cell whose column names no language is in the publication's first.
  std::string language_of_row(TableLine &line, bool beside_others) {
    if (auto written = line.text(Column::languages); !written.empty()) {
      auto language = language_of(written);
      if (!language) line.wrong(Column::languages, "table_language", {{"text", written}});
      tell_other(line.where(Column::languages), language.value_or(""));
      return language.value_or("und");
    }
    if (!beside_others) return "und";
    return draft_.about.languages.empty() ? "vi" : draft_.about.languages.front();
  }

  // Once each.
  void tell_other(const std::string &where, const std::string &language) {
    const auto &languages = draft_.about.languages;
    if (!is_among(language, languages) && others_.insert(language).second)
      warn(where, "table_language_other",
           {{"language", language}, {"languages", some_of(languages, most_listed)}});
  }

  // A title that is not written is missing; a file that is not there for a language is the same for all.
  [[nodiscard]] bool titles_have_languages() const {
    return std::any_of(table_.columns.begin(), table_.columns.end(), [](const TableColumn &c) {
      return c.heading.column == Column::title && !c.heading.language.empty();
    });
  }

  void files(TableLine &line, DraftItem &item) {
    auto written = line.by_language(Column::file);
    for (const auto &[language, name] : written) {
      auto key = language.empty() ? language_of_row(line, written.size() > 1) : language;
      if (auto path = file(line, language, name); !path.empty() && !item.files.emplace(key, path).second)
        line.wrong(Column::file, "table_file_twice", {{"language", key}}, language);
    }
    if (auto link = line.text(Column::link, 1000); !line.has(Column::file)) {
      if (is_link(link))
        line.wrong(Column::link, "table_link", {{"link", link}});
      else
        line.wrong(Column::file, "table_no_file");
    }
    if (!item.files.empty()) item.item.source = source_name(item.files.begin()->second);
  }

  std::string file(TableLine &line, const std::string &language, const std::string &name) {
    using How = FolderNames::How;
    if (is_link(name)) {
      line.wrong(Column::file, "table_link", {{"link", name}}, language);
      return {};
    }
    auto found = names_.find(name);
    if (auto link = found.path.empty() ? std::string() : link_in(found.path); !link.empty()) {
      line.wrong(Column::file, "table_link", {{"link", link}}, language);
      return {};
    }
    auto first = found.names.empty() ? std::string() : found.names.front();
    if (found.how == How::several)
      line.wrong(Column::file, "table_several", {{"name", name}, {"names", some_of(found.names, few)}},
                 language);
    else if (found.how == How::none && first.empty())
      line.wrong(Column::file, "table_missing", {{"name", name}}, language);
    else if (found.how == How::none)
      line.wrong(Column::file, "table_missing_near", {{"name", name}, {"near", first}}, language);
    else if (found.how != How::exact)
      warn(line.where(Column::file, language), found.how == How::ending ? "table_ending" : "table_case",
           {{"name", name}, {"found", first}});
    return found.path;
  }

  void words(TableLine &line, playlist::Item &item) {
    auto titles = line.by_language(Column::title);
    for (const auto &[language, title] : titles) {
      if (title.size() > most_title)
        line.wrong(Column::title, "table_long", {{"most", std::to_string(most_title)}, {"text", title}},
                   language);
      auto key = language.empty() ? language_of_row(line, titles_have_languages()) : language;
      if (!item.title.emplace(key, title).second)
        line.wrong(Column::title, "table_title_twice", {{"language", key}}, language);
    }
    item.credit = line.text(Column::credit, most_title);
    item.contact = line.text(Column::contact, most_title);
    item.id = id(line);
  }

  std::string id(TableLine &line) {
    auto id = line.text(Column::id);
    if (id.empty()) return id;
    if (!playlist::valid_channel(id))
      line.wrong(Column::id, "table_id", {{"id", id}, {"near", slug(id + ".")}});
    auto [first, fresh] = ids_.emplace(id, line.where());
    if (!fresh) line.wrong(Column::id, "table_id_twice", {{"id", id}, {"first", first->second}});
    return id;
  }

  void groups(TableLine &line, DraftItem &item) {
    if (auto name = line.text(Column::theme, most_title); !name.empty())
      item.item.theme = group(line, Column::theme, themes_, name, draft_.places.themes);
    item.item.tags = line.list(Column::tags, most_listed, most_tag);
    for (const auto &name : line.list(Column::audience, most_listed, most_tag)) {
      auto id = group(line, Column::audience, audiences_, name, draft_.places.audiences);
      if (!id.empty() && std::find(item.audience.begin(), item.audience.end(), id) == item.audience.end())
        item.audience.push_back(id);
    }
    add_audience_tags(item);
    if (item.item.tags.size() > most_listed)
      line.wrong(Column::tags, "table_many", {{"most", std::to_string(most_listed)}});
  }

  // `places`: of those that the sheaf.toml has, else of the first row that names one.
  static std::string group(TableLine &line, Column column, NamedThings &things, const std::string &name,
                           std::map<std::string, std::string> &places) {
    if (auto id = things.id_of(name)) return places.emplace(*id, line.where(column)), *id;
    if (auto near = things.nearest(name))
      line.wrong(column, "table_group_near", {{"name", name}, {"near", *near}});
    else
      line.wrong(column, "table_group", {{"name", name}, {"some", things.some()}});
    return {};
  }

  void showing(TableLine &line, playlist::Item &item) {
    if (auto written = line.text(Column::seconds); !written.empty()) {
      auto value = seconds_of(written);
      if (value && *value >= 0.1 && *value <= 86400)
        item.duration = from_seconds(*value);
      else
        line.wrong(Column::seconds, "table_seconds", {{"text", written}});
      if (value && *value >= 3600) warn(line.where(Column::seconds), "table_hours_long", {{"text", written}});
    }
    item.volume = volume(line);
    item.fit = fit(line);
    if (auto fade = line.number(Column::fade, 0, 10)) item.fade = from_seconds(*fade);
    item.evergreen = line.yes_no(Column::evergreen).value_or(false);
  }

  // A workbook keeps 80 % as 0.8.
  static std::optional<int> volume(TableLine &line) {
    auto written = line.text(Column::volume);
    if (written.empty()) return std::nullopt;
    bool percent = written.ends_with('%');
    auto value = number_of(trimmed(written.substr(0, written.size() - (percent ? 1 : 0))));
    if (value && !percent && *value > 0 && *value < 1) value = *value * 100;
    bool good = value && *value >= 0 && *value <= 100 && (percent || *value != 1);
    if (!good) line.wrong(Column::volume, "table_volume", {{"text", written}});
    return good ? std::optional(static_cast<int>(std::lround(*value))) : std::nullopt;
  }

  static std::optional<Fit> fit(TableLine &line) {
    static const std::map<std::string, Fit> all{
        {"contain", Fit::contain}, {"vua", Fit::contain},       {"vua khung", Fit::contain},
        {"tron", Fit::contain},    {"tron hinh", Fit::contain}, {"cover", Fit::cover},
        {"day", Fit::cover},       {"lap day", Fit::cover},     {"phu kin", Fit::cover},
        {"kin", Fit::cover},       {"stretch", Fit::stretch},   {"gian", Fit::stretch},
        {"keo gian", Fit::stretch}};
    auto written = line.text(Column::fit);
    if (written.empty()) return std::nullopt;
    if (auto found = all.find(plain_words(written)); found != all.end()) return found->second;
    line.wrong(Column::fit, "table_fit", {{"text", written}});
    return std::nullopt;
  }

  void dates(TableLine &line, DraftItem &item) {
    item.from = date(line, Column::from, Edge::from);
    item.until = date(line, Column::until, Edge::until);
    if (american_) return; // told
    if (item.from && item.until && *item.until <= *item.from)
      line.wrong(Column::until, "date_order",
                 {{"from", line.text(Column::from)}, {"until", line.text(Column::until)}});
  }

  std::optional<Wall> date(TableLine &line, Column column, Edge edge) {
    auto written = line.text(column);
    if (written.empty() || written == "-") return std::nullopt;
    auto at = parse_date(written, edge);
    if (at) return *at;
    if (american_ && month_first(written) != MonthFirst::no) return std::nullopt; // told
    line.wrong(column, at.error(), {{"day", written}});
    return std::nullopt;
  }

  Draft draft_;
  Table table_;
  std::string folder_;
  FolderNames names_;
  NamedThings themes_, audiences_;
  Findings findings_;
  bool american_ = false;                  // dates have their months first
  std::map<std::string, std::string> ids_; // and where it stands
  std::set<std::string> others_;           // languages that the publication does not name
};

}

Result<Draft> with_items_table(Draft said, const std::string &path) {
  std::vector<Finding> warnings;
  auto table = read_table(path, TableKind::items, warnings);
  if (!table) return fail(table.error());
  said.warnings.insert(said.warnings.end(), warnings.begin(), warnings.end());
  return ItemsTable(std::move(said), path, std::move(*table)).read();
}

}
