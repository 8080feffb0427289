// What the office's files are: measured once in the sandboxed child, then remembered by digest. One thread.
#pragma once

#include "base/digest.h"
#include "base/result.h"
#include "media/measurement.h"

#include <functional>
#include <memory>
#include <string>

namespace sheaf::publisher {

class Examiner {
public:
  /// Errors: full; absent (sheaf-render is not beside this program).
  static Result<std::unique_ptr<Examiner>> start(const std::string &cache_folder);
  virtual ~Examiner() = default;

  /// Reads all of a film or picture. `progress` hears 0 ... 1 now and then. Errors: with what is wrong with
  /// the file, without its name.
  virtual Result<media::Measurement> examine(const std::string &path,
                                             const std::function<void(double)> &progress = {}) = 0;
  /// SHA-256 of the file; remembered as long as the file has not changed. Errors: as examine.
  virtual Result<Digest> digest(const std::string &path) = 0;
  /// Errors: full, refused, transient.
  virtual Result<void> save() = 0;
};

}
