// One .sheaf file as a tree. It is written anew by commit(), beside the old one, and renamed into its place.
#include "assets/sha256.h"
#include "playlist/head.h"
#include "playlist/tar.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"
#include "publisher/times.h"
#include "publisher/tree.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <sys/stat.h>

namespace sheaf::publisher {
namespace {

using playlist::tar_block;

std::uint64_t padded(std::uint64_t size) { return (size + tar_block - 1) / tar_block * tar_block; }

struct Place {
  std::uint64_t offset = 0, size = 0;
};

// What is new, until commit().
struct Fresh {
  std::string bytes, path; // one of them
  Digest digest;
  std::uint64_t size = 0;
};

Result<std::map<std::string, Place>> index_of(int file, std::uint64_t size, const std::string &path) {
  constexpr std::size_t most_entries = 100'000;
  std::map<std::string, Place> out;
  for (std::uint64_t at = 0; at + tar_block <= size && out.size() < most_entries;) {
    std::array<char, tar_block> block{};
    if (::pread(file, block.data(), block.size(), static_cast<off_t>(at)) !=
        static_cast<ssize_t>(block.size()))
      return failed("read", path);
    auto entry = playlist::read_tar_header(block);
    if (!entry) return refuse(entry.error(), "sheaf_damaged", {{"file", path}});
    if (!*entry) return out;
    at += tar_block;
    auto &e = **entry;
    if (e.size > size - at) return refuse(ErrorKind::corrupt, "sheaf_cut_off", {{"file", path}});
    if (!e.name.ends_with('/')) out[e.name] = {at, e.size};
    at += padded(e.size);
  }
  return refuse(ErrorKind::corrupt, "sheaf_cut_off", {{"file", path}});
}

class SheafFile final : public Tree {
public:
  SheafFile(std::string path, Fd lock, Fd file, std::map<std::string, Place> index)
      : path_(std::move(path)), lock_(std::move(lock)), file_(std::move(file)), index_(std::move(index)) {}

  Result<std::string> read(const std::string &name, Bytes most) override {
    auto found = index_.find(name);
    if (found == index_.end()) return missing(name);
    if (found->second.size > most.count)
      return refuse(ErrorKind::refused, "file_too_large",
                    {{"file", path_ + ": " + name}, {"most", told(most)}});
    std::string out;
    auto taken = pieces(file_.get(), found->second.offset, found->second.size, path_,
                        [&](std::string_view piece) -> Result<void> { return out += piece, Result<void>(); });
    if (!taken) return fail(taken.error());
    return out;
  }

  Result<Extent> open(const std::string &name) override {
    auto found = index_.find(name);
    if (found == index_.end()) return missing(name);
    return Extent{Fd(::dup(file_.get())), found->second.offset, found->second.size};
  }

  std::optional<std::uint64_t> size(const std::string &name) override {
    if (auto fresh = fresh_.find(name); fresh != fresh_.end()) return fresh->second.size;
    auto found = index_.find(name);
    return found == index_.end() ? std::nullopt : std::optional(found->second.size);
  }

  std::vector<std::string> channels() override {
    std::vector<std::string> out;
    for (const auto &[name, place] : index_)
      if (name.starts_with("sheaf/") && name.ends_with("/head"))
        if (auto channel = name.substr(6, name.size() - 11); playlist::valid_channel(channel))
          out.push_back(channel);
    return out;
  }

  std::vector<std::string> manifests() override {
    std::vector<std::string> out;
    for (const auto &[name, place] : index_)
      if (is_manifest_name(name)) out.push_back(name);
    return out;
  }

  Result<void> put(const std::string &name, std::string_view bytes) override {
    fresh_[name] = {std::string(bytes), "", {}, bytes.size()};
    return {};
  }

  Result<void> put_file(const std::string &name, const std::string &from, const Digest &digest,
                        std::uint64_t size) override {
    fresh_[name] = {"", from, digest, size};
    return {};
  }

  Result<void> commit(const std::function<bool(const std::string &)> &keep) override {
    if (fresh_.empty()) return {};
    auto names = in_order(keep);
    if (auto fits = check_size(names); !fits) return fits;
    auto out = Replacement::begin(path_);
    if (!out) return fail(out.error());
    for (const auto &name : names)
      if (auto written = write(*out, name); !written) return written;
    if (auto ended = out->write(std::string(2 * tar_block, '\0')); !ended) return ended;
    return out->finish();
  }

private:
  [[nodiscard]] tl::unexpected<Error> missing(const std::string &name) const {
    return refuse(ErrorKind::absent, "not_in_sheaf", {{"file", path_}, {"name", name}});
  }

