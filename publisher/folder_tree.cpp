#include "playlist/head.h"
#include "playlist/manifest.h"
#include "publisher/refusal.h"
#include "publisher/stick.h"
#include "publisher/streams.h"
#include "publisher/tree.h"

#include "assets/sha256.h"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <tuple>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

std::optional<time_t> changed(const std::string &path) {
  struct stat s {};
  if (::stat(path.c_str(), &s) != 0) return std::nullopt;
  return s.st_mtim.tv_sec;
}

// Web servers make a file's ETag out of its length and the second of its last change (nginx:
// http_core_module, etag). Two heads of one second would be the same to a screen that asked in between.
void look_changed(const std::string &path, time_t second) {
  ::timespec times[2] = {{0, UTIME_OMIT}, {second, 0}};
  std::ignore =
      ::utimensat(AT_FDCWD, path.c_str(), times, 0); // in vain: seen with the publication after this one
}

class FolderTree final : public Tree {
public:
  FolderTree(std::string folder, Fd lock) : folder_(std::move(folder)), lock_(std::move(lock)) {}

  Result<std::string> read(const std::string &name, Bytes most) override {
    auto bytes = read_file(path(name), most);
    bool lost = !bytes && bytes.error().kind == ErrorKind::absent && is_head_name(name) && has_lost(name);
    return lost ? refuse(ErrorKind::refused, "lost_heads") : std::move(bytes);
  }

  Result<Extent> open(const std::string &name) override {
    auto file = open_file(path(name));
    if (!file) return fail(file.error());
    struct stat s {};
    if (::fstat(file->get(), &s) != 0) return failed("read", path(name));
    return Extent{std::move(*file), 0, static_cast<std::uint64_t>(s.st_size)};
  }

  std::optional<std::uint64_t> size(const std::string &name) override {
    struct stat s {};
    if (::stat(path(name).c_str(), &s) != 0 || !S_ISREG(s.st_mode)) return std::nullopt;
    return static_cast<std::uint64_t>(s.st_size);
  }

  std::vector<std::string> channels() override {
    std::vector<std::string> out;
    std::error_code error;
    for (fs::directory_iterator i(folder_ + "/sheaf", error), end; !error && i != end; i.increment(error)) {
      auto name = i->path().filename().string();
      if (playlist::valid_channel(name) && size(head_name(name))) out.push_back(name);
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  std::vector<std::string> manifests() override {
    std::vector<std::string> out;
    std::error_code error;
    for (fs::directory_iterator i(folder_ + "/sheaf/manifests", error), end; !error && i != end;
         i.increment(error))
      if (auto name = "sheaf/manifests/" + i->path().filename().string(); is_manifest_name(name))
        out.push_back(name);
    std::sort(out.begin(), out.end());
    return out;
  }

  Result<void> put(const std::string &name, std::string_view bytes) override {
    if (auto made = make_folders(fs::path(path(name)).parent_path().string()); !made) return made;
    auto before = changed(path(name));
    auto written = write_file(path(name), bytes, board::Durable::yes);
    if (written && before && changed(path(name)) <= before) look_changed(path(name), *before + 1);
    return written;
  }

  Result<void> put_file(const std::string &name, const std::string &from, const Digest &digest,
                        std::uint64_t size) override {
    if (auto fits = check_room_for(folder_, size); !fits) return fits;
    auto file = open_file(from);
    if (!file) return fail(file.error());
    if (auto made = make_folders(fs::path(path(name)).parent_path().string()); !made) return made;
    auto fresh = Replacement::begin(path(name));
    if (!fresh) return fail(fresh.error());
    assets::Sha256 sum;
    auto copied = pieces(file->get(), 0, size, from, [&](std::string_view piece) {
      sum.add(piece);
      return fresh->write(piece);
    });
    if (!copied) return copied;
    if (sum.finish() != digest) return refuse(ErrorKind::corrupt, "file_changed", {{"file", from}});
    return fresh->finish();
  }

  // A board writes its reports onto sticks that have a place for them.
  Result<void> commit(const std::function<bool(const std::string &)> &) override {
    if (!stick_) return {};
    if (auto made = make_folders(folder_ + "/sheaf/reports"); !made) return made;
    return flush(folder_);
  }

  [[nodiscard]] bool on_stick() const override { return stick_; }

private:
  // Of a first publication that was cut off one manifest may be there; several have had heads.
  bool has_lost(const std::string &head) {
    auto all = manifests();
    if (channels().empty()) return all.size() > 1;
    return std::count_if(all.begin(), all.end(), [&](const auto &name) {
             auto bytes = read_file(path(name), Bytes{playlist::most_manifest});
             auto manifest = bytes ? playlist::parse_manifest(*bytes) : fail(bytes.error());
             return manifest && head_name(manifest->channel) == head;
           }) > 1;
  }

  [[nodiscard]] std::string path(const std::string &name) const { return folder_ + "/" + name; }
  std::string folder_;
  Fd lock_; // held while this lives
  bool stick_ = is_stick(folder_);
};

bool is_remnant(const fs::path &path) {
  auto name = path.filename().string();
  return name.starts_with('.') && name.ends_with(".new");
}

// Of a publisher that was cut off. Whoever holds the lock is alone here.
void sweep(const std::string &folder) {
  std::error_code error;
  for (fs::recursive_directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (is_remnant(i->path())) ::unlink(i->path().c_str());
}

}

Result<std::unique_ptr<Tree>> open_folder_tree(const std::string &folder, Access access) {
  struct stat s {};
  if (access == Access::read) {
    if (::stat(folder.c_str(), &s) != 0) return failed("open", folder);
    if (!S_ISDIR(s.st_mode))
      return refuse(ErrorKind::refused, "neither_folder_nor_sheaf", {{"file", folder}});
    return std::make_unique<FolderTree>(folder, Fd());
  }
  auto inside = folder + "/sheaf";
  if (auto made = make_folders(inside); !made) return fail(made.error());
  auto held = hold(inside, folder);
  if (!held) return fail(held.error());
  sweep(inside);
  return std::make_unique<FolderTree>(folder, std::move(*held));
}

}
