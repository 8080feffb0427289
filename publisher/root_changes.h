// How a root document becomes the next one. Editing is pure; settling writes files. One thread.
#pragma once

#include "publisher/key_folder.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sheaf::publisher {

struct RoleWish {
  std::string role;                             // "root", "publisher", "local", or the name of a role
  std::string name;                             // of a role to be made; empty: `role`
  std::vector<std::string> channels;            // of a role to be made, or to be added to it
  unsigned needed = 0;                          // signers; 0: as it is, one for a new role
  std::uint64_t most_items = 0, most_bytes = 0; // of one publication; 0: as it is
};

/// Errors: refused, unsupported, with advice.
Result<void> add_key(playlist::Root &root, const playlist::KeyId &id, const playlist::Key &key,
                     const RoleWish &wish);
/// `which`: an id, or the name of exactly one key.
Result<void> revoke_key(playlist::Root &root, const std::string &which, bool new_epoch);
/// Keys that no role names go.
void drop_unused_keys(playlist::Root &root);

struct Settled {
  std::string file;
  std::string missing;                     // what is still needed, for people; empty: it holds
  std::optional<assets::TrustedRoot> root; // where it holds
};
/// Writes root/<n> of `folder` where `document` is signed by enough old and new keys; else root-<n>.waiting.
Result<Settled> settle_root(const std::string &folder, const Chain &chain, const std::string &document);

}
