#include "publisher/tree.h"

namespace sheaf::publisher {

std::string head_name(std::string_view channel) { return "sheaf/" + std::string(channel) + "/head"; }
std::string manifest_name(const Digest &digest) { return "sheaf/manifests/" + digest.hex() + ".json"; }
std::string blob_name(const Digest &digest) {
  auto hex = digest.hex();
  return "sheaf/blobs/" + hex.substr(0, 2) + "/" + hex;
}
std::string root_name(std::uint64_t version) { return "sheaf/root/" + std::to_string(version); }

bool is_sheaf_file(std::string_view place) { return place.ends_with(".sheaf"); }

Result<std::unique_ptr<Tree>> open_tree(const std::string &place, Access access) {
  return is_sheaf_file(place) ? open_sheaf_file(place, access) : open_folder_tree(place, access);
}

}
