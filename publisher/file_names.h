// The files that a folder has, found by the names that people write in tables. Reads the folder once. One
// thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

/// Somebody has written a web address where a file should be: with its scheme, or of a site that people know.
bool is_link(const std::string &written);

/// The web address of a shortcut (.url) or of a text that has nothing else in it. Empty where there is none.
std::string link_in(const std::string &path);

/// "a.jpg", "trong/a.mp4"; not "4.5 km", "I. Lễ hội".
bool has_ending(const std::string &name);

class FolderNames {
public:
  /// All files in `folder` and in its folders, four deep, at most 100,000; hidden ones not.
  explicit FolderNames(std::string folder);

  enum class How {
    exact,     // the same letters, however their marks are spelled (NFC, NFD) and a path is written
    case_only, // other capitals
    ending,    // its ending was left out
    several,   // which of `names`?
    none       // `names`: what was probably meant, if anything
  };
  struct Found {
    How how = How::none;
    std::string path;               // of the folder, and in it; where there is one
    std::vector<std::string> names; // in the folder, composed, for people
  };
  /// `written`: a name, or a path with / or \ in it, of which the end is in this folder
  /// ("C:\Users\Lan\anh\a.jpg").
  [[nodiscard]] Found find(std::string_view written) const;

  /// Names of films and pictures directly in the folder, as they are on the disk.
  [[nodiscard]] const std::vector<std::string> &playable() const { return playable_; }

private:
  using Names = std::vector<std::string>; // in the folder, as on the disk
  [[nodiscard]] Found among(const Names &names, std::string_view written) const;
  [[nodiscard]] Found guess(const std::string &name) const;
  [[nodiscard]] Found found(How how, const std::string &name) const;
  std::string folder_;
  std::map<std::string, Names> by_name_, by_stem_,
      by_plain_; // without_case, the same without ending, plain_words
  std::vector<std::string> playable_;
};

}
