#include "publisher/root_changes.h"

#include "publisher/refusal.h"
#include "publisher/streams.h"

#include <algorithm>
#include <filesystem>

namespace sheaf::publisher {
namespace {

Result<void> fit_threshold(const std::set<playlist::KeyId> &keys, unsigned &threshold, unsigned needed,
                           const std::string &role) {
  if (needed) threshold = needed;
  if (threshold <= keys.size()) return {};
  return refuse(
      ErrorKind::refused, "too_few_keys",
      {{"role", role}, {"needed", std::to_string(threshold)}, {"count", std::to_string(keys.size())}});
}

playlist::Role *find_role(playlist::Root &root, const std::string &name, playlist::RoleKind kind) {
  for (auto &role : root.roles)
    if (role.name == name || (role.name.empty() && kind == role.kind && name == "publisher")) return &role;
  return nullptr;
}

Result<playlist::Role *> role_of(playlist::Root &root, const RoleWish &wish) {
  auto name = wish.name.empty() ? wish.role : wish.name;
  auto kind = wish.role == "local" ? playlist::RoleKind::local : playlist::RoleKind::publisher;
  if (auto *found = find_role(root, name, kind)) return found;
  bool may_be_made = wish.role == "publisher" || wish.role == "local" || !wish.channels.empty();
  if (!may_be_made) return refuse(ErrorKind::unsupported, "no_role", {{"role", name}});
  if (kind == playlist::RoleKind::local && wish.channels.empty())
    return refuse(ErrorKind::unsupported, "say_local_channels");
  root.roles.push_back({kind, name, {}, 1, {}, {}, {}});
  return &root.roles.back();
}

std::string missing_of(const playlist::Root &current, const playlist::Root &next,
                       const std::set<playlist::KeyId> &have) {
  auto lacking = [&](const std::set<playlist::KeyId> &keys, unsigned threshold, const playlist::Root &root) {
    std::string who;
    unsigned signed_by = 0;
    for (const auto &id : keys) {
      signed_by += have.contains(id);
      if (!have.contains(id))
        who += " " + id + (root.keys.at(id).name.empty() ? "" : " (" + root.keys.at(id).name + ")");
    }
    return signed_by >= threshold ? std::string() : std::to_string(threshold - signed_by) + " /" + who;
  };
  auto old_ones = lacking(current.root_keys, current.root_threshold, current);
  auto new_ones = lacking(next.root_keys, next.root_threshold, next);
  return old_ones.empty() || old_ones == new_ones ? new_ones
         : new_ones.empty()                       ? old_ones
                                                  : old_ones + "; " + new_ones;
}

}

Result<void> add_key(playlist::Root &root, const playlist::KeyId &id, const playlist::Key &key,
                     const RoleWish &wish) {
  auto there = root.keys.find(id);
  if (there == root.keys.end()) root.keys[id] = key;
  if (wish.role == "root") {
    root.root_keys.insert(id);
    return fit_threshold(root.root_keys, root.root_threshold, wish.needed, "root");
  }
  auto role = role_of(root, wish);
  if (!role) return fail(role.error());
  auto &r = **role;
  r.keys.insert(id);
  for (const auto &channel : wish.channels)
    if (std::find(r.channels.begin(), r.channels.end(), channel) == r.channels.end())
      r.channels.push_back(channel);
  if (r.channels.empty()) r.channels = {"*"};
  if (wish.most_items) r.most_items = wish.most_items;
  if (wish.most_bytes) r.most_bytes = wish.most_bytes;
  return fit_threshold(r.keys, r.threshold, wish.needed, r.name);
}

Result<void> revoke_key(playlist::Root &root, const std::string &which, bool new_epoch) {
  std::vector<playlist::KeyId> meant;
  for (const auto &[id, key] : root.keys)
    if (id == which || key.name == which) meant.push_back(id);
  if (meant.size() != 1)
    return refuse(ErrorKind::absent, meant.empty() ? "no_such_key" : "several_such_keys", {{"key", which}});
  root.root_keys.erase(meant[0]);
  if (auto fits = fit_threshold(root.root_keys, root.root_threshold, 0, "root"); !fits) return fits;
  for (auto &role : root.roles) {
    role.keys.erase(meant[0]);
    if (role.keys.empty()) continue; // goes, below
    if (auto fits = fit_threshold(role.keys, role.threshold, 0, role.name); !fits) return fits;
  }
  std::erase_if(root.roles, [](const auto &role) { return role.keys.empty(); });
  root.keys.erase(meant[0]);
  if (new_epoch) ++root.epoch;
  return {};
}

void drop_unused_keys(playlist::Root &root) {
  std::erase_if(root.keys, [&](const auto &entry) {
    auto names_it = [&](const auto &role) { return role.keys.contains(entry.first); };
    return !root.root_keys.contains(entry.first) &&
           std::none_of(root.roles.begin(), root.roles.end(), names_it);
  });
}

Result<Settled> settle_root(const std::string &folder, const Chain &chain, const std::string &document) {
  auto parts = assets::take_apart(document);
  if (!parts) return refuse(parts.error(), "root_not_made");
  auto next = playlist::parse_root(parts->bytes);
  if (!next) return refuse(next.error(), "root_not_made");
  auto n = std::to_string(next->version);
  auto waiting = folder + "/root-" + n + ".waiting", path = folder + "/root/" + n;
  std::set<playlist::KeyId> have;
  for (const auto &s : parts->signatures) have.insert(s.key);
  if (auto missing = missing_of(chain.newest().root, *next, have); !missing.empty()) {
    if (auto written = write_file(waiting, document, board::Durable::yes); !written)
      return fail(written.error());
    return Settled{waiting, missing, std::nullopt};
  }
  auto root = assets::next_root(chain.newest(), document);
  if (!root) return refuse(root.error(), "root_not_made");
  if (auto made = make_folders(folder + "/root"); !made) return fail(made.error());
  if (auto written = write_file(path, document, board::Durable::yes); !written) return fail(written.error());
  std::error_code ignored;
  std::filesystem::remove(waiting, ignored);
  return Settled{path, "", std::move(*root)};
}

}
