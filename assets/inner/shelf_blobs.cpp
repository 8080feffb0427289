#include "assets/inner/shelf_blobs.h"

#include "assets/sha256.h"
#include "board/files.h"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>

namespace sheaf::assets {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view part_ending = ".part";

// Nothing where a file has not the name of a blob, or of a part of one.
Result<Digest> digest_of(const fs::path &path, bool part) {
  auto name = path.filename().string();
  if (part && name.ends_with(part_ending)) name.resize(name.size() - part_ending.size());
  return Digest::parse(name);
}

std::uint64_t on_disk(const fs::path &path) {
  std::error_code error;
  auto size = fs::file_size(path, error);
  return error ? 0 : size;
}

// When a blob was needed last is the time of its file.
fs::file_time_type last_needed(const std::string &path) {
  std::error_code error;
  auto time = fs::last_write_time(path, error);
  return error ? fs::file_time_type::min() : time;
}

}

Result<void> ShelfBlobs::look() {
  held_.clear();
  begun_.clear();
  bytes_ = 0;
  std::error_code error;
  for (fs::directory_iterator i(files_.blobs(), error), end; !error && i != end; i.increment(error)) {
    auto seen = look_at(i->path().string(), false);
    if (!seen) return seen;
  }
  if (error) return fail(ErrorKind::transient, "cannot list '" + files_.blobs() + "': " + error.message());
  return look_at(files_.incoming(), true);
}

Result<void> ShelfBlobs::look_at(const std::string &folder, bool parts) {
  std::error_code error;
  std::vector<fs::path> strangers;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
    auto digest = digest_of(i->path(), parts);
    if (!digest || !i->is_regular_file(error)) {
      strangers.push_back(i->path());
      continue;
    }
    auto size = on_disk(i->path());
    (parts ? begun_ : held_)[*digest] = size;
    bytes_ += size;
  }
  if (error && error != std::errc::not_a_directory)
    return fail(ErrorKind::transient, "cannot list '" + folder + "': " + error.message());
  for (auto &path : strangers) fs::remove_all(path, error);
  return {};
}

std::uint64_t ShelfBlobs::size(const Digest &d) const {
  auto found = held_.find(d);
  return found == held_.end() ? 0 : found->second;
}

std::uint64_t ShelfBlobs::begun(const Digest &d) const {
  auto found = begun_.find(d);
  return found == begun_.end() ? 0 : found->second;
}

std::set<Digest> ShelfBlobs::held() const {
  std::set<Digest> all;
  for (auto &[digest, size] : held_) all.insert(digest);
  return all;
}

void ShelfBlobs::forget(Sizes &sizes, const Digest &d) {
  auto found = sizes.find(d);
  if (found == sizes.end()) return;
  bytes_ -= found->second;
  sizes.erase(found);
}

void ShelfBlobs::begun_is(const Digest &d, std::uint64_t size) {
  forget(begun_, d);
  if (size == 0) return;
  begun_[d] = size;
  bytes_ += size;
}

Result<void> ShelfBlobs::arrived(const Digest &d, std::uint64_t size) {
  auto place = files_.blob(d), folder = folder_of(place);
  if (!fs::exists(folder)) {
    auto made = disk_.make_folder(folder);
    if (made) made = disk_.sync_folder(files_.blobs());
    if (!made) return made;
  }
  auto moved = disk_.rename(part(d), place);
  if (!moved) return moved;
  begun_is(d, 0);
  auto kept = disk_.sync_folder(folder);
  if (!kept) {
    (void)disk_.remove(place); // a name that may be lost is no promise
    return kept;
  }
  held_[d] = size;
  bytes_ += size;
  return {};
}

Result<void> ShelfBlobs::take_away(const Wanted &blob, std::uint64_t good) {
  auto place = files_.blob(blob.blob);
  auto moved = blob.chunks && good > 0 ? disk_.rename(place, part(blob.blob)) : disk_.remove(place);
  if (!moved) return moved;
  forget(held_, blob.blob);
  begun_is(blob.blob, blob.chunks ? good : 0);
  return disk_.sync_folder(folder_of(place));
}

Result<std::uint64_t> ShelfBlobs::sweep(const WantedBlobs &needed) {
  std::vector<Digest> strays;
  for (auto &[digest, size] : begun_)
    if ((!needed.contains(digest) || holds(digest)) && !is_busy(digest)) strays.push_back(digest);
  auto before = bytes_;
  for (auto &digest : strays) {
    auto gone = disk_.remove(part(digest));
    if (!gone) return fail(gone.error());
    begun_is(digest, 0);
  }
  return before - bytes_;
}

Result<std::uint64_t> ShelfBlobs::evict(const WantedBlobs &needed, std::uint64_t enough) {
  std::vector<std::pair<fs::file_time_type, Digest>> candidates;
  for (auto &[digest, size] : held_)
    if (!needed.contains(digest)) candidates.emplace_back(last_needed(files_.blob(digest)), digest);
  std::sort(candidates.begin(), candidates.end());
  std::uint64_t freed = 0;
  for (auto &[time, digest] : candidates) {
    if (freed >= enough) break;
    auto gone = disk_.remove(files_.blob(digest));
    if (!gone) return fail(gone.error());
    freed += size(digest);
    forget(held_, digest);
  }
  return freed;
}

void ShelfBlobs::parted_with(const std::vector<Wanted> &blobs, const WantedBlobs &needed) {
  for (auto &w : blobs)
    if (holds(w.blob) && !needed.contains(w.blob))
      ::utimensat(AT_FDCWD, files_.blob(w.blob).c_str(), nullptr, 0);
}

Result<std::vector<Digest>> ShelfBlobs::chunks(const Wanted &blob) {
  if (!blob.chunks) return std::vector<Digest>{};
  auto count = playlist::chunk_count(blob.size);
  auto bytes = board::read_whole(files_.blob(*blob.chunks), {count * sizeof(Digest::bytes)});
  if (!bytes) return fail(bytes.error());
  if (sha256(*bytes) != *blob.chunks) return fail(ErrorKind::corrupt, "the chunk list is damaged");
  return playlist::parse_chunk_list(*bytes, blob.size);
}

Result<void> ShelfBlobs::verify_whole(const Digest &d) {
  auto file = disk_.open_to_read(files_.blob(d));
  if (!file) return fail(file.error());
  std::string buffer(playlist::chunk_size, '\0');
  Sha256 hash;
  for (std::uint64_t at = 0;;) {
    auto got = (*file)->read(at, buffer);
    if (!got) return fail(got.error());
    if (*got == 0) break;
    hash.add(std::string_view(buffer).substr(0, *got));
    at += *got;
  }
  if (hash.finish() != d) return fail(ErrorKind::corrupt, "it is damaged");
  return {};
}

Result<void> ShelfBlobs::verify_chunk(DiskFile &file, const Wanted &blob, const std::vector<Digest> &list,
                                      std::uint64_t chunk) {
  std::string bytes(static_cast<std::size_t>(chunk_bytes(blob.size, chunk)), '\0');
  auto got = file.read(chunk * playlist::chunk_size, bytes);
  if (!got) return fail(got.error());
  if (*got != bytes.size() || sha256(bytes) != list[static_cast<std::size_t>(chunk)])
    return fail(ErrorKind::corrupt, "chunk " + std::to_string(chunk) + " is damaged");
  return {};
}

}
