// What a shelf keeps in mind of an edition: which blobs it wants, in the order in which they are fetched.
// Any thread.
#pragma once

#include "assets/current.h"
#include "assets/store_files.h"
#include "playlist/acceptance.h"
#include "playlist/chunk_list.h"
#include "playlist/manifest.h"

#include <optional>
#include <vector>

namespace sheaf::assets {

struct Wanted {
  Digest blob;
  std::uint64_t size = 0;
  std::optional<Digest> chunks;
};

struct ShelfEdition {
  std::string channel;
  playlist::Accepted id; // epoch, serial, head
  Digest manifest;
  Wall issued{};
  std::optional<Wall> activate_at;
  bool complete = false;
  bool damaged = false;       // its documents, on the disk: `current` does not name it until they are whole
  std::vector<Wanted> wanted; // chunk lists, then evergreen, then the rest; small before large
};

/// From documents that are known to be good.
ShelfEdition take_edition(const playlist::Head &head, const Digest &digest,
                          const playlist::Manifest &manifest);

/// From editions/: seal, role and epoch under `root`, and the manifest's digest. Errors: absent, corrupt,
/// refused, unsupported.
Result<ShelfEdition> load_edition(const StoreFiles &files, const playlist::Root &root, const Digest &head);

/// Whether they lie there as load_edition wants them, without parsing the manifest. Errors: as there.
Result<void> verify_edition(const StoreFiles &files, const playlist::Root &root, const ShelfEdition &edition);

/// Sorts newest first and leaves those that are kept, at most most_editions: the newest, the newest complete
/// one, and the newest complete one that is active (activate_at is not after `floor`); then what is complete
/// and newer than that.
void keep_what_counts(std::vector<ShelfEdition> &editions, Wall floor);

}
