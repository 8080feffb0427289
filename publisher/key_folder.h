// The office's folder of keys: minisign's files NAME.key and NAME.pub, and the root documents root/1, root/2,
// ... that say what they may sign. May wait for a disk, and for a person who knows a password. One thread.
#pragma once

#include "assets/keys.h"
#include "assets/trust.h"
#include "publisher/tree.h"

#include <set>
#include <string>
#include <vector>

namespace sheaf::publisher {

/// $SHEAF_KEYS, else $XDG_CONFIG_HOME/sheaf/keys, else ~/.config/sheaf/keys.
std::string default_key_folder();

/// Root documents, each signed by the keys of the one before it. Never empty.
struct Chain {
  std::vector<assets::TrustedRoot> roots;
  [[nodiscard]] const assets::TrustedRoot &newest() const { return roots.back(); }
};

/// root/<n> of a key folder, or one root file. Errors: absent; corrupt, refused (with the document's name).
Result<Chain> read_chain(const std::string &folder_or_file);
/// Takes in what a tree has beyond `chain`. Errors: refused (it has another root under the same number: it is
/// somebody else's, or was forged).
Result<void> extend(Chain &chain, Tree &tree);

/// Opens a key file; asks for its password where it needs one (SHEAF_PASSWORD_FILE, or three times at a
/// terminal). Errors: absent, corrupt, refused.
Result<assets::SecretKey> load_key(const std::string &path);

/// Key files of a folder, by name.
std::vector<std::string> key_files(const std::string &folder);
/// The id of a key file whose NAME.pub lies beside it; nothing where that is missing.
std::optional<playlist::KeyId> id_beside(const std::string &key_file);

/// Makes NAME.key (readable for its owner alone) and NAME.pub. Errors: refused (there is one already).
Result<assets::SecretKey> make_key(const std::string &folder, const std::string &name,
                                   const std::optional<std::string> &password);

/// Out of `named` files, or else out of those in `folder`: keys whose ids are among `wanted`, at most
/// `enough`; a named one is always taken. Errors: as load_key.
Result<std::vector<assets::SecretKey>> keys_for(const std::vector<std::string> &named,
                                                const std::string &folder,
                                                const std::set<playlist::KeyId> &wanted, std::size_t enough);

/// `bytes` with one signature block of each key.
std::string sealed(std::string_view bytes, const std::vector<assets::SecretKey> &keys,
                   const std::string &comment);

}
