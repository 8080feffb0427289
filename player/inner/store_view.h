// The worker's side of a store: what its editions say is to be shown now, and its blobs, opened. One thread
// at a time; may wait for a disk.
#pragma once

#include "assets/store_reader.h"
#include "board/screen_config.h"
#include "player/inner/cursor.h"
#include "player/supply.h"

#include <map>

namespace sheaf::player {

class StoreView {
public:
  static constexpr std::size_t most_bad = 256, most_complaints = 16; // that are told

  /// `built`: no honest clock is before it.
  StoreView(board::ScreenConfig config, Wall built);

  struct News {
    Show show; // items: null where they are the same as the last time
    std::optional<Wall> changes_at;
  };
  /// Reads all anew. What cannot be read is a complaint, and the last stays.
  News read(const Now &now);
  /// Opens an item of the last list. Errors: absent (it is not in there), transient (its blob is not whole
  /// now).
  Result<Supply::Opened> open(const std::string &key);
  void damaged(const Digest &blob, std::uint64_t chunk) { note_bad({blob, chunk}); }
  /// Chunks that were seen damaged, and not seen whole since.
  [[nodiscard]] std::vector<assets::BadChunk> bad() const { return {bad_.begin(), bad_.end()}; }
  /// Remembers for the next start that `key` was on last. Errors: as board::write_whole.
  Result<void> save(const std::string &key);

private:
  assets::StoreReader *reader(std::vector<std::string> &complaints);
  [[nodiscard]] Wall floor(const Now &now) const;
  [[nodiscard]] std::optional<assets::FetchState> fetch_state() const;
  void describe(Show &show);
  [[nodiscard]] bool shown_before() const;
  [[nodiscard]] bool is_other(const playlist::Programme &next) const;
  [[nodiscard]] std::shared_ptr<const playlist::ItemList> list() const;
  [[nodiscard]] std::optional<std::size_t> resume();
  [[nodiscard]] std::shared_ptr<const Ban> ban() const;
  [[nodiscard]] ScreenFacts facts() const;
  Result<Supply::Opened> open(const playlist::ProgrammeItem &item);
  void note_bad(const assets::BadChunk &bad);
  [[nodiscard]] Result<void> still_bad(const Digest &blob, const assets::StoreReader::OpenBlob &opened);
  template<class T> std::shared_ptr<const T> keep(std::shared_ptr<const T> thing);

  board::ScreenConfig config_;
  assets::StoreFiles files_;
  Wall built_;
  std::optional<assets::StoreReader> reader_; // nothing as long as there is no root
  std::vector<playlist::ChannelEditions> channels_;
  playlist::Programme programme_;
  std::shared_ptr<const playlist::ItemList> items_; // keys of programme_.items; null: never read
  Wall floor_{};                                    // of what was read,
  Steady floor_since_{};                            // and since when
  Cursor cursor_;
  bool resumed_ = false;
  std::set<assets::BadChunk> bad_;
  std::vector<std::shared_ptr<const void>>
      attic_; // handed out: whatever is large ends here, not on the screen's thread
};

}
