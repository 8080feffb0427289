#include "publisher/cache.h"

#include "board/clock.h"
#include "board/files.h"
#include "publisher/html.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace sheaf::publisher {
namespace {

using nlohmann::json;
constexpr int format = 2; // of the file, and of what cleaning does: a new number forgets all
constexpr Bytes most_file = 64_MiB;

json written(const Known &k) {
  json out{{"stamp", {k.stamp.size, k.stamp.inode, k.stamp.device, k.stamp.modified, k.stamp.changed}},
           {"digest", k.digest.hex()},
           {"size", k.size},
           {"film", k.facts.kind == playlist::ItemKind::film}};
  if (k.list) out["list"] = k.list->hex();
  if (k.facts.duration) out["duration"] = k.facts.duration->count();
  if (!k.left.empty()) out["left"] = k.left;
  if (k.loudness) out["loudness"] = {k.loudness->lufs, k.loudness->peak_db};
  return out;
}

Known read_known(const json &j) { // throws where it is not one
  auto digest = [](const json &hex) { return Digest::parse(hex.get<std::string>()).value(); };
  const auto &s = j.at("stamp");
  Known k;
  k.stamp = {s.at(0), s.at(1), s.at(2), s.at(3), s.at(4)};
  k.digest = digest(j.at("digest"));
  k.size = j.at("size");
  if (j.contains("list")) k.list = digest(j["list"]);
  k.facts.kind = j.at("film") ? playlist::ItemKind::film : playlist::ItemKind::still;
  if (j.contains("duration")) k.facts.duration = Duration(j["duration"].get<std::int64_t>());
  k.left = j.value("left", "");
  if (j.contains("loudness")) k.loudness = {j["loudness"].at(0), j["loudness"].at(1)};
  return k;
}

std::string key(const std::string &path, const std::string &board) {
  std::error_code error;
  return spelt(std::filesystem::absolute(path, error).lexically_normal().string() + "\n" + board);
}

std::int64_t nanoseconds(const timespec &t) { return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec; }

}

Result<Stamp> stamp_of(const std::string &path) {
  struct stat s {};
  if (::stat(path.c_str(), &s) != 0) return failed("open", path);
  if (!S_ISREG(s.st_mode)) return refuse(ErrorKind::refused, "not_a_file", {{"file", path}});
  return Stamp{static_cast<std::uint64_t>(s.st_size), s.st_ino, s.st_dev, nanoseconds(s.st_mtim),
               nanoseconds(s.st_ctim)};
}

bool settled(const Stamp &stamp) {
  auto now = board::now().wall.time_since_epoch().count();
  auto tick = stamp.modified % 1'000'000'000 == 0 ? Duration(2s) : Duration(20ms);
  return now - stamp.modified > tick.count() && now - stamp.changed > Duration(20ms).count();
}

std::string spelt(const std::string &path) {
  std::string out;
  for (char c : path) {
    char hex[4];
    auto u = static_cast<unsigned char>(c);
    std::snprintf(hex, sizeof hex, "%%%02X", u);
    if (u < 33 || u > 126 || c == '%')
      out += hex;
    else
      out += c;
  }
  return out;
}

Cache::Cache(std::string folder) : folder_(std::move(folder)) {
  auto text = board::read_whole(folder_ + "/files.json", most_file);
  if (!text) return;
  try {
    auto all = json::parse(*text);
    if (all.at("format") != format) return;
    for (const auto &[path, known] : all.at("files").items()) all_[path] = {read_known(known), false};
  } catch (const std::exception &) {
    all_.clear(); // it is a cache
  }
}

const Known *Cache::find(const std::string &path, const std::string &board, const Stamp &stamp) {
  auto found = all_.find(key(path, board));
  if (found == all_.end() || found->second.first.stamp != stamp) return nullptr;
  found->second.second = true;
  return &found->second.first;
}

void Cache::put(const std::string &path, const std::string &board, const Known &known) {
  all_[key(path, board)] = {known, true};
  changed_ = true;
}

Result<void> Cache::save() {
  if (!changed_) return {};
  for (auto i = all_.begin(); all_.size() > most && i != all_.end();)
    i = i->second.second ? std::next(i) : all_.erase(i);
  json files = json::object();
  for (const auto &[path, known] : all_) files[path] = written(known.first);
  if (auto made = make_folders(folder_); !made) return made;
  json all{{"format", format}, {"files", std::move(files)}};
  auto text = all.dump(-1, ' ', false, json::error_handler_t::replace); // words of files are in it
  return board::write_whole(folder_ + "/files.json", text, board::Durable::no);
}

std::string cache_folder(const std::string &named) {
  if (!named.empty()) return named + "/sheaf-cache";
  const char *cache = std::getenv("XDG_CACHE_HOME");
  if (cache && *cache == '/') return std::string(cache) + "/sheaf";
  const char *home = std::getenv("HOME");
  return std::string(home && *home ? home : "/var/tmp") + "/.cache/sheaf";
}

}
