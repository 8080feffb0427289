// Stable ids out of the names of files: the same name gives the same id in every publication, however the
// machine spells its letters with marks. Pure; any thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace sheaf::publisher {

/// The same for names that Unicode calls canonically equivalent, as far as they are Latin: Windows writes
/// "Huế" with one code point for its last letter, a Mac with three.
std::string folded(std::string_view name);

/// Lower-case ASCII letters, digits and '-', at most 40 bytes: "Lễ hội áo dài (1).jpg" gives
/// "le-hoi-ao-dai-1". Marks and what is not Latin go. May be empty.
std::string slug(std::string_view name);

class Ids {
public:
  /// `before`: folded name of a file -> the id that it had in the publication before; of files of one name in
  /// two folders, the ids in their order.
  explicit Ids(std::multimap<std::string, std::string> before = {});
  /// Somebody wrote this id: false where it is given already.
  bool take(const std::string &id);
  /// For the file `name`: the id that it had, else its slug, else that and some digits of its name's digest.
  std::string give(std::string_view name);

private:
  std::multimap<std::string, std::string> before_;
  std::set<std::string> reserved_; // of files that were there before
  std::set<std::string> taken_;
};

}
