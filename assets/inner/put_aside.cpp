#include "assets/inner/put_aside.h"

#include "assets/inner/disk.h"

#include <sys/stat.h>

namespace sheaf::assets {
namespace {

bool exists(const std::string &path) {
  struct stat s {};
  return ::lstat(path.c_str(), &s) == 0;
}

}

Result<void> put_aside(const std::string &path) {
  for (auto *ending : {"-journal", "-wal", "-shm"}) {
    auto gone = real_disk().remove(path + ending);
    if (!gone) return gone;
  }
  if (!exists(path)) return {};
  auto moved = real_disk().rename(path, path + ".damaged");
  return moved ? real_disk().sync_folder(folder_of(path)) : moved;
}

}
