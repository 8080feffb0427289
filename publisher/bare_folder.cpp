#include "publisher/bare_folder.h"

#include "assets/bare_files.h"
#include "playlist/natural_order.h"
#include "publisher/documents.h"
#include "publisher/named_things.h"
#include "publisher/refusal.h"
#include "publisher/unicode.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

constexpr std::array tables{"danh muc", "items", "man hinh", "screens"};
constexpr std::array ours{"sheaf.toml", "HUONG-DAN.txt", "KET-QUA.html"};

template<class All> bool among(const All &all, const std::string &name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

// "danh-muc (1).csv", "Danh mục tháng 12.xlsx": somebody takes it for the list.
bool looks_like_table(const fs::path &path) {
  auto stem = plain_words(path.stem().string());
  return is_table_name(path.string()) && std::any_of(tables.begin(), tables.end(), [&](const char *name) {
           return stem.starts_with(name) && stem != name;
         });
}

bool holds_films(const fs::path &folder) {
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (assets::playable_name(i->path().filename().string())) return true;
  return false;
}

// Hidden things, locks of programs that have a file open, and what we have put there or read.
bool is_nobodys(const fs::path &path) {
  auto name = path.filename().string();
  bool read = is_table_name(name) && among(tables, plain_words(path.stem().string()));
  return name.starts_with('.') || name.starts_with('~') || read || among(ours, name);
}

// Telephones take them; who copies one here expects to see it.
bool is_heic(const fs::path &path) {
  auto ending = without_case(path.extension().string());
  return ending == ".heic" || ending == ".heif";
}

void tell(Draft &draft, const fs::directory_entry &entry) {
  std::error_code ignored;
  auto name = source_name(entry.path().string());
  auto link = link_in(entry.path().string());
  if (entry.is_directory(ignored)) {
    if (holds_films(entry.path())) draft.ignored.push_back(name + "/");
  } else if (!link.empty()) {
    draft.mistakes.push_back(finding(name, "table_link", {{"link", link}}));
  } else if (looks_like_table(entry.path())) {
    draft.mistakes.push_back(finding(name, "table_other_name"));
  } else if (is_heic(entry.path())) {
    draft.mistakes.push_back(finding(name, "heic"));
  } else {
    draft.ignored.push_back(name);
  }
}

void tell_what_is_left(Draft &draft, const std::string &folder, const std::vector<std::string> &shown) {
  std::set<fs::path> taken(shown.begin(), shown.end());
  std::vector<fs::directory_entry> left;
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (!taken.contains(i->path()) && !is_nobodys(i->path())) left.push_back(*i);
  std::sort(left.begin(), left.end());
  for (const auto &entry : left) tell(draft, entry);
}

}

bool is_table_name(const std::string &name) {
  auto ending = without_case(fs::path(name).extension().string());
  return ending == ".csv" || ending == ".tsv" || ending == ".txt" || ending == ".xlsx";
}

void tell_unnamed(Draft &draft, const std::string &file, const FolderNames &names,
                  const std::string &folder) {
  constexpr std::size_t few = 4;
  std::set<fs::path> named;
  for (const auto &item : draft.items)
    for (const auto &[language, path] : item.files) named.insert(fs::path(path).lexically_normal());
  std::vector<std::string> left;
  for (const auto &name : names.playable())
    if (!named.contains((fs::path(folder) / name).lexically_normal())) left.push_back(composed(name));
  if (left.empty()) return;
  draft.warnings.push_back(
      finding(file, "table_unnamed",
              {{"file", file}, {"count", std::to_string(left.size())}, {"names", some_of(left, few)}}));
}

Result<Draft> with_bare_files(Draft draft, const std::string &folder) {
  auto listing = assets::BareFiles({folder}).list();
  if (!listing.absent.empty())
    return refuse(Error{ErrorKind::absent, listing.absent.front()}, "folder_unread", {{"folder", folder}});
  auto documents = documents_in(folder);
  listing.files.insert(listing.files.end(), documents.begin(), documents.end());
  std::sort(listing.files.begin(), listing.files.end(), playlist::natural_less);
  tell_what_is_left(draft, folder, listing.files);
  for (const auto &path : listing.files) {
    DraftItem item;
    item.item.source = source_name(path);
    item.files["und"] = path;
    item.where = item.item.source;
    draft.items.push_back(std::move(item));
  }
  if (draft.items.empty() && draft.mistakes.empty())
    draft.mistakes.push_back(finding(folder, "folder_empty"));
  return draft;
}

}
