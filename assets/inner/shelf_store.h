// The shelf itself. What it knows is a value (ShelfState); each change is a new value, written to the books
// in one transaction, then told in serials.json and `current`. One thread.
#pragma once

#include "assets/inner/books.h"
#include "assets/inner/shelf_blobs.h"
#include "assets/inner/shelf_serials.h"
#include "assets/shelf.h"
#include "base/fd.h"

namespace sheaf::assets {

struct ShelfState {
  Serials serials;
  std::map<std::string, std::vector<ShelfEdition>> editions; // by channel, newest first
  Wall floor{};
};

class ShelfStore final : public Shelf {
public:
  ShelfStore(Disk &disk, StoreFiles files, TrustedRoot root, ShelfLimits limits, Fd lock, Books books);
  ~ShelfStore() override;

  /// What open() promises, once.
  Result<void> recover();

  [[nodiscard]] const TrustedRoot &root() const override { return root_; }
  Result<void> add_root(std::string_view document) override;
  [[nodiscard]] playlist::Accepted accepted(const std::string &channel) const override;
  [[nodiscard]] bool lacks_documents(const std::string &channel) const override;
  [[nodiscard]] Wall floor() const override { return state_.floor; }
  Result<void> raise_floor(Wall wall) override;
  Result<void> accept(std::string_view head_document, const playlist::Head &head, const Digest &head_digest,
                      std::string_view manifest_bytes, const playlist::Manifest &manifest) override;
  Result<std::vector<Needed>> plan(const std::string &channel) override;
  Result<std::unique_ptr<Incoming>> receive(const Needed &blob) override;
  [[nodiscard]] bool holds(const Digest &blob) const override { return blobs_.holds(blob); }
  Result<bool> complete(const std::string &channel) override;
  [[nodiscard]] Current current() const override;
  [[nodiscard]] ChannelProgress progress(const std::string &channel) const override;
  Result<void> report_bad(const BadChunk &bad) override;
  Result<std::vector<ShelfFinding>> check_documents() override;
  Result<std::vector<ShelfFinding>> scrub(std::uint64_t most) override;
  Result<std::vector<ShelfFinding>>
  check(const std::function<void(std::uint64_t done, std::uint64_t of)> &progress) override;
  Result<std::uint64_t> collect() override;
  [[nodiscard]] std::string validator(const std::string &url) const override;
  void remember_validator(const std::string &url, const std::string &etag) override;
  [[nodiscard]] std::uint64_t month_bytes(Wall now) const override;
  void add_month_bytes(Wall now, std::uint64_t bytes) override;

private:
  // Recovering (shelf_recover.cpp).
  void remove_left_overs();
  void load_serials(ShelfState &state);
  void load_editions(ShelfState &state);
  Result<void> check_sizes();

  // Changing (shelf_store.cpp).
  [[nodiscard]] std::vector<Books::Change> changes_to(const ShelfState &next) const;
  Result<void> commit(ShelfState next);
  Result<void> settle();
  void prune_documents();
  void forget_validators();
  [[nodiscard]] const ShelfEdition *newest(const std::string &channel) const;
  [[nodiscard]] WantedBlobs needed() const;
  [[nodiscard]] std::uint64_t begun_of(const Wanted &w) const;
  Result<void> make_room(std::uint64_t bytes);
  void write_month();

  // Integrity (shelf_scrub.cpp).
  std::optional<ShelfFinding> examine(const Wanted &blob, std::uint64_t chunk);
  std::optional<ShelfFinding> examine_all(const Wanted &blob);
  Result<void> take_away(const Wanted &blob);
  void note_scrub(std::uint64_t read);

  // Documents (shelf_documents.cpp).
  Result<TrustedRoot> follow_roots(TrustedRoot root);
  static void forget_told(const std::string &path, std::string &told);

  Disk &disk_;
  StoreFiles files_;
  const TrustedRoot installed_;
  TrustedRoot root_;
  ShelfLimits limits_;
  Fd lock_;
  Books books_;
  ShelfBlobs blobs_;
  ShelfState state_;
  std::string told_serials_, told_current_; // what lies in serials.json and current; empty: not known
  struct {
    Digest blob;
    std::uint64_t chunk = 0;
  } scrub_at_;
  std::uint64_t scrubbed_ = 0;      // bytes since the books heard of it
  std::string month_;               // YYYY-MM of pending_bytes_
  std::uint64_t pending_bytes_ = 0; // of the month, not in the books yet
};

/// Shelf::open over any disk.
Result<std::unique_ptr<Shelf>> open_shelf(Disk &disk, StoreFiles files, TrustedRoot installed,
                                          ShelfLimits limits);

}
