#include "publisher/apart.h"

#include "publisher/rclone.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"
#include "publisher/tree.h"

#include <algorithm>
#include <filesystem>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

// Without links, whether it is there or not.
fs::path real(const std::string &path) {
  std::error_code error;
  auto out = fs::weakly_canonical(fs::absolute(path, error), error);
  return out.has_filename() ? out : out.parent_path();
}

bool lies_in(const fs::path &inner, const fs::path &folder) {
  auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), inner.begin(), inner.end());
  return end == folder.end();
}

}

Result<void> check_apart(const std::string &source, const std::string &place) {
  std::error_code ignored;
  if (place.empty() || is_remote(place) || is_sheaf_file(place) || !fs::exists(source, ignored)) return {};
  auto folder = real(fs::is_directory(source, ignored) ? source : folder_of(source));
  Filling filling{{"place", place}, {"source", source}};
  if (lies_in(real(place), folder)) return refuse(ErrorKind::refused, "to_in_source", filling);
  if (lies_in(folder, real(place) / "sheaf")) return refuse(ErrorKind::refused, "source_in_to", filling);
  return {};
}

}
