#include "board/files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>

namespace sheaf::board {
namespace {

tl::unexpected<Error> failed(const char *what, const std::string &path) {
  auto kind = ErrorKind::transient;
  if (errno == ENOENT || errno == ENOTDIR) kind = ErrorKind::absent;
  if (errno == EACCES || errno == EPERM || errno == EROFS || errno == ELOOP) kind = ErrorKind::refused;
  if (errno == ENXIO || errno == ENODEV || errno == EISDIR || errno == ENAMETOOLONG)
    kind = ErrorKind::refused; // a socket, a device that is not there: no waiting helps
  if (errno == ENOSPC || errno == EDQUOT || errno == EMFILE || errno == ENFILE) kind = ErrorKind::full;
  return fail(kind, std::string("cannot ") + what + " '" + path + "': " + std::strerror(errno));
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// Whatever stands there under that name, a fifo that nobody reads perhaps, is not opened.
Result<void> write_new(const std::string &path, std::string_view bytes, Durable durable) {
  ::unlink(path.c_str());
  Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file || !write_all(file.get(), bytes)) return failed("write", path);
  if (durable == Durable::yes && ::fsync(file.get()) != 0) return failed("write", path);
  if (::close(file.release()) != 0) return failed("write", path); // NFS tells of a full disk here
  return {};
}

Result<void> sync_folder(const std::string &path) {
  Fd folder(::open(path.empty() ? "." : path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || ::fsync(folder.get()) != 0) return failed("write", path);
  return {};
}

}

Result<Fd> open_to_read(const std::string &path) {
  // O_NONBLOCK: a fifo with a medium's name must not hold us up. For regular files it means nothing.
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return failed("open", path);
  struct stat s {};
  if (::fstat(file.get(), &s) != 0) return failed("open", path);
  if (!S_ISREG(s.st_mode)) return fail(ErrorKind::refused, "'" + path + "' is not a file");
  return file;
}

Result<std::string> read_whole(const std::string &path, Bytes most) {
  auto file = open_to_read(path);
  if (!file) return fail(file.error());
  std::string out;
  while (true) {
    constexpr std::size_t step = 65536;
    auto old = out.size();
    out.resize(old + step);
    auto n = ::read(file->get(), out.data() + old, step);
    out.resize(old + (n > 0 ? static_cast<std::size_t>(n) : 0));
    if (n < 0 && errno != EINTR) return failed("read", path);
    if (n == 0) return out;
    if (out.size() > most.count)
      return fail(ErrorKind::refused, "'" + path + "' is larger than " + text(most));
  }
}

Result<void> write_whole(const std::string &path, std::string_view bytes, Durable durable) {
  std::filesystem::path p(path);
  auto folder = p.parent_path();
  auto fresh = (folder / ("." + p.filename().string() + ".new")).string();
  auto written = write_new(fresh, bytes, durable);
  if (written && ::rename(fresh.c_str(), path.c_str()) != 0) written = failed("replace", path);
  if (!written) {
    ::unlink(fresh.c_str());
    return written;
  }
  return durable == Durable::yes ? sync_folder(folder.string()) : Result<void>{};
}

std::string program_folder() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path().string();
}

}
