// From a file of the office's to a blob: its private metadata taken out, looked at by the sandboxed child,
// measured. One thread.
#pragma once

#include "publisher/cache.h"
#include "publisher/cleaning.h"
#include "publisher/streams.h"

#include <functional>
#include <memory>

namespace sheaf::publisher {

struct Prepared {
  Known known;
  std::string path;           // of the bytes to be published; empty where the destination has them
  std::vector<Digest> chunks; // where `path` is there
};

class Preparer {
public:
  /// `has`: whether the destination has a blob and its list already.
  Preparer(std::string cache_folder, std::function<bool(const Known &)> has);
  ~Preparer(); // copies go
  Preparer(const Preparer &) = delete;
  Preparer &operator=(const Preparer &) = delete;

  /// Errors: with the file's name and the reason; nothing is published then.
  Result<Prepared> prepare(const std::string &path);
  Result<void> save_cache() { return cache_.save(); }

private:
  Result<void> begin();
  Result<Prepared> work(const std::string &path, const Stamp &stamp);
  Cache cache_;
  std::string cache_folder_, work_folder_;
  std::function<bool(const Known &)> has_;
  std::unique_ptr<Prober> prober_;
  std::unique_ptr<Cleaner> cleaner_;
};

}
