// A remote of rclone as a tree. What is put waits here until the head comes, and goes there in the order that
// keeps the last publication whole: a list of what will come, blobs, documents, the head's second copy, the
// head.
#include "assets/seal.h"
#include "assets/sha256.h"
#include "playlist/head.h"
#include "publisher/rclone.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"
#include "publisher/times.h"
#include "publisher/tree.h"
#include "publisher/words.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

bool is_blob(const std::string &name) { return name.starts_with("sheaf/blobs/"); }

constexpr Bytes most_list = 64_MiB;
constexpr std::uint64_t batch = (32_MiB).count;        // an upload that is cut off loses no more, or a file
constexpr const char *lists = "sheaf/blobs/arriving/"; // no channel can be called so
using Names = std::set<std::string>;

// What a publisher is about to send. While its list is there nobody knows whether that has come whole: a
// size says nothing.
std::string arrival_list(const Names &names) {
  std::string out;
  for (const auto &name : names) out += name + "\n";
  return out + "end\n";
}

// None where it is cut off: its publisher had not begun to send.
Names names_in(const std::string &list) {
  Names out;
  if (!list.ends_with("\nend\n")) return out;
  for (std::size_t at = 0, end = 0; at + 4 < list.size(); at = end + 1) {
    end = list.find('\n', at);
    out.insert(list.substr(at, end - at));
  }
  return out;
}

// Those that others have left or are at work with.
Result<std::map<std::string, Names>> arrivals(const Rclone &remote,
                                              const std::map<std::string, std::uint64_t> &there) {
  std::map<std::string, Names> out;
  for (const auto &[name, size] : there) {
    if (!name.starts_with(lists)) continue;
    auto list = remote.read(name, most_list);
    if (!list && list.error().kind == ErrorKind::absent) continue; // its publisher is done meanwhile
    if (!list) return fail(list.error());
    out[name] = names_in(*list);
  }
  return out;
}

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
  auto file = open_file(path);
  if (!file) return fail(file.error());
  assets::Sha256 sum;
  auto read =
      pieces(file->get(), 0, size, path, [&](std::string_view p) { return sum.add(p), Result<void>(); });
  if (!read) return read;
  if (sum.finish() == digest) return {};
  return refuse(ErrorKind::corrupt, "file_changed", {{"file", path}});
}

class RemoteTree final : public Tree {
public:
  RemoteTree(Rclone remote, std::map<std::string, std::uint64_t> there, std::map<std::string, Names> arriving,
             Staging staging)
      : remote_(std::move(remote)), there_(std::move(there)), arriving_(std::move(arriving)),
        staging_(std::move(staging)) {
    for (const auto &[list, names] : arriving_) unsure_.insert(names.begin(), names.end());
  }

  Result<std::string> read(const std::string &name, Bytes most) override {
    if (is_head_name(name) && has_lost_its_heads()) return refuse(ErrorKind::refused, "lost_heads");
    if (!there_.contains(name)) return missing(name);
    auto bytes = remote_.read(name, most);
    if (bytes && is_head_name(name)) heads_[name] = *bytes;
    return bytes;
  }

  Result<Extent> open(const std::string &name) override {
    if (!there_.contains(name)) return missing(name);
    auto path = staging_.path() + "/fetched";
    if (auto fetched = remote_.fetch(name, path); !fetched) return fail(fetched.error());
    auto file = open_file(path);
    ::unlink(path.c_str());
    if (!file) return fail(file.error());
    struct stat s {};
    if (::fstat(file->get(), &s) != 0) return failed("read", path);
    return Extent{std::move(*file), 0, static_cast<std::uint64_t>(s.st_size)};
  }

  std::optional<std::uint64_t> size(const std::string &name) override {
    auto found = there_.find(name);
    bool known = found != there_.end() && (!unsure_.contains(name) || waiting_.contains(name));
    return known ? std::optional(found->second) : std::nullopt;
  }

  std::vector<std::string> channels() override {
    std::vector<std::string> out;
    for (const auto &[name, size] : there_)
      if (is_head_name(name))
        if (auto channel = name.substr(6, name.size() - 11); playlist::valid_channel(channel))
          out.push_back(channel);
    return out;
  }

