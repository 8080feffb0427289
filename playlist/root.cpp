#include "playlist/root.h"

#include "playlist/head.h"
#include "playlist/inner/fields.h"
#include "playlist/inner/key_line.h"
#include "playlist/inner/writing.h"

#include <algorithm>
#include <fmt/format.h>

namespace sheaf::playlist {
namespace {

constexpr std::size_t most_keys = 64, most_signers = 16, most_roles = 64;

const Named key_id{valid_key_id, "a key id: 16 digits 0-9, A-F"};

Key read_key(JsonValue value, Trouble &trouble) {
  Key key;
  Fields f(value, trouble);
  f.need("public_key", key.public_key, Text{56, 56});
  f.may("name", key.name, Text{0, 200});
  if (!trouble.first && key_id_of(key.public_key) != value.key())
    trouble.say(value, "\"public_key\" is not minisign's public key of this id");
  return key;
}

std::set<KeyId> read_signers(JsonValue value, Trouble &trouble) {
  auto ids = list(1, most_signers, key_id)(value, trouble);
  std::set<KeyId> all(ids.begin(), ids.end());
  if (all.size() < ids.size()) trouble.say(value, "the same key stands twice");
  return all;
}

void read_threshold(const Fields &f, std::set<KeyId> &keys, unsigned &threshold) {
  f.need("keys", keys, read_signers);
  f.need("threshold", threshold, Whole<std::uint32_t>{1, most_signers});
  if (threshold > keys.size())
    f.trouble().say(f.object(), fmt::format("\"threshold\" is {}, of {} keys", threshold, keys.size()));
}

/// "hue", or for publishers "hue-*" and "*".
bool valid_pattern(std::string_view pattern, RoleKind kind) {
  if (kind == RoleKind::local || !pattern.ends_with('*')) return valid_channel(pattern);
  pattern.remove_suffix(1);
  return pattern.empty() || valid_channel(pattern);
}

Role read_role(JsonValue value, Trouble &trouble) {
  Role role;
  Fields f(value, trouble);
  f.need("kind", role.kind, OneOf<RoleKind>{{"publisher", "local"}});
  f.may("name", role.name, Text{0, 200});
  read_threshold(f, role.keys, role.threshold);
  f.need("channels", role.channels, list(1, 64, Text{1, 65}));
  f.may("most_items", role.most_items, Whole<>{1, most_whole});
  f.may("most_bytes", role.most_bytes, Whole<>{1, most_whole});
  for (const auto &channel : role.channels)
    if (!valid_pattern(channel, role.kind)) trouble.say(value, "\"channels\": not a channel's name");
  return role;
}

void all_known(const Root &root, const Fields &f) {
  auto check = [&](const std::set<KeyId> &keys) {
    for (const auto &id : keys)
      if (!root.keys.contains(id)) f.trouble().say(f.object(), "the key " + id + " is not in \"keys\"");
  };
  check(root.root_keys);
  for (const auto &role : root.roles) check(role.keys);
}

/// One key under two ids would be two signers.
void distinct_keys(const Root &root, const Fields &f) {
  std::set<std::string> seen;
  for (const auto &[id, key] : root.keys)
    if (!seen.insert(key_bytes_of(key.public_key)).second)
      f.trouble().say(f.object(), "keys: the key of " + id + " stands there under another id too");
}

Root read_root(const Fields &f) {
  Root root;
  f.need("version", root.version, Whole<>{1, most_whole});
  f.need("epoch", root.epoch, Whole<>{1, most_whole});
  f.need("issued", root.issued, instant);
  f.need("keys", root.keys, table(1, most_keys, valid_key_id, read_key));
  f.need("root", root.root_threshold, [&](JsonValue value, Trouble &trouble) {
    unsigned threshold = 1;
    read_threshold(Fields(value, trouble), root.root_keys, threshold);
    return threshold;
  });
  f.need("roles", root.roles, list(0, most_roles, read_role));
  if (f.trouble().first) return root;
  all_known(root, f);
  distinct_keys(root, f);
  return root;
}

Ordered written(const Role &role) {
  Ordered out{{"kind", role.kind == RoleKind::local ? "local" : "publisher"}};
  if (!role.name.empty()) out["name"] = role.name;
  out["keys"] = role.keys;
  out["threshold"] = role.threshold;
  out["channels"] = role.channels;
  if (role.most_items) out["most_items"] = *role.most_items;
  if (role.most_bytes) out["most_bytes"] = *role.most_bytes;
  return out;
}

bool covers(const Role &role, std::string_view channel) {
  return std::any_of(role.channels.begin(), role.channels.end(), [&](std::string_view pattern) {
    if (role.kind == RoleKind::local || !pattern.ends_with('*')) return pattern == channel;
    return channel.starts_with(pattern.substr(0, pattern.size() - 1));
  });
}

unsigned count(const std::set<KeyId> &keys, const std::set<KeyId> &signers) {
  return static_cast<unsigned>(
      std::count_if(keys.begin(), keys.end(), [&](const auto &id) { return signers.contains(id); }));
}

}

Result<Root> parse_root(std::string_view json) {
  auto tree = parse_json(json, most_root);
  if (!tree) return fail(tree.error().in("root"));
  Trouble trouble;
  Fields document({&*tree, 0}, trouble);
  auto root = check_kind(document, "root") ? read_root(document) : Root();
  if (trouble.first) return fail(trouble.first->in("root"));
  return root;
}

std::string write_root(const Root &root) {
  Ordered out{{"sheaf", 1}, {"kind", "root"}, {"version", root.version}, {"epoch", root.epoch}};
  out["issued"] = write_utc(root.issued);
  auto &keys = out["keys"] = Ordered::object();
  for (const auto &[id, key] : root.keys) {
    keys[id] = {{"public_key", key.public_key}};
    if (!key.name.empty()) keys[id]["name"] = key.name;
  }
  out["root"] = {{"keys", root.root_keys}, {"threshold", root.root_threshold}};
  auto &roles = out["roles"] = Ordered::array();
  for (const auto &role : root.roles) roles.push_back(written(role));
  return dump(out, 1);
}

const Role *role_for(const Root &root, std::string_view channel, const std::set<KeyId> &signers) {
  for (auto kind : {RoleKind::publisher, RoleKind::local}) // a publisher's word is the wider one
    for (const auto &role : root.roles)
      if (role.kind == kind && covers(role, channel) && count(role.keys, signers) >= role.threshold)
        return &role;
  return nullptr;
}

Result<void> may_follow(const Root &current, const Root &next, const std::set<KeyId> &signers) {
  auto refuse = [&](std::string why) {
    return fail(ErrorKind::refused, fmt::format("root {} cannot follow root {}: {}", next.version,
                                                current.version, std::move(why)));
  };
  if (next.version != current.version + 1) return refuse("its version must be one more");
  if (next.epoch < current.epoch) return refuse("its epoch is smaller");
  for (const auto &[id, key] : next.keys) // a signature by one of them must not count for the other
    if (auto old = current.keys.find(id);
        old != current.keys.end() && old->second.public_key != key.public_key)
      return refuse("the key " + id + " is another one there");
  auto old_ones = count(current.root_keys, signers), new_ones = count(next.root_keys, signers);
  if (old_ones < current.root_threshold)
    return refuse(
        fmt::format("signed by {} of the {} old root keys that it takes", old_ones, current.root_threshold));
  if (new_ones < next.root_threshold)
    return refuse(
        fmt::format("signed by {} of the {} new root keys that it takes", new_ones, next.root_threshold));
  return {};
}

}
