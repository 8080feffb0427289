// The player's view of a store: reads `current` and the documents that it names, verifies every seal itself
// from the installed root on, and opens blobs. Writes nothing, knows no SQLite. May wait for a disk: for the
// worker. One thread at a time.
#pragma once

#include "assets/current.h"
#include "assets/store_files.h"
#include "assets/trust.h"
#include "base/fd.h"
#include "playlist/chunk_list.h"
#include "playlist/programme.h"

#include <map>

namespace sheaf::assets {

class StoreReader {
public:
  /// `installed`: the root document that a technician has installed. `channels`: those of this screen, in
  /// playing order.
  StoreReader(StoreFiles files, TrustedRoot installed, std::vector<std::string> channels);

  struct Reading {
    std::vector<playlist::ChannelEditions> channels;
    std::vector<std::string> complaints; // a sentence for each document that was passed over
    Wall floor{};                        // the newest time of issue that was verified
  };
  /// What `current` names now, as far as it holds: documents with a wrong seal, of another channel, under
  /// another epoch, or with a serial smaller than one that this object has accepted before are passed over,
  /// and what was read last of that channel stays. Errors: absent (there is no `current`), corrupt.
  Result<Reading> read();

  struct OpenBlob {
    Fd file;
    std::uint64_t size = 0;
    std::vector<Digest> chunks; // verified against the signed manifest; one, the blob's own, up to chunk_size
  };
  /// Errors: absent, corrupt (its size or its chunk list is not what was signed), transient.
  Result<OpenBlob> open(const Digest &blob, const playlist::Blob &as_signed);
  /// The chunk list that was the reason why the last open() failed.
  [[nodiscard]] const std::optional<Digest> &damaged_list() const { return damaged_list_; }

  /// For a cursor: the serial per channel below which nothing is accepted.
  [[nodiscard]] std::map<std::string, playlist::Head> newest() const;
  void raise_floor(const std::string &channel, std::uint64_t epoch, std::uint64_t serial);

private:
  struct Kept; // what was accepted of a channel
  void follow_roots(Reading &reading);
  void read_channel(const CurrentChannel &channel, Reading &reading);
  Result<std::vector<playlist::Edition>> editions(const CurrentChannel &channel, Reading &reading);
  Result<void> may_follow(const playlist::Edition &newest);
  Result<playlist::Edition> edition_or_kept(const std::string &channel, const CurrentEdition &named,
                                            Reading &reading);
  Result<playlist::Edition> edition(const std::string &channel, const CurrentEdition &named);
  Result<std::shared_ptr<const playlist::Manifest>> manifest(const playlist::Head &head,
                                                             const playlist::Role &role);
  void forget_manifests();
  Result<std::vector<Digest>> chunks(const Digest &list, std::uint64_t size);
  Kept &kept(const std::string &channel);

  StoreFiles files_;
  TrustedRoot root_;
  std::vector<std::string> channels_;
  std::map<std::string, std::shared_ptr<Kept>> kept_;
  std::map<Digest, std::shared_ptr<const playlist::Manifest>> manifests_; // parsed once
  std::optional<Digest> damaged_list_;
  Wall floor_{};
};

}
