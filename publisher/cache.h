// What is known already of files that have not changed: so that publishing again is fast. Losing it costs
// time and nothing else. One thread; two processes may write it, and the later one wins.
#pragma once

#include "base/digest.h"
#include "publisher/probing.h"

#include <map>
#include <optional>
#include <string>

namespace sheaf::publisher {

/// What tells one state of a file from another.
struct Stamp {
  std::uint64_t size = 0, inode = 0, device = 0;
  std::int64_t modified = 0, changed = 0; // nanoseconds since 1970
  bool operator==(const Stamp &) const = default;
};
Result<Stamp> stamp_of(const std::string &path);
/// Whether a change right after this look would leave another stamp: coarse clocks tick in seconds.
bool settled(const Stamp &stamp);
/// A path, which may be any bytes, as JSON can hold it.
std::string spelt(const std::string &path);

/// Of the copy that is published.
struct Known {
  Stamp stamp;
  Digest digest;
  std::uint64_t size = 0;
  std::optional<Digest> list; // of its chunk list, where it has one
  Facts facts;
  std::string left;                           // see Cleaned
  std::optional<playlist::Loudness> loudness; // of a film with sound in it
};

class Cache {
public:
  /// Reads `folder`/files.json; empty where there is none or it is damaged.
  explicit Cache(std::string folder);
  /// What is made of a file depends on the class of `board`: each has its own line.
  [[nodiscard]] const Known *find(const std::string &path, const std::string &board, const Stamp &stamp);
  void put(const std::string &path, const std::string &board, const Known &known);
  /// Errors: full, refused, transient.
  Result<void> save();
  static constexpr std::size_t most = 100'000; // files; those that were not asked for go first

private:
  std::string folder_;
  std::map<std::string, std::pair<Known, bool>>
      all_; // path and board -> what is known, and whether this run used it
  bool changed_ = false;
};

/// In the folder that somebody has named one of our own, for what is old in it is deleted; else
/// $XDG_CACHE_HOME/sheaf or ~/.cache/sheaf.
std::string cache_folder(const std::string &named = {});

}
