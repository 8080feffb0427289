#include "publisher/file_names.h"

#include "assets/bare_files.h"
#include "board/files.h"
#include "board/toml.h"
#include "playlist/natural_order.h"
#include "publisher/text_encoding.h"
#include "publisher/unicode.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

std::string without_ending(const std::string &name) {
  auto dot = name.rfind('.');
  return dot == std::string::npos || name.find('/', dot) != std::string::npos ? name : name.substr(0, dot);
}

// 'C:\Users\Lan\anh\a.jpg', "./a.jpg": with / alone, without what stands before the first name.
std::string with_slashes(std::string_view written) {
  std::string out(written);
  std::replace(out.begin(), out.end(), '\\', '/');
  if (out.size() > 1 && out[1] == ':') out.erase(0, 2);
  for (;;) {
    if (out.starts_with("./"))
      out.erase(0, 2);
    else if (out.starts_with('/'))
      out.erase(0, 1);
    else
      return out;
  }
}

FolderNames::How certain(std::string_view name, std::string_view written) {
  return composed(name) == composed(written) ? FolderNames::How::exact : FolderNames::How::case_only;
}

}

bool is_link(const std::string &written) {
  auto small = without_case(written);
  static constexpr std::array starts{"http://",         "https://",   "www.",
                                     "youtube.com/",    "youtu.be/",  "facebook.com/",
                                     "m.facebook.com/", "fb.watch/",  "drive.google.com/",
                                     "zalo.me/",        "tiktok.com/"};
  return std::any_of(starts.begin(), starts.end(), [&](const char *s) { return small.starts_with(s); });
}

std::string link_in(const std::string &path) {
  auto ending = without_case(fs::path(path).extension().string());
  if (ending != ".txt" && ending != ".url") return {};
  auto bytes = board::read_whole(path, 4_KiB);
  if (!bytes) return {};
  auto text = trimmed(decoded(*bytes, encoding_of(*bytes)));
  static const std::regex shortcut(R"((?:^|[\r\n])url=([^\r\n]+))", std::regex::icase);
  std::smatch part;
  if (std::regex_search(text, part, shortcut)) text = trimmed(part[1].str());
  return is_link(text) && text.find_first_of(" \r\n\t") == std::string::npos ? text : "";
}

bool has_ending(const std::string &name) {
  auto dot = name.rfind('.');
  constexpr std::size_t longest = 5;
  return dot != std::string::npos && dot + 1 < name.size() && name.size() - dot - 1 <= longest &&
         name.find(' ', dot) == std::string::npos;
}

FolderNames::FolderNames(std::string folder) : folder_(std::move(folder)) {
  constexpr std::size_t most = 100'000;
  constexpr int deepest = 4;
  std::error_code error;
  std::size_t n = 0;
  for (fs::recursive_directory_iterator entry(folder_, fs::directory_options::skip_permission_denied, error),
       end;
       !error && entry != end && n < most; entry.increment(error), ++n) {
    auto leaf = entry->path().filename().string();
    std::error_code ignored;
    if (leaf.starts_with('.') || entry.depth() >= deepest) entry.disable_recursion_pending();
    if (leaf.starts_with('.') || !entry->is_regular_file(ignored)) continue;
    auto name = entry->path().lexically_relative(folder_).generic_string();
    by_name_[without_case(name)].push_back(name);
    if (assets::playable_name(leaf)) by_stem_[without_case(without_ending(name))].push_back(name);
    by_plain_[plain_words(without_ending(leaf))].push_back(name);
    if (entry.depth() == 0 && assets::playable_name(leaf)) playable_.push_back(name);
  }
  std::sort(playable_.begin(), playable_.end(), playlist::natural_less);
}

FolderNames::Found FolderNames::found(How how, const std::string &name) const {
  return {how, (fs::path(folder_) / name).string(), {composed(name)}};
}

// Names that are the same without case. One that is written byte by byte as it is on the disk goes before
// all.
FolderNames::Found FolderNames::among(const Names &names, std::string_view written) const {
  if (names.size() == 1) return found(certain(names.front(), written), names.front());
  Found several{How::several, {}, {}};
  Names same;
  for (const auto &name : names) {
    if (name == written) return found(How::exact, name);
    if (certain(name, written) == How::exact) same.push_back(name);
    several.names.push_back(composed(name));
  }
  if (same.size() == 1) return found(How::exact, same.front());
  std::sort(several.names.begin(), several.names.end());
  return several;
}

FolderNames::Found FolderNames::find(std::string_view written) const {
  auto path = with_slashes(written);
  for (auto rest = std::string_view(path);;) {
    if (auto same = by_name_.find(without_case(rest)); same != by_name_.end())
      return among(same->second, rest);
    auto slash = rest.find('/');
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  return guess(path.substr(path.rfind('/') + 1));
}

FolderNames::Found FolderNames::guess(const std::string &name) const {
  if (auto stem = by_stem_.find(without_case(name)); stem != by_stem_.end()) {
    if (stem->second.size() == 1) return found(How::ending, stem->second.front());
    Found several{How::several, {}, stem->second};
    for (auto &each : several.names) each = composed(each);
    std::sort(several.names.begin(), several.names.end());
    return several;
  }
  if (auto plain = by_plain_.find(plain_words(without_ending(name))); plain != by_plain_.end())
    return {How::none, {}, {composed(plain->second.front())}};
  constexpr std::size_t few = 1000; // comparing with each takes its time
  auto near = playable_.size() <= few ? board::meant(name, playable_) : std::nullopt;
  return {How::none, {}, near ? Names{composed(*near)} : Names{}};
}

}
