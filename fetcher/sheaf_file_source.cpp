#include "board/files.h"
#include "fetcher/file_sources.h"
#include "fetcher/inner/piece.h"
#include "playlist/tar.h"

#include <cerrno>
#include <cstring>
#include <map>
#include <sys/stat.h>

namespace sheaf::fetcher {
namespace {

struct Span {
  std::uint64_t at = 0, size = 0;
};
using Index = std::map<std::string, Span>;
using playlist::tar_block;

constexpr std::uint64_t padded(std::uint64_t size) { return (size + tar_block - 1) / tar_block * tar_block; }

Result<std::optional<playlist::TarEntry>> entry_at(int fd, std::uint64_t at) {
  std::array<char, tar_block> block{};
  auto n = ::pread(fd, block.data(), block.size(), static_cast<off_t>(at));
  if (n < 0) return fail(ErrorKind::transient, std::strerror(errno));
  if (n < static_cast<ssize_t>(block.size()))
    return fail(ErrorKind::corrupt, "it ends in the middle; was it copied whole?");
  return playlist::read_tar_header(block);
}

// Headers only: a file of 4 GB is indexed in as many reads as it has files.
Result<Index> index(int fd, std::uint64_t size) {
  if (size > playlist::most_tar) return fail(ErrorKind::refused, "it is larger than 4 GB");
  Index found;
  for (std::uint64_t at = 0;;) {
    auto entry = entry_at(fd, at);
    if (!entry) return fail(entry.error());
    if (!*entry) return found;
    const auto &e = **entry;
    at += tar_block;
    if (e.size > size || padded(e.size) > size - at)
      return fail(ErrorKind::corrupt, "it ends in the middle of '" + e.name + "'; was it copied whole?");
    if (!e.name.ends_with('/') && !found.emplace(e.name, Span{at, e.size}).second)
      return fail(ErrorKind::refused, "'" + e.name + "' is in it twice");
    if (found.size() > most_entries) return fail(ErrorKind::refused, "there are too many files in it");
    at += padded(e.size);
  }
}

class SheafFile : public Source {
public:
  SheafFile(Hours &hours, std::string path) : hours_(hours), path_(std::move(path)) {}
  [[nodiscard]] std::string name() const override { return path_; }

  [[nodiscard]] std::unique_ptr<Request> get(Wish wish) override {
    auto piece = find(wish.path); // in front: the order of arguments is nobody's promise
    return answer(hours_, std::move(piece), std::move(wish), path_);
  }

private:
  Result<Piece> find(const std::string &path) {
    if (auto read = look(); !read) return fail(read.error());
    auto found = index_.find("sheaf/" + path);
    if (found == index_.end()) return fail(ErrorKind::absent, "it is not in there");
    return Piece{file_, found->second.at, found->second.size, stamp_};
  }

  Result<void> look() {
    auto file = board::open_to_read(path_);
    if (!file) return fail(file.error());
    auto now = stamp(file->get());
    if (file_ && now == stamp_) return {};
    struct stat s {};
    if (::fstat(file->get(), &s) != 0) return fail(ErrorKind::transient, std::strerror(errno));
    auto fresh = index(file->get(), static_cast<std::uint64_t>(s.st_size));
    if (!fresh) return fail(fresh.error());
    index_ = std::move(*fresh);
    file_ = std::make_shared<Fd>(std::move(*file));
    stamp_ = now;
    return {};
  }

  Hours &hours_;
  std::string path_;
  std::shared_ptr<Fd> file_;
  std::string stamp_;
  Index index_;
};

}

std::unique_ptr<Source> sheaf_file_source(Hours &hours, std::string file) {
  return std::make_unique<SheafFile>(hours, std::move(file));
}

}
