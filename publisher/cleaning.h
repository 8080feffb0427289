// Private metadata taken out of a copy: where a picture was made, by whom, with which camera. Orientation,
// colour profile and a film's rotation stay. One thread.
#pragma once

#include "base/result.h"
#include "publisher/exiftool.h"

#include <memory>
#include <string>

namespace sheaf::publisher {

struct Cleaned {
  std::string path; // of a copy in the work folder, or the file itself where nothing had to go
  bool copy = false;
  std::string left; // names of tags with a place or a person that could not be taken out
};

class Cleaner {
public:
  /// `work`: a folder for copies, of this object alone.
  explicit Cleaner(const std::string &work);
  /// The same bytes give the same copy. Errors: absent (no exiftool); corrupt (the file is damaged, so that
  /// nobody can say what is in it); full.
  Result<Cleaned> clean(const std::string &path);

private:
  Result<Cleaned> rewrite(const std::string &path, const std::string &ending);
  Result<Cleaned> blank(const std::string &path, const std::string &ending);
  Result<std::string> left_in(const std::string &path, const std::string &ending);
  Result<std::string> name_for(const std::string &path, const std::string &ending);
  [[nodiscard]] bool readable(const std::string &path) const;
  [[nodiscard]] bool is_ours(const std::string &path) const;
  Result<std::string> run(const std::vector<std::string> &arguments, const std::string &path);
  std::string work_; // absolute
  unsigned count_ = 0;
  std::unique_ptr<Exiftool> tool_;
};

/// What the first bytes are: "jpg", "png", "webp", "gif", "tif", "avif", "mp4", "mkv", "avi", "svg"; empty
/// where none of these.
std::string kind_of(std::string_view first);

/// Overwrites what a Matroska or AVI file holds of tags and attachments with emptiness of the same length, in
/// place. True where there was something. Errors: transient.
Result<bool> blank_matroska(int file, std::uint64_t size);
Result<bool> blank_avi(int file, std::uint64_t size);

}
