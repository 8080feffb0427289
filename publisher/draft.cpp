#include "publisher/draft.h"

#include "publisher/bare_folder.h"
#include "publisher/file_names.h"
#include "publisher/refusal.h"
#include "publisher/spreadsheet.h"
#include "publisher/unicode.h"

#include <algorithm>
#include <filesystem>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

// Length of the UTF-8 sequence at `at`, 0 where there is none.
std::size_t sequence(std::string_view text, std::size_t at) {
  auto first = static_cast<unsigned char>(text[at]);
  std::size_t length = first < 0x80   ? 1
                       : first < 0xC2 ? 0
                       : first < 0xE0 ? 2
                       : first < 0xF0 ? 3
                       : first < 0xF5 ? 4
                                      : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return 0;
  auto second = length > 2 ? static_cast<unsigned char>(text[at + 1]) : 0x90;
  bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  bool outside = (first == 0xED && second >= 0xA0) || (first == 0xF4 && second >= 0x90);
  return overlong || outside ? 0 : length;
}

}

std::string source_name(std::string_view path) {
  constexpr std::size_t most = 1024;
  auto name = path.substr(path.rfind('/') + 1);
  std::string out;
  for (std::size_t i = 0; i < name.size();) {
    auto length = sequence(name, i);
    auto c = static_cast<unsigned char>(name[i]);
    bool control =
        c < 32 || c == 127 || (c == 0xC2 && length == 2 && static_cast<unsigned char>(name[i + 1]) < 0xA0);
    auto piece = length && !control ? name.substr(i, length) : std::string_view("\xef\xbf\xbd");
    if (out.size() + piece.size() > most) break;
    out += piece;
    i += std::max<std::size_t>(length, 1);
  }
  return out;
}

namespace {

// Where sheaf.toml has such things too, rows of the table would vanish without a word.
void tell_unread(Draft &said, const std::string &table, const char *key, const std::string &where) {
  if (!table.empty())
    said.warnings.push_back(
        finding(fs::path(table).filename().string(), "table_unread", {{"key", key}, {"where", where}}));
}

Result<Draft> with_items(Draft said, const std::string &folder) {
  auto table = table_in(folder, {"danh muc", "items"});
  if (!said.items.empty()) {
    auto where = said.items.front().where;
    tell_unread(said, table.value_or("danh-muc"), "[[item]]", where);
    tell_unnamed(said, where.substr(0, where.rfind(':')), FolderNames(folder), folder);
    return said;
  }
  if (!table) return fail(table.error());
  if (table->empty()) return with_bare_files(std::move(said), folder);
  auto listed = with_items_table(std::move(said), *table);
  if (!listed || !listed->items.empty() || !listed->mistakes.empty()) return listed;
  auto empty = finding(fs::path(*table).filename().string(), "table_empty"); // as 'sheaf new' has made it
  auto bare = with_bare_files(std::move(*listed), folder);
  if (bare && !bare->items.empty()) bare->warnings.push_back(empty);
  return bare;
}

Result<Draft> with_screens(Draft said, const std::string &folder) {
  auto table = table_in(folder, {"man hinh", "screens"});
  if (!said.about.screens.empty()) {
    tell_unread(said, table.value_or("man-hinh"), "[[screen]]",
                said.places.screens[said.about.screens.front().id]);
    return said;
  }
  if (!table) return fail(table.error());
  return table->empty() ? Result<Draft>(std::move(said)) : with_screens_table(std::move(said), *table);
}

Result<Draft> read(const std::string &source);

bool lies_in(const fs::path &path, const fs::path &folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

// Somebody's own folder may be at the other end: what is published is what lies there.
void tell_links_out_of(const std::string &folder, Draft &draft) {
  std::error_code error;
  auto real = fs::canonical(folder, error);
  for (const auto &item : draft.items)
    for (const auto &[language, path] : item.files) {
      auto leads_to = fs::canonical(path, error);
      bool written_so = !lies_in(fs::path(path).lexically_normal(), fs::path(folder).lexically_normal());
      if (!error && !written_so && !lies_in(leads_to, real))
        draft.warnings.push_back(finding(path, "leads_elsewhere", {{"path", leads_to.string()}}));
    }
}

std::string folder_around(const std::string &path) {
  auto folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}

void add_audience_tags(DraftItem &item) {
  auto &tags = item.item.tags;
  for (const auto &id : item.audience)
    if (std::find(tags.begin(), tags.end(), id) == tags.end()) tags.push_back(id);
}

Result<Draft> with_folder(Draft said, const std::string &folder) {
  Draft rows;
  rows.about.screens = said.about.screens;
  rows.about.languages = said.about.languages; // to tell those that are none of them
  rows.quotas = said.quotas;
  rows.places = said.places;
  auto screens = with_screens(std::move(rows), folder);
  auto items = with_items(std::move(said), folder);
  if (!items && !screens)
    return fail(items.error().kind, items.error().text + "\n" + screens.error().text); // all at once
  if (!items || !screens) return items ? std::move(screens) : std::move(items);
  items->about.screens = std::move(screens->about.screens);
  items->quotas = std::move(screens->quotas);
  items->places.screens = std::move(screens->places.screens);
  items->warnings.insert(items->warnings.end(), screens->warnings.begin(), screens->warnings.end());
  items->mistakes.insert(items->mistakes.end(), screens->mistakes.begin(), screens->mistakes.end());
  return items;
}

Result<Draft> without_mistakes(Result<Draft> draft) {
  if (draft && !draft->mistakes.empty()) return fail(error_of(draft->mistakes));
  return draft;
}

Result<Draft> read_draft(const std::string &source) {
  return without_mistakes(read_draft_with_mistakes(source));
}

Result<Draft> read_draft_with_mistakes(const std::string &source) {
  std::error_code ignored;
  auto draft = read(source);
  if (!draft) return draft;
  tell_links_out_of(fs::is_directory(source, ignored) ? source : folder_around(source), *draft);
  if (draft->places.whole.empty()) draft->places.whole = source;
  return draft;
}

namespace {

Result<Draft> read(const std::string &source) {
  std::error_code ignored;
  auto inside = source + "/sheaf.toml";
  if (fs::is_directory(source, ignored))
    return fs::exists(inside, ignored) ? draft_of_toml(inside) : with_folder(Draft(), source);
  if (source.ends_with(".toml")) return draft_of_toml(source);
  if (!fs::exists(source, ignored))
    return refuse(ErrorKind::absent, is_link(source) ? "source_link" : "no_source", {{"file", source}});
  if (plain_words(fs::path(source).stem().string()) == "danh muc" && is_table_name(source))
    return read(folder_around(source));
  return refuse(ErrorKind::refused, "bad_source", {{"file", source}});
}

}

}
