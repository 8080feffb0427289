#include "publisher/streams.h"

#include "assets/sha256.h"
#include "playlist/chunk_list.h"
#include "publisher/refusal.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>

namespace sheaf::publisher {
namespace {

std::string fresh_name(const std::string &path) {
  return folder_of(path) + "/." + std::filesystem::path(path).filename().string() + ".new";
}

}

Result<void> sync_folder(const std::string &folder) {
  Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || (::fsync(fd.get()) != 0 && errno != EINVAL)) return failed("write", folder);
  return {};
}

std::string folder_of(const std::string &path) {
  auto folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

Result<void> pieces(int file, std::uint64_t offset, std::uint64_t size, const std::string &name,
                    const std::function<Result<void>(std::string_view)> &take) {
  std::string buffer(playlist::chunk_size, '\0');
  for (std::uint64_t done = 0; done < size;) {
    auto want = std::min<std::uint64_t>(buffer.size(), size - done);
    for (std::uint64_t got = 0; got < want;) {
      auto n = ::pread(file, buffer.data() + got, want - got, static_cast<off_t>(offset + done + got));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return failed("read", name);
      if (n == 0) return refuse(ErrorKind::corrupt, "file_ends_early", {{"file", name}});
      got += static_cast<std::uint64_t>(n);
    }
    if (auto taken = take(std::string_view(buffer).substr(0, want)); !taken) return taken;
    done += want;
  }
  return {};
}

Result<void> write_all(int file, std::string_view bytes, const std::string &name) {
  while (!bytes.empty()) {
    auto n = ::write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("write", name);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

Result<Replacement> Replacement::begin(const std::string &path) {
  sweep(path);
  auto fresh = fresh_name(path);
  Fd file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file) return failed("write", fresh);
  return Replacement(path, fresh, std::move(file));
}

void Replacement::sweep(const std::string &path) { ::unlink(fresh_name(path).c_str()); }

Replacement::~Replacement() {
  if (file_) ::unlink(fresh_.c_str());
}

Result<void> Replacement::finish() {
  if (::fsync(file_.get()) != 0) return failed("write", path_);
  if (::rename(fresh_.c_str(), path_.c_str()) != 0) return failed("replace", path_);
  if (::close(file_.release()) != 0) return failed("write", path_);
  return sync_folder(folder_of(path_));
}

Result<Measured> measure(const std::string &path) {
  auto file = open_file(path);
  if (!file) return fail(file.error());
  struct stat s {};
  if (::fstat(file->get(), &s) != 0) return failed("read", path);
  Measured out{static_cast<std::uint64_t>(s.st_size), {}, {}};
  assets::Sha256 all;
  auto read = pieces(file->get(), 0, out.size, path, [&](std::string_view piece) -> Result<void> {
    all.add(piece);
    out.chunks.push_back(assets::sha256(piece));
    return {};
  });
  if (!read) return fail(read.error());
  out.digest = all.finish();
  return out;
}

Result<void> make_folders(const std::string &folder) {
  std::filesystem::path made;
  for (const auto &part : std::filesystem::path(folder)) {
    auto above = made;
    made /= part;
    if (made.empty() || part.empty()) continue;
    if (::mkdir(made.c_str(), 0755) == 0) {
      std::ignore = sync_folder(above.empty() ? "." : above.string());
      continue;
    }
    auto why = errno;
    struct stat s {};
    if (::stat(made.c_str(), &s) != 0) {
      errno = why;
      return failed("make_folder", made.string());
    }
    if (!S_ISDIR(s.st_mode)) return refuse(ErrorKind::refused, "file_not_folder", {{"file", made.string()}});
  }
  return {};
}

}
