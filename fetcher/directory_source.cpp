#include "board/files.h"
#include "fetcher/file_sources.h"
#include "fetcher/inner/piece.h"

#include <filesystem>
#include <sys/stat.h>

namespace sheaf::fetcher {
namespace {

class Directory : public Source {
public:
  Directory(Hours &hours, std::string folder) : hours_(hours), folder_(std::move(folder)) {
    while (folder_.size() > 1 && folder_.ends_with('/')) folder_.pop_back();
  }
  [[nodiscard]] std::string name() const override { return folder_; }

  [[nodiscard]] std::unique_ptr<Request> get(Wish wish) override {
    auto piece = open(wish.path); // in front: the order of arguments is nobody's promise
    return answer(hours_, std::move(piece), std::move(wish), folder_);
  }

private:
  // Looked up each time: a stick comes and goes.
  [[nodiscard]] Result<Piece> open(const std::string &path) const {
    std::error_code ignored;
    bool inside = std::filesystem::is_directory(folder_ + "/manifests", ignored);
    auto tree = folder_ + (inside ? "/" : "/sheaf/");
    auto file = board::open_to_read(tree + path);
    if (!file) return fail(file.error());
    struct stat s {};
    if (::fstat(file->get(), &s) != 0) return fail(ErrorKind::transient, "it cannot be read");
    auto validator = stamp(file->get());
    return Piece{std::make_shared<Fd>(std::move(*file)), 0, static_cast<std::uint64_t>(s.st_size), validator};
  }

  Hours &hours_;
  std::string folder_;
};

}

std::unique_ptr<Source> directory_source(Hours &hours, std::string folder) {
  return std::make_unique<Directory>(hours, std::move(folder));
}

}
