// The files of a shelf: blobs/ and incoming/. What is held is what lies in blobs/ under its digest: it came
// there by a rename after it was whole, checked and synced. A name there is the promise; no book repeats it.
// One thread.
#pragma once

#include "assets/inner/disk.h"
#include "assets/inner/shelf_edition.h"

#include <cstring>
#include <functional>
#include <set>
#include <unordered_map>

namespace sheaf::assets {

struct DigestHash {
  std::size_t operator()(const Digest &d) const {
    std::size_t hash = 0;
    std::memcpy(&hash, d.bytes.data(), sizeof hash);
    return hash;
  }
};
using WantedBlobs = std::unordered_map<Digest, Wanted, DigestHash>;

class ShelfBlobs {
public:
  ShelfBlobs(Disk &disk, StoreFiles files) : disk_(disk), files_(std::move(files)) {}

  /// What is there. Whatever has no blob's name goes. Errors: transient, refused.
  Result<void> look();

  [[nodiscard]] bool holds(const Digest &d) const { return held_.contains(d); }
  /// 0 where it is not held.
  [[nodiscard]] std::uint64_t size(const Digest &d) const;
  /// Bytes of a blob in incoming/.
  [[nodiscard]] std::uint64_t begun(const Digest &d) const;
  /// Of all blobs, whole and begun.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] std::set<Digest> held() const;

  [[nodiscard]] std::string part(const Digest &d) const {
    return files_.incoming() + "/" + d.hex() + ".part";
  }
  [[nodiscard]] const StoreFiles &files() const { return files_; }
  [[nodiscard]] Disk &disk() { return disk_; }

  /// Moves a whole, synced file of incoming/ to its place, durably.
  Result<void> arrived(const Digest &d, std::uint64_t size);
  /// Its part is being written to: it stays, whoever wants it.
  void busy(const Digest &d, bool is) { is ? (void)busy_.insert(d) : (void)busy_.erase(d); }
  [[nodiscard]] bool is_busy(const Digest &d) const { return busy_.contains(d); }
  /// A part has grown to, or was cut to, `size`; 0: it is gone.
  void begun_is(const Digest &d, std::uint64_t size);
  /// A damaged blob: back to incoming/ where its chunks can be told apart, else away.
  Result<void> take_away(const Wanted &blob, std::uint64_t good);
  /// Deletes the parts that `needed` does not want. Returns how many bytes that freed.
  Result<std::uint64_t> sweep(const WantedBlobs &needed);
  /// Deletes blobs that `needed` does not want, least recently needed first, until `enough` bytes are free.
  Result<std::uint64_t> evict(const WantedBlobs &needed, std::uint64_t enough);
  /// Those of `blobs` that `needed` has not were needed up to now.
  void parted_with(const std::vector<Wanted> &blobs, const WantedBlobs &needed);

  /// The verified list of a blob; nothing where it has none. Errors: absent, corrupt.
  Result<std::vector<Digest>> chunks(const Wanted &blob);
  /// Reads a whole file of a blob's kind and compares. Errors: absent, corrupt, transient.
  Result<void> verify_whole(const Digest &d);
  /// Errors: corrupt (it is not what the list says), transient (it cannot be read).
  static Result<void> verify_chunk(DiskFile &file, const Wanted &blob, const std::vector<Digest> &list,
                                   std::uint64_t chunk);

private:
  using Sizes = std::unordered_map<Digest, std::uint64_t, DigestHash>;
  Result<void> look_at(const std::string &folder, bool parts);
  void forget(Sizes &sizes, const Digest &d);
  Disk &disk_;
  StoreFiles files_;
  Sizes held_, begun_;
  std::set<Digest> busy_;
  std::uint64_t bytes_ = 0;
};

/// Bytes of chunk number `chunk` of a blob of `size` bytes.
constexpr std::uint64_t chunk_bytes(std::uint64_t size, std::uint64_t chunk) {
  return std::min(playlist::chunk_size, size - chunk * playlist::chunk_size);
}

}
