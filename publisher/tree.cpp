#include "publisher/tree.h"

#include "publisher/rclone.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace sheaf::publisher {

std::string head_name(std::string_view channel) { return "sheaf/" + std::string(channel) + "/head"; }
std::string manifest_name(const Digest &digest) { return "sheaf/manifests/" + digest.hex() + ".json"; }
std::string blob_name(const Digest &digest) {
  auto hex = digest.hex();
  return "sheaf/blobs/" + hex.substr(0, 2) + "/" + hex;
}
bool is_head_name(std::string_view name) { return name.ends_with("/head"); }
bool is_manifest_name(std::string_view name) {
  return name.starts_with("sheaf/manifests/") && name.ends_with(".json");
}
std::string root_name(std::uint64_t version) { return "sheaf/root/" + std::to_string(version); }

Result<Fd> hold(const std::string &folder, const std::string &place) {
  Fd lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock) return failed("open", folder);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return lock;
  return refuse(ErrorKind::refused, "busy_place", {{"place", place}});
}

bool is_sheaf_file(std::string_view place) {
  return place.ends_with(".sheaf") && !is_remote(std::string(place));
}

Result<std::unique_ptr<Tree>> open_tree(const std::string &place, Access access) {
  if (is_remote(place)) return open_remote_tree(place, access);
  return is_sheaf_file(place) ? open_sheaf_file(place, access) : open_folder_tree(place, access);
}

}