  std::vector<std::string> manifests() override {
    std::vector<std::string> out;
    for (const auto &[name, size] : there_)
      if (is_manifest_name(name)) out.push_back(name);
    return out;
  }

  Result<void> put(const std::string &name, std::string_view bytes) override {
    auto staged = staging_.path() + "/" + (is_head_name(name) ? name + ".new" : name);
    if (auto made = make_folders(folder_of(staged)); !made) return made;
    if (auto written = write_file(staged, bytes, board::Durable::no); !written) return written;
    if (is_head_name(name)) return send_head(name, bytes);
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
    if (error) return errno = error.value(), failed("make", staged);
    wait(name, size);
    return {};
  }

  Result<void> commit(const std::function<bool(const std::string &)> &) override {
    if (auto sent = send_waiting(); !sent) return sent;
    forget_lists();
    return {};
  }

private:
  [[nodiscard]] static tl::unexpected<Error> missing(const std::string &name) {
    return refuse(ErrorKind::absent, "not_at_destination", {{"name", name}});
  }

  // Who was cut off before its first head came has left its list.
  [[nodiscard]] bool has_lost_its_heads() const {
    auto manifest = there_.lower_bound("sheaf/manifests/");
    bool manifests = manifest != there_.end() && manifest->first.starts_with("sheaf/manifests/");
    return manifests && arriving_.empty() &&
           std::none_of(there_.begin(), there_.end(), [](const auto &t) { return is_head_name(t.first); });
  }

  void wait(const std::string &name, std::uint64_t size) {
    waiting_.insert(name);
    there_[name] = size;
    bytes_ += size;
  }

  // A list of what is left stands before the last one goes.
  Result<void> announce() {
    auto staged = staging_.path() + "/arriving", list = arrival_list(waiting_);
    auto name = lists + fs::path(staging_.path()).filename().string() + "-" + std::to_string(++announced_);
    if (auto put = write_file(staged, list, board::Durable::no); !put) return put;
    auto before = std::exchange(own_lists_, {name});
    auto put = remote_.put(staged, name);
    auto come = put ? remote_.read(name, most_list) : fail(put.error());
    bool whole = come && *come == list;
    for (const auto &old : before)
      if (!whole || !remote_.remove(old)) own_lists_.push_back(old);
    if (whole) return {};
    return come ? refuse(ErrorKind::corrupt, "remote_not_whole", {{"name", name}, {"why", ""}})
                : fail(come.error());
  }

  // Blobs before documents, and so many at a time.
  [[nodiscard]] std::vector<std::vector<std::string>> parts() const {
    std::vector<std::vector<std::string>> out;
    std::vector<std::string> documents;
    std::uint64_t bytes = batch;
    for (const auto &name : waiting_) {
      if (!is_blob(name)) {
        documents.push_back(name);
        continue;
      }
      if (bytes >= batch) out.emplace_back(), bytes = 0;
      out.back().push_back(name);
      bytes += there_.at(name);
    }
    out.push_back(std::move(documents));
    return out;
  }

  Result<void> send_waiting() {
    if (waiting_.empty()) return {};
    auto all = parts();
    if (::isatty(STDERR_FILENO) == 1 && all.size() > 1)
      warn("uploading", {{"count", std::to_string(waiting_.size())}, {"bytes", told(Bytes{bytes_})}});
    for (const auto &part : all) {
      bool last = &part == &all.back() && all.size() > 1; // the documents: they are named already
      if (auto announced = last ? Result<void>() : announce(); !announced) return announced;
      if (auto sent = remote_.send(staging_.path(), part); !sent) return sent;
      for (const auto &name : part) waiting_.erase(name), unsure_.erase(name);
    }
    bytes_ = 0;
    return {};
  }

  // A list that stays costs the next publisher an upload.
  void forget_lists() {
    for (const auto &list : std::exchange(own_lists_, {})) std::ignore = remote_.remove(list);
    for (const auto &[list, names] : std::exchange(arriving_, {}))
      if (std::none_of(names.begin(), names.end(), [&](const auto &n) { return unsure_.contains(n); }))
        std::ignore = remote_.remove(list);
  }

