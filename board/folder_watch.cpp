#include "board/folder_watch.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/inotify.h>

namespace sheaf::board {
namespace {

constexpr std::uint32_t finishes = IN_CLOSE_WRITE | IN_MOVED_TO;
constexpr std::uint32_t begins = IN_CREATE;
constexpr std::uint32_t ends = IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED;
constexpr std::uint32_t removes = IN_DELETE | IN_MOVED_FROM;
constexpr std::uint32_t watched = finishes | begins | ends | removes | IN_ONLYDIR;

std::string joined(const std::string &folder, const char *name) {
  return folder + (folder.empty() || folder.ends_with('/') ? "" : "/") + name;
}

}

Result<FolderWatch> FolderWatch::make() {
  Fd fd(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!fd) return fail(ErrorKind::full, std::string("cannot watch folders: ") + std::strerror(errno));
  return FolderWatch(std::move(fd));
}

Result<void> FolderWatch::add(const std::string &folder) {
  int id = ::inotify_add_watch(fd_.get(), folder.empty() ? "." : folder.c_str(), watched);
  if (id < 0)
    return fail(errno == ENOENT || errno == ENOTDIR ? ErrorKind::absent : ErrorKind::full,
                "cannot watch '" + folder + "': " + std::strerror(errno));
  folders_[id] = folder;
  return {};
}

void FolderWatch::take(const inotify_event &event, const char *name, Changes &changes) {
  changes.all |= (event.mask & IN_Q_OVERFLOW) != 0;
  auto folder = folders_.find(event.wd);
  if (folder == folders_.end()) return; // what was still on its way when the watch was given up
  auto path = joined(folder->second, event.len ? name : "");
  if (event.mask & finishes) changes.finished.push_back(path);
  if (event.mask & begins) changes.begun.push_back(path);
  if (event.mask & removes) changes.removed.push_back(path);
  if (!(event.mask & ends)) return;
  changes.gone.push_back(folder->second);
  if (!(event.mask & IN_IGNORED)) ::inotify_rm_watch(fd_.get(), event.wd);
  folders_.erase(folder);
}

FolderWatch::Changes FolderWatch::take() {
  Changes changes;
  alignas(inotify_event) std::array<char, 16384> buffer{};
  ssize_t n = 0;
  while ((n = ::read(fd_.get(), buffer.data(), buffer.size())) > 0)
    for (const char *p = buffer.data(); p < buffer.data() + n;) {
      inotify_event event{};
      std::memcpy(&event, p, sizeof event);
      take(event, p + sizeof event, changes);
      p += sizeof event + event.len;
    }
  return changes;
}

}
