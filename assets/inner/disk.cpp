#include "assets/inner/disk.h"

#include "base/fd.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace sheaf::assets {
namespace {

tl::unexpected<Error> failed(const char *what, const std::string &path) {
  auto kind = ErrorKind::transient;
  if (errno == ENOENT || errno == ENOTDIR) kind = ErrorKind::absent;
  if (errno == EACCES || errno == EPERM || errno == EROFS || errno == EISDIR) kind = ErrorKind::refused;
  if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == EMFILE || errno == ENFILE)
    kind = ErrorKind::full;
  return fail(kind, std::string("cannot ") + what + " '" + path + "': " + std::strerror(errno));
}

Result<void> done(int answer, const char *what, const std::string &path) {
  if (answer != 0) return failed(what, path);
  return {};
}

class RealFile final : public DiskFile {
public:
  RealFile(Fd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}

  Result<void> write(std::uint64_t at, std::string_view bytes) override {
    while (!bytes.empty()) {
      auto n = ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(at));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return failed("write", path_);
      bytes.remove_prefix(static_cast<std::size_t>(n));
      at += static_cast<std::uint64_t>(n);
    }
    return {};
  }
  Result<std::size_t> read(std::uint64_t at, std::span<char> into) override {
    std::size_t got = 0;
    while (got < into.size()) {
      auto n = ::pread(fd_.get(), into.data() + got, into.size() - got, static_cast<off_t>(at + got));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return failed("read", path_);
      if (n == 0) break;
      got += static_cast<std::size_t>(n);
    }
    return got;
  }
  Result<std::uint64_t> size() override {
    struct stat s {};
    if (::fstat(fd_.get(), &s) != 0) return failed("look at", path_);
    return static_cast<std::uint64_t>(s.st_size);
  }
  Result<void> cut(std::uint64_t size) override {
    return done(::ftruncate(fd_.get(), static_cast<off_t>(size)), "shorten", path_);
  }
  Result<void> sync() override { return done(::fsync(fd_.get()), "write", path_); }

private:
  Fd fd_;
  std::string path_;
};

Result<std::unique_ptr<DiskFile>> open_file(const std::string &path, int flags) {
  Fd fd(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0644));
  if (!fd) return failed("open", path);
  return std::make_unique<RealFile>(std::move(fd), path);
}

class RealDisk final : public Disk {
public:
  Result<std::unique_ptr<DiskFile>> open(const std::string &path) override {
    return open_file(path, O_RDWR | O_CREAT);
  }
  Result<std::unique_ptr<DiskFile>> open_to_read(const std::string &path) override {
    return open_file(path, O_RDONLY);
  }
  Result<void> rename(const std::string &from, const std::string &to) override {
    return done(::rename(from.c_str(), to.c_str()), "rename", from);
  }
  Result<void> remove(const std::string &path) override {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failed("remove", path);
    return {};
  }
  Result<void> make_folder(const std::string &path) override {
    if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return failed("make the folder", path);
    return {};
  }
  Result<void> sync_folder(const std::string &path) override {
    Fd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) return failed("open the folder", path);
    return done(::fsync(folder.get()), "write the folder", path);
  }
  Result<std::uint64_t> room(const std::string &folder) override {
    struct statvfs s {};
    if (::statvfs(folder.c_str(), &s) != 0) return failed("look at the file system of", folder);
    return static_cast<std::uint64_t>(s.f_bavail) * s.f_frsize;
  }
};

Result<void> write_new(Disk &disk, const std::string &path, std::string_view bytes) {
  auto gone = disk.remove(path); // whatever stands there under that name
  if (!gone) return gone;
  auto file = disk.open(path);
  if (!file) return fail(file.error());
  auto written = (*file)->write(0, bytes);
  return written ? (*file)->sync() : written;
}

}

Disk &real_disk() {
  static RealDisk disk;
  return disk;
}

std::string folder_of(const std::string &path) { return path.substr(0, path.rfind('/')); }

bool is_left_over(std::string_view name) { return name.starts_with('.') && name.ends_with(".new"); }

Result<void> replace(Disk &disk, const std::string &path, std::string_view bytes) {
  auto folder = folder_of(path);
  auto fresh = folder + "/." + path.substr(folder.size() + 1) + ".new";
  auto written = write_new(disk, fresh, bytes);
  if (written) written = disk.rename(fresh, path);
  if (!written) {
    (void)disk.remove(fresh);
    return written;
  }
  return disk.sync_folder(folder);
}

}
