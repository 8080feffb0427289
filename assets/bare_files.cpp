#include "assets/bare_files.h"

#include "board/files.h"
#include "playlist/natural_order.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <set>
#include <string_view>
#include <sys/stat.h>

namespace sheaf::assets {
namespace {

constexpr Duration unchanged = 3s;
constexpr std::size_t most_files = 100'000; // in one folder

constexpr std::array<std::string_view, 62> endings{
    "jpg", "jpeg", "jpe",  "jfif", "png",   "apng", "webp", "gif", "avif", "tif",  "tiff", "svg",  "bmp",
    "jxl", "jp2",  "ppm",  "mp4",  "m4v",   "mov",  "qt",   "3gp", "3g2",  "mkv",  "webm", "ts",   "m2ts",
    "mts", "m2t",  "mpg",  "mpeg", "mpe",   "m1v",  "m2v",  "vob", "avi",  "divx", "ogv",  "ogg",  "ogm",
    "flv", "f4v",  "wmv",  "asf",  "mxf",   "dv",   "h264", "264", "avc",  "h265", "265",  "hevc", "obu",
    "ivf", "rm",   "rmvb", "nut",  "mjpeg", "mjpg", "vp9",  "wtv", "trp",  "tod"};

struct CloseDir {
  void operator()(DIR *d) const { ::closedir(d); }
};

bool may_be_file(const dirent &entry) {
  return entry.d_type == DT_REG || entry.d_type == DT_LNK || entry.d_type == DT_UNKNOWN;
}

// Names only: what they are is found when their turn comes, so that a folder of thousands starts as fast as
// one of five.
bool list_folder(const std::string &folder, Listing &listing) {
  std::unique_ptr<DIR, CloseDir> dir(::opendir(folder.c_str()));
  if (!dir) return false;
  std::vector<std::string> names;
  while (const dirent *entry = ::readdir(dir.get())) {
    if (!may_be_file(*entry)) continue;
    if (playable_name(entry->d_name))
      names.emplace_back(entry->d_name);
    else
      listing.ignored += entry->d_name[0] != '.';
    if (names.size() == most_files) break;
  }
  std::sort(names.begin(), names.end(), playlist::natural_less);
  for (auto &name : names) listing.files.push_back(folder + (folder.ends_with('/') ? "" : "/") + name);
  listing.folders.push_back(folder);
  return true;
}

// Nobody has it open for writing, as far as the system can tell: a read lease is granted only then
// (fcntl(2)).
bool nobody_writes(int fd) {
  if (::fcntl(fd, F_SETLEASE, F_RDLCK) != 0) return false;
  ::fcntl(fd, F_SETLEASE, F_UNLCK);
  return true;
}

}

bool playable_name(std::string_view name) {
  auto dot = name.rfind('.');
  if (name.starts_with('.') || dot == std::string_view::npos) return false;
  std::string ending(name.substr(dot + 1));
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

namespace {
std::string not_there(const std::string &name) {
  if (errno == ENOENT) return "'" + name + "' is not there";
  return "'" + name + "' cannot be read: " + std::strerror(errno);
}
}

Listing BareFiles::list() {
  Listing listing;
  for (auto &name : names_) {
    struct stat s {};
    if (::stat(name.c_str(), &s) != 0)
      listing.absent.push_back(not_there(name));
    else if (!S_ISDIR(s.st_mode))
      listing.files.push_back(name);
    else if (!list_folder(name, listing))
      listing.absent.push_back(not_there(name));
  }
  std::set<std::string> there(listing.files.begin(), listing.files.end());
  std::erase_if(finished_, [&](auto &f) { return !there.contains(f.first); });
  std::erase_if(seen_, [&](auto &f) { return !there.contains(f.first); });
  return listing;
}

Result<Fd> BareFiles::open(const std::string &path, const Now &now) {
  auto fd = board::open_to_read(path);
  if (fd && !whole(path, fd->get(), now))
    return fail(ErrorKind::transient, "'" + path + "' is still being written");
  return fd;
}

BareFiles::Stamp BareFiles::stamp(const struct stat &s) {
  auto time = Duration(std::chrono::seconds(s.st_mtim.tv_sec)) + Duration(s.st_mtim.tv_nsec);
  return {s.st_size, time.count(), s.st_ino};
}

void BareFiles::finished(const std::string &path) {
  struct stat s {};
  if (::stat(path.c_str(), &s) == 0) finished_[path] = stamp(s);
}

bool BareFiles::whole(const std::string &path, int fd, const Now &now) {
  struct stat s {};
  if (::fstat(fd, &s) != 0) return true;
  Seen fresh{stamp(s), now.steady};
  if (auto done = finished_.find(path); done != finished_.end() && done->second == fresh.stamp) return true;
  if (now.wall >= Wall(Duration(fresh.stamp.time)) + unchanged || nobody_writes(fd)) return true;
  auto &seen = seen_.try_emplace(path, fresh).first->second;
  if (!(seen.stamp == fresh.stamp)) seen = fresh;
  return now.steady - seen.since >= unchanged;
}

}