  // Its second copy goes first, and stays: it is whole while the first is written over, which not every
  // remote can do in one move, and says the serial where the first is lost.
  Result<void> send_head(const std::string &name, std::string_view bytes) {
    if (auto sent = send_waiting(); !sent) return sent;
    if (auto same = nobody_else(name); !same) return same;
    if (auto sent = remote_.send(staging_.path(), {name + ".new"}); !sent) return sent;
    forget_lists();
    if (auto same = nobody_else(name); !same) return same;
    auto come = put_head(name, bytes);
    for (int again = 0; !come && again < 2; ++again) come = put_head(name, bytes);
    if (come) there_[name] = bytes.size();
    return come;
  }

  Result<void> put_head(const std::string &name, std::string_view bytes) {
    if (auto put = remote_.put(staging_.path() + "/" + name + ".new", name); !put) return put;
    auto now = remote_.read(name, Bytes{playlist::most_head});
    if (now && *now == bytes) return {};
    if (!now) return refuse(now.error(), "remote_not_whole", {{"name", name}});
    return refuse(ErrorKind::corrupt, "remote_not_whole", {{"name", name}, {"why", ""}});
  }

  // Nothing can be locked there: a look in the last instant has to do.
  Result<void> nobody_else(const std::string &name) {
    auto before = heads_.find(name);
    auto now = remote_.read(name, Bytes{playlist::most_head});
    if (!now && now.error().kind != ErrorKind::absent) return fail(now.error());
    bool same = before == heads_.end() ? !now : now && *now == before->second;
    if (same) return {};
    return refuse(ErrorKind::refused, "published_meanwhile");
  }

  Rclone remote_;
  std::map<std::string, std::uint64_t> there_;
  std::map<std::string, Names> arriving_;    // list -> what it names
  Names unsure_;                             // all of these: whole, damaged, or not there
  std::map<std::string, std::string> heads_; // as they were read
  Staging staging_;
  int announced_ = 0;
  std::vector<std::string> own_lists_; // of this publisher's, there
  Names waiting_;
  std::uint64_t bytes_ = 0; // of these
};

// Empty where it is none, or cut off.
Result<std::string> whole_head(const Rclone &remote, const std::string &name) {
  auto bytes = remote.read(name, Bytes{playlist::most_head});
  if (!bytes) return bytes.error().kind == ErrorKind::absent ? Result<std::string>() : fail(bytes.error());
  auto parts = assets::take_apart(*bytes);
  return parts && playlist::parse_head(parts->bytes) ? bytes : Result<std::string>();
}

// Who was cut off in writing a head has left its second copy, whole. It goes by this machine: servers of
// WebDAV may refuse to copy over what is there.
Result<void> mend_heads(const Rclone &remote, const Staging &staging,
                        std::map<std::string, std::uint64_t> &there) {
  for (const auto &[name, size] : std::map(there)) {
    if (!name.ends_with("/head.new")) continue;
    auto head = name.substr(0, name.size() - 4), staged = staging.path() + "/head";
    auto first = whole_head(remote, head);
    auto second = first && first->empty() ? whole_head(remote, name) : first;
    if (!second) return fail(second.error());
    if (!first->empty() || second->empty()) continue;
    if (auto put = write_file(staged, *second, board::Durable::no); !put) return put;
    if (auto put = remote.put(staged, head); !put) return put;
    there[head] = size;
  }
  return {};
}

}

Result<std::unique_ptr<Tree>> open_remote_tree(const std::string &place, Access access) {
  Rclone remote(place);
  auto there = remote.list("sheaf");
  if (!there) return fail(there.error());
  auto staging = Staging::make();
  if (!staging) return fail(staging.error());
  Result<std::map<std::string, Names>> arriving;
  if (access == Access::write) {
    if (auto mended = mend_heads(remote, *staging, *there); !mended) return fail(mended.error());
    arriving = arrivals(remote, *there);
    if (!arriving) return fail(arriving.error());
  }
  return std::make_unique<RemoteTree>(std::move(remote), std::move(*there), std::move(*arriving),
                                      std::move(*staging));
}

}
