// A remote of rclone as a tree. What is put waits here until the head comes, and goes there in the order that
// keeps the last publication whole: blobs, then documents, then the head.
#include "assets/seal.h"
#include "assets/sha256.h"
#include "board/files.h"
#include "playlist/head.h"
#include "publisher/html.h"
#include "publisher/rclone.h"
#include "publisher/streams.h"
#include "publisher/tree.h"
#include "publisher/words.h"

#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

bool is_head(const std::string &name) { return name.ends_with("/head"); }
bool is_blob(const std::string &name) { return name.starts_with("sheaf/blobs/"); }

// A folder of this run's own.
class Staging {
public:
  static Result<Staging> make() {
    auto path = (fs::temp_directory_path() / "sheaf-upload-XXXXXX").string();
    if (!::mkdtemp(path.data())) return failed("make", path);
    return Staging(path);
  }
  Staging(Staging &&other) noexcept : path_(std::exchange(other.path_, {})) {}
  Staging &operator=(Staging &&) = delete;
  ~Staging() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::string &path() const { return path_; }

private:
  explicit Staging(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

Result<void> check_digest(const std::string &path, const Digest &digest, std::uint64_t size) {
  auto file = board::open_to_read(path);
  if (!file) return fail(file.error());
  assets::Sha256 sum;
  auto read =
      pieces(file->get(), 0, size, path, [&](std::string_view p) { return sum.add(p), Result<void>(); });
  if (!read) return read;
  if (sum.finish() == digest) return {};
  return fail(ErrorKind::corrupt, "'" + shown(path) + "' has changed while it was published; publish again");
}

class RemoteTree final : public Tree {
public:
  RemoteTree(Rclone remote, std::map<std::string, std::uint64_t> there, Staging staging)
      : remote_(std::move(remote)), there_(std::move(there)), staging_(std::move(staging)) {}

  Result<std::string> read(const std::string &name, Bytes most) override {
    if (!there_.contains(name)) return missing(name);
    auto bytes = remote_.read(name, most);
    if (bytes && is_head(name)) heads_[name] = *bytes;
    return bytes;
  }

  Result<Extent> open(const std::string &name) override {
    if (!there_.contains(name)) return missing(name);
    auto path = staging_.path() + "/fetched";
    if (auto fetched = remote_.fetch(name, path); !fetched) return fail(fetched.error());
    auto file = board::open_to_read(path);
    ::unlink(path.c_str());
    if (!file) return fail(file.error());
    struct stat s {};
    if (::fstat(file->get(), &s) != 0) return failed("read", path);
    return Extent{std::move(*file), 0, static_cast<std::uint64_t>(s.st_size)};
  }

  std::optional<std::uint64_t> size(const std::string &name) override {
    auto found = there_.find(name);
    return found == there_.end() ? std::nullopt : std::optional(found->second);
  }

  std::vector<std::string> channels() override {
    std::vector<std::string> out;
    for (const auto &[name, size] : there_)
      if (is_head(name))
        if (auto channel = name.substr(6, name.size() - 11); playlist::valid_channel(channel))
          out.push_back(channel);
    return out;
  }

  Result<void> put(const std::string &name, std::string_view bytes) override {
    auto staged = staging_.path() + "/" + (is_head(name) ? name + ".new" : name);
    if (auto made = make_folders(folder_of(staged)); !made) return made;
    if (auto written = board::write_whole(staged, bytes, board::Durable::no); !written) return written;
    if (is_head(name)) return send_head(name, bytes);
    wait(name, bytes.size());
    return {};
  }

  // A link to it: a film need not be there twice.
  Result<void> put_file(const std::string &name, const std::string &path, const Digest &digest,
                        std::uint64_t size) override {
    if (auto same = check_digest(path, digest, size); !same) return same;
    auto staged = staging_.path() + "/" + name;
    if (auto made = make_folders(folder_of(staged)); !made) return made;
    std::error_code error;
    fs::create_symlink(fs::absolute(path), staged, error);
    if (error) return fail(ErrorKind::transient, "cannot make '" + staged + "': " + error.message());
    wait(name, size);
    return {};
  }

  Result<void> commit(const std::function<bool(const std::string &)> &) override { return send_waiting(); }

private:
  [[nodiscard]] static tl::unexpected<Error> missing(const std::string &name) {
    return fail(ErrorKind::absent, "there is no " + name + " at the destination");
  }

  void wait(const std::string &name, std::uint64_t size) {
    waiting_.push_back(name);
    there_[name] = size;
    bytes_ += size;
  }

  Result<void> send_waiting() {
    std::vector<std::string> blobs, documents;
    for (const auto &name : std::exchange(waiting_, {})) (is_blob(name) ? blobs : documents).push_back(name);
    if (::isatty(STDERR_FILENO) == 1 && !blobs.empty())
      warn("uploading", {{"count", std::to_string(blobs.size())}, {"bytes", text(Bytes{bytes_})}});
    bytes_ = 0;
    if (auto sent = remote_.send(staging_.path(), blobs); !sent) return sent;
    return remote_.send(staging_.path(), documents);
  }

  // Beside the old one first: it is never half written.
  Result<void> send_head(const std::string &name, std::string_view bytes) {
    if (auto sent = send_waiting(); !sent) return sent;
    if (auto same = nobody_else(name); !same) return same;
    if (auto sent = remote_.send(staging_.path(), {name + ".new"}); !sent) return sent;
    if (auto moved = remote_.move(name + ".new", name); !moved) return moved;
    there_[name] = bytes.size();
    auto now = remote_.read(name, Bytes{playlist::most_head});
    if (now && *now == bytes) return {};
    return fail(ErrorKind::corrupt, "the head has not come to the destination as it was sent" +
                                        (now ? std::string() : " (" + now.error().text + ")") +
                                        "; publish again");
  }

  // Nothing can be locked there: a look in the last instant has to do.
  Result<void> nobody_else(const std::string &name) {
    auto before = heads_.find(name);
    auto now = remote_.read(name, Bytes{playlist::most_head});
    if (!now && now.error().kind != ErrorKind::absent) return fail(now.error());
    bool same = before == heads_.end() ? !now : now && *now == before->second;
    if (same) return {};
    return fail(ErrorKind::refused, "somebody has published there meanwhile; publish again");
  }

  Rclone remote_;
  std::map<std::string, std::uint64_t> there_;
  std::map<std::string, std::string> heads_; // as they were read
  Staging staging_;
  std::vector<std::string> waiting_;
  std::uint64_t bytes_ = 0; // of these
};

// Who was cut off in moving a head has left it beside its place, whole.
Result<void> finish_moves(const Rclone &remote, std::map<std::string, std::uint64_t> &there) {
  for (const auto &[name, size] : std::map(there)) {
    if (!name.ends_with("/head.new")) continue;
    auto head = name.substr(0, name.size() - 4);
    auto bytes = remote.read(name, Bytes{playlist::most_head});
    bool whole = bytes && bytes->size() == size && assets::take_apart(*bytes);
    if (!whole || there.contains(head)) continue;
    if (auto moved = remote.move(name, head); !moved) return moved;
    there[head] = size;
  }
  return {};
}

}

Result<std::unique_ptr<Tree>> open_remote_tree(const std::string &place, Access access) {
  Rclone remote(place);
  auto there = remote.list("sheaf");
  if (!there) return fail(there.error());
  if (access == Access::write)
    if (auto finished = finish_moves(remote, *there); !finished) return fail(finished.error());
  auto staging = Staging::make();
  if (!staging) return fail(staging.error());
  return std::make_unique<RemoteTree>(std::move(remote), std::move(*there), std::move(*staging));
}

}
