// A folder of a test's own, and the little that tests do in it.
#pragma once

#include "base/fd.h"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>

namespace sheaf::testing {

class ScratchFolder {
public:
  ScratchFolder() {
    auto name = (std::filesystem::temp_directory_path() / "sheaf-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder &) = delete;
  ScratchFolder &operator=(const ScratchFolder &) = delete;

  [[nodiscard]] const std::string &path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string &name) const { return path_ + "/" + name; }

  /// A file that is closed again.
  std::string write(const std::string &name, const std::string &bytes = "x") const {
    std::ofstream(*this / name, std::ios::binary) << bytes;
    return *this / name;
  }
  /// A file whose writer stays; its contents are old.
  [[nodiscard]] Fd begin(const std::string &name) const {
    return Fd(::open((*this / name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  }

private:
  std::string path_;
};

}
