// The shelf: sheaf-fetch's side of a store, and the only writer of it. Blobs, editions, accepted serials,
// quota, integrity. All or nothing: what is promised (a finished blob, an accepted head, a root) survives a
// power cut at any instant. One thread; every call may wait for a disk.
#pragma once

#include "assets/current.h"
#include "assets/state_files.h"
#include "assets/store_files.h"
#include "assets/trust.h"
#include "playlist/acceptance.h"
#include "playlist/manifest.h"

#include <functional>
#include <memory>

namespace sheaf::assets {

struct ShelfLimits {
  std::optional<std::uint64_t> quota;   // bytes of blobs; nothing: what is free but for the reserve
  std::uint64_t reserve = 256ull << 20; // bytes left free on the file system
};

struct Needed {
  Digest blob;
  std::uint64_t size = 0;
  std::optional<Digest> chunks; // the digest of its list, which comes first
  std::uint64_t held = 0;       // bytes of it that are here already; receive() verifies them
};

/// A blob on its way in: a temporary file that becomes the blob, or nothing. The shelf outlives it.
class Incoming {
public:
  virtual ~Incoming() = default; // keeps what has come, for resuming, unless discard() was called
  /// Where to go on: the beginning of the first run of bytes that is missing; the size where none is. Whole
  /// chunks before it are verified; a begun one is when it is whole.
  [[nodiscard]] virtual std::uint64_t offset() const = 0;
  /// Where that run ends: what is to be asked for is [offset(), until()). It ends before the size where a
  /// rotten blob is repaired; when it is filled, offset() leaps to the next run.
  [[nodiscard]] virtual std::uint64_t until() const = 0;
  /// The bytes at offset(). Each finished chunk is checked at once where the list is known. Errors: corrupt
  /// (the chunk is not what was signed: offset() is its beginning again), refused (more than until()), full,
  /// transient (EIO; this blob is not tried again before discard()).
  virtual Result<void> write(std::string_view bytes) = 0;
  /// Size and SHA-256 match: fsync, rename to its digest, fsync the folder. Errors: corrupt (offset() is 0
  /// again, or where bytes are missing as it was), full, transient (it is discarded).
  virtual Result<void> finish() = 0;
  virtual void discard() = 0;
};

struct ShelfFinding {
  Digest blob;      // or of a head
  std::string what; // "absent", "wrong size", "chunk 3 is damaged", ...
};

class Shelf {
public:
  virtual ~Shelf() = default;

  /// Makes the store where there is none; else recovers: removes temporary files that nothing needs, rebuilds
  /// state.db from signed documents and blobs where it is lost or damaged, writes `current` anew, checks the
  /// sizes of blobs. Errors: full, refused (no right; another process has it open; the folder is somebody's,
  /// see store_claim.h), corrupt (the installed root is not one).
  static Result<std::unique_ptr<Shelf>> open(StoreFiles files, TrustedRoot installed, ShelfLimits limits);

  [[nodiscard]] virtual const TrustedRoot &root() const = 0;
  /// The next root, with its signatures; durable when it returns. Errors: as next_root; full; transient.
  virtual Result<void> add_root(std::string_view document) = 0;

  [[nodiscard]] virtual playlist::Accepted accepted(const std::string &channel) const = 0;
  /// The documents of accepted() are lost, damaged, or no longer hold under root(): accept() takes the same
  /// head again, though decide() says `same`. Validators are forgotten then.
  [[nodiscard]] virtual bool lacks_documents(const std::string &channel) const = 0;
  /// No honest clock is before it: the build, accepted signatures, the last saved floor.
  [[nodiscard]] virtual Wall floor() const = 0;
  virtual Result<void> raise_floor(Wall wall) = 0; // a saved time; at most once an hour is enough

  /// Takes a head that decide() has accepted, with its manifest: both documents and the serial are durable,
  /// and `current` names it, when this returns (withdrawals and stops hold from here on). Errors: full,
  /// transient, refused (it would lower the serial, or it is another head under an accepted one).
  virtual Result<void> accept(std::string_view head_document, const playlist::Head &head,
                              const Digest &head_digest, std::string_view manifest_bytes,
                              const playlist::Manifest &manifest) = 0;

  /// Blobs of the channel's newest edition (and of none other) that are not held: chunk lists first, urgent
  /// before large. Frees room by evicting what is neither current, next, evergreen nor last good. Errors:
  /// full, with how much is missing.
  virtual Result<std::vector<Needed>> plan(const std::string &channel) = 0;
  virtual Result<std::unique_ptr<Incoming>> receive(const Needed &blob) = 0;
  [[nodiscard]] virtual bool holds(const Digest &blob) const = 0;
  /// Marks the channel's newest edition complete where every blob is held, and renames `current` into place.
  /// True where it is complete.
  virtual Result<bool> complete(const std::string &channel) = 0;
  [[nodiscard]] virtual Current current() const = 0;
  /// What is held and needed of the channel's newest edition.
  [[nodiscard]] virtual ChannelProgress progress(const std::string &channel) const = 0;

  /// Roots, heads, manifests, serials.json and `current`: whether they lie there as they were accepted. What
  /// can be derived is written anew; an edition whose documents are damaged is not named in `current` until
  /// they have come again (lacks_documents()). Returns those that were whole the last time. Reads at most 25
  /// MiB a channel. Errors: full, refused, transient.
  virtual Result<std::vector<ShelfFinding>> check_documents() = 0;
  /// Rot was seen. Where it is so, the blob is no longer held and plan() asks for it again; its Incoming
  /// wants the damaged chunks only.
  virtual Result<void> report_bad(const BadChunk &bad) = 0;
  /// Reads on where it left off, at most `most` bytes (a file counts as 64 KiB at least), and reports rot by
  /// itself; once around, check_documents(). Returns what it found.
  virtual Result<std::vector<ShelfFinding>> scrub(std::uint64_t most) = 0;
  /// Everything, now: each blob against its list, each document against its seal. What is damaged is taken
  /// away as by report_bad(). An edition that is still coming in is not told as absent.
  virtual Result<std::vector<ShelfFinding>>
  check(const std::function<void(std::uint64_t done, std::uint64_t of)> &progress) = 0;
  /// Deletes what no kept edition needs. Returns how many bytes that freed.
  virtual Result<std::uint64_t> collect() = 0;

  /// Remembered validators of a source's answers, for conditional requests.
  [[nodiscard]] virtual std::string validator(const std::string &url) const = 0;
  virtual void remember_validator(const std::string &url, const std::string &etag) = 0;
  /// Bytes fetched in the month of `now` (UTC), for the data cap.
  [[nodiscard]] virtual std::uint64_t month_bytes(Wall now) const = 0;
  virtual void add_month_bytes(Wall now, std::uint64_t bytes) = 0;
};

}
