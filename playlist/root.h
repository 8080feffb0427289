// Who may sign what: a small TUF (FORMAT.md, "Root"; theupdateframework.io, role "root"). Pure; any thread.
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::playlist {

/// minisign's key number, as `minisign` prints it: 16 upper-case hexadecimal digits.
using KeyId = std::string;

struct Key {
  std::string public_key; // the base64 line of minisign's public key file, 56 bytes
  std::string name;       // whose, for people
  bool operator==(const Key &) const = default;
};

enum class RoleKind { publisher, local };

struct Role {
  RoleKind kind = RoleKind::publisher;
  std::string name;
  std::set<KeyId> keys;
  unsigned threshold = 1;            // signers needed, 1 ... keys
  std::vector<std::string> channels; // names; a publisher's may end in '*', which stands for anything
  std::optional<std::uint64_t> most_items, most_bytes; // of one publication; nothing: the format's
  bool operator==(const Role &) const = default;
};

struct Root {
  std::uint64_t version = 1; // the <n> of root/<n>
  std::uint64_t epoch = 1;   // never falls from one version to the next
  Wall issued{};
  std::map<KeyId, Key> keys;
  std::set<KeyId> root_keys;
  unsigned root_threshold = 1;
  std::vector<Role> roles;
  bool operator==(const Root &) const = default;
};

/// The JSON of a root document. Strict as parse_head; every key that a role names is there, every threshold
/// can be reached.
Result<Root> parse_root(std::string_view json);
std::string write_root(const Root &root);

/// The role under which `signers` (keys whose signatures have been verified) may sign `channel`; null where
/// there is none, or where too few of its keys have signed.
const Role *role_for(const Root &root, std::string_view channel, const std::set<KeyId> &signers);

/// Whether `next`, signed by `signers`, may follow `current`: version + 1, epoch not smaller, enough of the
/// old root keys and enough of the new. Errors: refused, with what is missing.
Result<void> may_follow(const Root &current, const Root &next, const std::set<KeyId> &signers);

}
