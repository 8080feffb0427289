// A blob on its way in: incoming/<sha256>.part. One thread.
#pragma once

#include "assets/inner/shelf_blobs.h"
#include "assets/sha256.h"
#include "assets/shelf.h"

namespace sheaf::assets {

class IncomingBlob final : public Incoming {
public:
  /// Looks through what is there already: chunks that are right stay. `list`: empty where it is not known.
  /// Errors: refused (it is being received already), full, transient.
  static Result<std::unique_ptr<Incoming>> open(ShelfBlobs &blobs, const Wanted &blob,
                                                std::vector<Digest> list);
  ~IncomingBlob() override;

  [[nodiscard]] std::uint64_t offset() const override { return offset_; }
  [[nodiscard]] std::uint64_t until() const override { return until_; }
  Result<void> write(std::string_view bytes) override;
  Result<void> finish() override;
  void discard() override;

private:
  IncomingBlob(ShelfBlobs &blobs, const Wanted &blob, std::vector<Digest> list,
               std::unique_ptr<DiskFile> file);
  Result<void> look();
  Result<void> look_at_chunk(std::uint64_t chunk, std::string_view bytes);
  void take_tail(std::string_view bytes);
  void go_to_next_run();
  void begin_anew();
  Result<void> write_within_chunk(std::string_view bytes);
  Result<void> end_chunk(std::uint64_t chunk);
  Result<Digest> digest_of_all();
  Result<void> give_up(Error error);
  [[nodiscard]] std::uint64_t bytes_here() const;
  [[nodiscard]] std::uint64_t chunk_end() const;

  enum class Phase { open, failed, over };
  ShelfBlobs &blobs_;
  Wanted blob_;
  std::vector<Digest> list_;
  std::vector<bool> have_; // chunks that were verified; without a list there is one run, and none of this
  std::unique_ptr<DiskFile> file_;
  std::uint64_t offset_ = 0, until_ = 0;
  Sha256 chunk_hash_, whole_hash_;
  std::uint64_t hashed_ = 0; // whole_hash_ has taken [0, hashed_)
  Phase phase_ = Phase::open;
};

}
