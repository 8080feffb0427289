#include "publisher/rclone.h"
#include "publisher/office_files.h"

#include "publisher/child_output.h"
#include "publisher/refusal.h"
#include "publisher/times.h"

#include <filesystem>
#include <nlohmann/json.hpp>

namespace sheaf::publisher {
namespace {

using nlohmann::json;

constexpr Bytes most_listing = 64_MiB, most_words = 1_MiB;
constexpr Duration patience = std::chrono::hours(48); // rclone itself gives up a silent network
constexpr int no_folder = 3, no_file = 4;             // its exit codes (rclone.org/docs, "Exit Code")

// Its last line says what counts; times and levels stand before it.
std::string reason(const std::string &said) {
  auto end = said.find_last_not_of("\n ");
  if (end == std::string::npos) return "it does not say why";
  auto line = said.substr(0, end + 1);
  line = line.substr(line.rfind('\n') + 1);
  for (const char *level : {"ERROR : ", "NOTICE: ", "CRITICAL: ", "Failed to "})
    if (auto at = line.find(level); at != std::string::npos)
      return line.substr(at + std::string(level).size());
  return line;
}

ErrorKind kind_of(int code) {
  constexpr int temporary = 5;
  return code == no_folder || code == no_file ? ErrorKind::absent
         : code == temporary                  ? ErrorKind::transient
                                              : ErrorKind::refused;
}

}

bool is_remote(const std::string &place) {
  std::error_code ignored;
  auto colon = place.find(':'), slash = place.find('/');
  constexpr std::size_t shortest = 2; // one letter is a drive of Windows
  if (colon == std::string::npos || std::filesystem::exists(place, ignored)) return false;
  return colon == 0 ? place.find(':', 1) != std::string::npos : colon >= shortest && colon < slash;
}

std::string Rclone::at(std::string_view name) const {
  return place_ + (place_.ends_with(':') || place_.ends_with('/') ? "" : "/") + std::string(name);
}

Result<std::string> Rclone::run(std::vector<std::string> words, Bytes most) const {
  words.insert(words.begin(), "rclone");
  words.insert(words.end(),
               {"--ask-password=false", "--contimeout", "20s", "--timeout", "2m", "--stats", "0"});
  auto said = output_of(words, most, patience);
  if (!said && said.error().kind == ErrorKind::absent) return refuse(ErrorKind::refused, "rclone_missing");
  if (!said) return refuse(said.error(), "rclone_failed", {{"place", place_}});
  if (said->code == 0) return std::move(said->out);
  Error why{kind_of(said->code), "rclone " + words[1] + ": " + reason(said->err)};
  return refuse(why, "rclone_failed", {{"place", place_}});
}

Result<std::map<std::string, std::uint64_t>> Rclone::list(const std::string &folder) const {
  std::map<std::string, std::uint64_t> out;
  auto said = run({"lsjson", "--recursive", "--files-only", "--no-modtime", "--no-mimetype", at(folder)},
                  most_listing);
  if (!said && said.error().kind == ErrorKind::absent) return out;
  if (!said) return fail(said.error());
  auto all = json::parse(*said, nullptr, false);
  if (!all.is_array()) return refuse(ErrorKind::corrupt, "rclone_failed", {{"place", place_}, {"why", ""}});
  for (const auto &file : all)
    if (file.is_object() && file.contains("Path") && file["Path"].is_string() && file.contains("Size") &&
        file["Size"].is_number_unsigned())
      out[folder + "/" + file["Path"].get<std::string>()] = file["Size"].get<std::uint64_t>();
  return out;
}

Result<std::string> Rclone::read(const std::string &name, Bytes most) const {
  auto said = run({"cat", "--count", std::to_string(most.count + 1), at(name)}, Bytes{most.count + 1});
  if (said && said->size() > most.count)
    return refuse(ErrorKind::refused, "file_too_large", {{"file", at(name)}, {"most", told(most)}});
  return said;
}

Result<void> Rclone::fetch(const std::string &name, const std::string &to) const {
  auto said = run({"copyto", at(name), to}, most_words);
  return said ? Result<void>() : fail(said.error());
}

// --ignore-times: else one of the same size would count as the same, where nothing but sizes can be told.
Result<void> Rclone::put(const std::string &from, const std::string &name) const {
  auto said = run({"copyto", "--ignore-times", from, at(name)}, most_words);
  return said ? Result<void>() : fail(said.error());
}

Result<void> Rclone::remove(const std::string &name) const {
  auto said = run({"deletefile", at(name)}, most_words);
  return said ? Result<void>() : fail(said.error());
}

bool Rclone::tells_digests() const {
  if (tells_digests_) return *tells_digests_;
  auto said = run({"backend", "features", place_}, most_words);
  auto features = said ? json::parse(*said, nullptr, false) : json();
  tells_digests_ = features.is_object() && features.contains("Hashes") && features["Hashes"].is_array() &&
                   !features["Hashes"].empty();
  return *tells_digests_;
}

Result<void> Rclone::send(const std::string &folder, const std::vector<std::string> &names) const {
  if (names.empty()) return {};
  std::string list;
  for (const auto &name : names) list += name + "\n";
  auto list_file = folder + "/names";
  if (auto put = write_file(list_file, list, board::Durable::no); !put) return put;
  auto sent = run({"copy", "--copy-links", "--ignore-times", "--files-from-raw", list_file, folder, place_},
                  most_words);
  if (!sent) return fail(sent.error());
  std::vector<std::string> check{"check", "--one-way", "--copy-links", "--files-from-raw", list_file};
  if (!tells_digests()) check.emplace_back("--download");
  check.insert(check.end(), {folder, place_});
  auto checked = run(std::move(check), most_words);
  return checked ? Result<void>() : refuse(checked.error(), "remote_not_whole", {{"name", place_}});
}

}
