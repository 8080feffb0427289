#include "publisher/keeping.h"

#include "board/clock.h"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

constexpr Duration news = std::chrono::days(30);

Wall wall(const timespec &t) { return Wall(std::chrono::seconds(t.tv_sec)); }

// Disks that are mounted with noatime note nothing by themselves.
Wall last_used(const struct ::stat &s) { return std::max(wall(s.st_atim), wall(s.st_mtim)); }

}

void note_use(const std::string &path) {
  struct ::stat s {};
  if (::stat(path.c_str(), &s) != 0 || board::now().wall - last_used(s) < news) return;
  const timespec times[2]{{0, UTIME_NOW}, {0, UTIME_OMIT}};
  std::ignore = ::utimensat(AT_FDCWD, path.c_str(), times, 0);
}

void drop_unused(const std::string &folder, Wall now) {
  std::error_code error, ignored;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
    struct ::stat s {};
    if (::lstat(i->path().c_str(), &s) == 0 && now - last_used(s) > longest_unused)
      fs::remove_all(i->path(), ignored);
  }
}

}