  [[nodiscard]] std::uint64_t size_of(const std::string &name) const {
    auto found = fresh_.find(name);
    return found == fresh_.end() ? index_.at(name).size : found->second.size;
  }

  // Roots, heads, manifests, then blobs, small before large: who reads it from the front knows soon.
  [[nodiscard]] std::vector<std::string>
  in_order(const std::function<bool(const std::string &)> &keep) const {
    std::set<std::string> all;
    for (const auto &[name, fresh] : fresh_) all.insert(name);
    for (const auto &[name, place] : index_)
      if (keep(name)) all.insert(name);
    std::vector<std::string> names(all.begin(), all.end());
    auto rank = [&](const std::string &name) {
      int kind = name.starts_with("sheaf/root/")        ? 0
                 : name.ends_with("/head")              ? 1
                 : name.starts_with("sheaf/manifests/") ? 2
                                                        : 3;
      return std::pair(kind, kind == 3 ? size_of(name) : 0);
    };
    std::stable_sort(names.begin(), names.end(),
                     [&](const auto &a, const auto &b) { return rank(a) < rank(b); });
    return names;
  }

  [[nodiscard]] Result<void> check_size(const std::vector<std::string> &names) const {
    std::uint64_t total = 2 * tar_block;
    for (const auto &name : names) total += tar_block + padded(size_of(name));
    if (total <= playlist::most_tar) return {};
    return refuse(ErrorKind::refused, "sheaf_too_large",
                  {{"file", path_}, {"size", told(Bytes{total})}, {"most", told(Bytes{playlist::most_tar})}});
  }

  Result<void> write(Replacement &out, const std::string &name) {
    auto size = size_of(name);
    auto header = playlist::write_tar_header({name, size});
    if (!header) return fail(header.error());
    if (auto written = out.write({header->data(), header->size()}); !written) return written;
    if (auto written = write_content(out, name); !written) return written;
    return out.write(std::string(padded(size) - size, '\0'));
  }

  Result<void> write_content(Replacement &out, const std::string &name) {
    auto found = fresh_.find(name);
    if (found == fresh_.end()) {
      auto place = index_.at(name);
      return pieces(file_.get(), place.offset, place.size, path_,
                    [&](std::string_view piece) { return out.write(piece); });
    }
    if (found->second.path.empty()) return out.write(found->second.bytes);
    return write_file(out, found->second);
  }

  static Result<void> write_file(Replacement &out, const Fresh &fresh) {
    auto file = open_file(fresh.path);
    if (!file) return fail(file.error());
    assets::Sha256 sum;
    auto copied = pieces(file->get(), 0, fresh.size, fresh.path, [&](std::string_view piece) {
      sum.add(piece);
      return out.write(piece);
    });
    if (!copied) return copied;
    if (sum.finish() != fresh.digest)
      return refuse(ErrorKind::corrupt, "file_changed", {{"file", fresh.path}});
    return {};
  }

  std::string path_;
  Fd lock_; // of its folder, held while this lives
  Fd file_;
  std::map<std::string, Place> index_;
  std::map<std::string, Fresh> fresh_;
};

}

Result<std::unique_ptr<Tree>> open_sheaf_file(const std::string &path, Access access) {
  Fd lock;
  if (access == Access::write) {
    auto held = hold(folder_of(path), path);
    if (!held) return fail(held.error());
    lock = std::move(*held);
    Replacement::sweep(path);
  }
  auto file = open_file(path);
  if (!file && (file.error().kind != ErrorKind::absent || access == Access::read)) return fail(file.error());
  if (!file) return std::make_unique<SheafFile>(path, std::move(lock), Fd(), std::map<std::string, Place>{});
  struct stat s {};
  if (::fstat(file->get(), &s) != 0) return failed("read", path);
  auto index = index_of(file->get(), static_cast<std::uint64_t>(s.st_size), path);
  if (!index) return fail(index.error());
  return std::make_unique<SheafFile>(path, std::move(lock), std::move(*file), std::move(*index));
}

}
