// exiftool (exiftool.org) as a child that stays: a start for each of ten thousand pictures would take an
// hour. One thread.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "media/confined.h"

#include <memory>
#include <string>
#include <vector>

namespace sheaf::publisher {

class Exiftool {
public:
  /// Confined (media/confined.h): it reads and writes in the folder `work`, an absolute path, and reads the
  /// `readable` files. Errors: absent (it is not installed; says what to install).
  static Result<std::unique_ptr<Exiftool>> start(const std::string &work,
                                                 std::vector<std::string> readable = {});
  ~Exiftool();
  Exiftool(const Exiftool &) = delete;
  Exiftool &operator=(const Exiftool &) = delete;

  /// What it prints and complains. No argument may have a line feed in it. Errors: transient (it has died, or
  /// takes longer than `patience`: then it is ended, and started again by the next call).
  Result<std::string> run(const std::vector<std::string> &arguments, Duration patience);

private:
  Exiftool() = default;
  void end();
  media::Confined program_;
  media::ConfinedChild child_;
};

}
