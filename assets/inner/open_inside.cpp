#include "assets/inner/open_inside.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

namespace sheaf::assets {
namespace {

tl::unexpected<Error> failed(const std::string &path) {
  auto kind = ErrorKind::transient;
  if (errno == ENOENT || errno == ENOTDIR) kind = ErrorKind::absent;
  if (errno == ELOOP || errno == ENXIO) kind = ErrorKind::corrupt; // a link, a socket
  return fail(kind, "cannot read '" + path + "': " + std::strerror(errno));
}

}

Result<FileInside> open_inside(const std::string &path) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
  if (!file) return failed(path);
  struct stat s {};
  if (::fstat(file.get(), &s) != 0) return failed(path);
  if (!S_ISREG(s.st_mode)) return fail(ErrorKind::corrupt, "'" + path + "' is not a file");
  return FileInside{std::move(file), static_cast<std::uint64_t>(s.st_size)};
}

Result<std::string> read_inside(const std::string &path, std::uint64_t most) {
  auto opened = open_inside(path);
  if (!opened) return fail(opened.error());
  if (opened->size > most) return fail(ErrorKind::corrupt, "'" + path + "' is larger than it can be");
  std::string bytes(static_cast<std::size_t>(opened->size), '\0');
  std::size_t at = 0;
  while (at < bytes.size()) {
    auto n = ::pread(opened->file.get(), bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed(path);
    if (n == 0) break; // it became shorter; its digest will tell
    at += static_cast<std::size_t>(n);
  }
  bytes.resize(at);
  return bytes;
}

}
