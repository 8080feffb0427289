#include "player/inner/segments.h"

#include "assets/play_record.h"
#include "base/fd.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <system_error>

namespace sheaf::player {
namespace {

std::optional<std::uint64_t> number_of(const std::filesystem::path &path) {
  auto name = path.stem().string();
  std::uint64_t number = 0;
  auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  bool whole = error == std::errc{} && end == name.data() + name.size() && path.extension() == ".jsonl";
  return whole ? std::optional(number) : std::nullopt;
}

Error no(const std::string &path, int code) {
  auto kind = code == ENOSPC || code == EDQUOT                   ? ErrorKind::full
              : code == EACCES || code == EROFS || code == EPERM ? ErrorKind::refused
                                                                 : ErrorKind::transient;
  return {kind, "cannot write '" + path + "': " + std::strerror(code)};
}

}

std::string Segments::path(std::uint64_t number) const {
  return folder_ + "/" + std::to_string(number) + ".jsonl";
}

Result<void> Segments::begin() {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) return fail(no(folder_, error.value()));
  if (there_.empty())
    for (auto it = std::filesystem::directory_iterator(folder_, error);
         !error && it != std::filesystem::directory_iterator(); it.increment(error))
      if (auto number = number_of(it->path())) there_.push_back(*number);
  std::sort(there_.begin(), there_.end());
  there_.push_back(there_.empty() ? 1 : there_.back() + 1);
  for (; there_.size() > assets::most_segments; there_.pop_front())
    std::filesystem::remove(path(there_.front()), error);
  size_ = 0;
  begun_ = true;
  return {};
}

Result<void> Segments::append(const std::string &line) {
  if (!begun_ || size_ >= assets::segment_bytes)
    if (auto begun = begin(); !begun) return begun;
  auto name = path(there_.back());
  Fd file(::open(name.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0644));
  auto whole = line + "\n";
  auto n = file ? ::write(file.get(), whole.data(), whole.size()) : -1;
  if (n == static_cast<ssize_t>(whole.size())) return size_ += whole.size(), Result<void>();
  begun_ = false; // half a line, or a folder that has gone: what comes next goes elsewhere
  return fail(no(name, n < 0 ? errno : ENOSPC));
}

}
