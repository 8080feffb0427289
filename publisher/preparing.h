// From a file of the office's to a blob: measured by the sandboxed child, made into what boards can play
// where they could not, else its private metadata taken out. One thread; make_ready works with more inside.
#pragma once

#include "publisher/cache.h"
#include "publisher/cleaning.h"
#include "publisher/rendition.h"
#include "publisher/streams.h"

#include <functional>
#include <map>
#include <memory>

namespace sheaf::publisher {

struct Prepared {
  Known known;
  std::string path;           // of the bytes to be published; empty where the destination has them
  std::vector<Digest> chunks; // where `path` is there
};

/// What make_ready is at: a file, how far, how long this file will still take; how many files are done, of
/// how many.
struct Readying {
  std::string path;
  double part = 0;
  std::optional<Duration> left;
  std::size_t done = 0, count = 0;
};

class Preparer {
public:
  /// `has`: whether the destination has a blob and its list already. `board`: what it has to play on.
  Preparer(std::string cache_folder, const BoardClass &board, std::function<bool(const Known &)> has);
  ~Preparer(); // copies go
  Preparer(const Preparer &) = delete;
  Preparer &operator=(const Preparer &) = delete;

  /// Measures all files and makes the renditions that are needed, several at once where the machine has the
  /// cores; prepare() then has little to do. What goes wrong is told by prepare(). Each rendition that is
  /// done stays done, whatever happens to the rest. `tell` is called by one thread at a time.
  void make_ready(const std::vector<std::string> &paths,
                  const std::function<void(const Readying &)> &tell = {});

  /// Errors: with the file's name and the reason; nothing is published then.
  Result<Prepared> prepare(const std::string &path);
  Result<void> save_cache();

private:
  struct Bytes {
    std::string path, left;
    media::Measurement measurement;
  };
  Result<void> begin();
  Result<Prepared> work(const std::string &path, const Stamp &stamp);
  Result<Bytes> bytes_of(const std::string &path);
  Result<Bytes> cleaned(const std::string &path, media::Measurement measurement);
  [[nodiscard]] const Known *known(const std::string &path, const Stamp &stamp);
  std::vector<std::string> waiting(const std::vector<std::string> &paths,
                                   const std::function<void(const Readying &)> &tell);
  Cache cache_;
  std::string cache_folder_, work_folder_;
  const BoardClass &board_;
  std::function<bool(const Known &)> has_;
  std::unique_ptr<Examiner> examiner_;
  std::unique_ptr<Renditions> renditions_;
  std::unique_ptr<Prober> prober_;
  std::unique_ptr<Cleaner> cleaner_;
  std::map<std::string, Error> failed_; // what make_ready could not make
};

}
