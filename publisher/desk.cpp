#include "publisher/desk.h"

#include "assets/sha256.h"
#include "board/clock.h"
#include "playlist/chunk_list.h"
#include "publisher/named_things.h"
#include "publisher/publishing_log.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"
#include "publisher/times.h"
#include "publisher/words.h"

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace sheaf::publisher {
namespace {

constexpr std::uint64_t most_serial = (1ull << 53) - 1;

bool has_roots(const std::string &folder) {
  std::error_code ignored;
  return std::filesystem::exists(folder + "/root/1", ignored);
}

// Roots beside the first key that was named, else in the keys' folder, else at the destination.
Result<Chain> find_chain(const Arguments &a, const std::string &folder, Tree &tree) {
  std::error_code ignored;
  if (!a.value("--root").empty()) return read_chain(a.value("--root"));
  auto beside = a.all("--key").empty() ? folder : folder_of(a.all("--key").front());
  if (!a.has("--keys") && has_roots(beside)) return read_chain(beside);
  bool asked = a.has("--keys") || a.has("--key"); // else nobody has made any yet
  if (!asked && !std::filesystem::exists(folder, ignored) && !tree.size(root_name(1)))
    return refuse(ErrorKind::absent, "no_keys", {{"folder", folder}});
  if (has_roots(folder) || !tree.size(root_name(1))) return read_chain(folder);
  auto first = tree.read(root_name(1), Bytes{playlist::most_root});
  if (!first) return fail(first.error());
  auto root = assets::first_root(*first);
  if (!root) return refuse(root.error(), "root_unread", {{"file", root_name(1)}});
  return Chain{{std::move(*root)}};
}

bool covers(playlist::Root root, const playlist::Role &role, const std::string &channel) {
  root.roles = {role};
  return playlist::role_for(root, channel, role.keys) != nullptr;
}

std::set<playlist::KeyId> ids_of(const std::vector<assets::SecretKey> &keys) {
  std::set<playlist::KeyId> out;
  for (const auto &key : keys) out.insert(key.id());
  return out;
}

Result<void> find_keys(Desk &desk, const Arguments &a, const std::string &folder) {
  const auto &root = desk.chain.newest().root;
  for (const auto *role : roles_for(root, desk.channel)) {
    auto keys = keys_for(a.all("--key"), folder, role->keys, role->threshold);
    if (!keys) return fail(keys.error());
    desk.keys = std::move(*keys);
    desk.role = playlist::role_for(root, desk.channel, ids_of(desk.keys));
    if (desk.role || !a.all("--key").empty()) break;
  }
  if (desk.role) return {};
  return refuse(ErrorKind::refused, desk.keys.empty() ? "no_key_at_hand" : "keys_may_not",
                {{"channel", desk.channel}, {"who", who_may(root, desk.channel)}});
}

// A .sheaf file that is to be made has none yet: it will be of the site's.
std::vector<std::string> channels_there(Tree &tree, const Arguments &a) {
  auto there = tree.channels();
  if (auto elsewhere = a.value("--serial-from"); there.empty() && !elsewhere.empty())
    if (auto site = open_tree(elsewhere, Access::read)) return (*site)->channels();
  return there;
}

Result<std::string> find_channel(Tree &tree, const Arguments &a, std::string channel) {
  auto there = channels_there(tree, a);
  if (channel.empty() && there.size() > 1)
    return refuse(ErrorKind::unsupported, "several_channels", {{"channels", some_of(there, 8)}});
  if (channel.empty()) channel = there.empty() ? "main" : there.front();
  if (playlist::valid_channel(channel) && channel != "manifests" && channel != "blobs" && channel != "root" &&
      channel != "reports")
    return channel;
  return refuse(ErrorKind::unsupported, "bad_channel", {{"channel", channel}});
}

Result<void> find_previous(Desk &desk, const Arguments &a) {
  auto here = read_previous(*desk.tree, desk.channel, desk.chain, Vouched::no);
  auto elsewhere = a.value("--serial-from");
  if (elsewhere.empty()) {
    if (!here) return fail(here.error());
    desk.previous = std::move(*here);
    return {};
  }
  auto tree = open_tree(elsewhere, Access::read);
  if (!tree) return fail(tree.error().in("--serial-from"));
  auto there = read_previous(**tree, desk.channel, desk.chain, Vouched::yes);
  if (!there) return fail(there.error().in("--serial-from"));
  if (!*there)
    return refuse(ErrorKind::absent, "not_elsewhere", {{"channel", desk.channel}, {"place", elsewhere}});
  auto age = [](const Previous &p) { return std::pair(p.head.epoch, p.head.serial); };
  bool ours = here && *here && (*here)->trusted && age(**here) >= age(**there);
  desk.from_elsewhere = !ours;
  desk.previous = ours ? std::move(*here) : std::move(*there);
  return {};
}

// Names of the tree that one channel's head reaches.
void add_reachable(Tree &tree, const std::string &channel, std::set<std::string> &names) {
  auto document = tree.read(head_name(channel), Bytes{playlist::most_head});
  auto parts =
      document ? assets::take_apart(*document) : Result<assets::SignedDocument>(fail(document.error()));
  auto head = parts ? playlist::parse_head(parts->bytes) : Result<playlist::Head>(fail(parts.error()));
  if (!head) return;
  names.insert({head_name(channel), manifest_name(head->manifest)});
  auto bytes = tree.read(manifest_name(head->manifest), Bytes{playlist::most_manifest});
  auto manifest = bytes ? playlist::parse_manifest(*bytes) : Result<playlist::Manifest>(fail(bytes.error()));
  if (!manifest) return;
  for (const auto &[digest, blob] : manifest->blobs) {
    names.insert(blob_name(digest));
    if (blob.chunks) names.insert(blob_name(*blob.chunks));
  }
}

}

std::vector<const playlist::Role *> roles_for(const playlist::Root &root, const std::string &channel) {
  std::vector<const playlist::Role *> out;
  for (const auto &role : root.roles)
    if (covers(root, role, channel)) out.push_back(&role);
  return out;
}

Saying who_may(const playlist::Root &root, const std::string &channel) {
  Saying out;
  for (const auto *role : roles_for(root, channel)) {
    std::string keys;
    for (const auto &id : role->keys)
      keys += (keys.empty() ? "" : ", ") + id +
              (root.keys.at(id).name.empty() ? "" : " (" + root.keys.at(id).name + ")");
    auto one = saying("who_may", {{"needed", std::to_string(role->threshold)}, {"keys", keys}});
    out.vi += (out.vi.empty() ? "" : "; hoặc ") + one.vi;
    out.en += (out.en.empty() ? "" : "; or ") + one.en;
  }
  return out.en.empty() ? saying("nobody_may") : out;
}

void add_desk_options(Grammar &g) {
  g.valued.insert({{"--to", "value_destination"},
                   {"--channel", "value_channel"},
                   {"--key", "value_key"},
                   {"--keys", "value_keys"},
                   {"--root", "value_root"},
                   {"--serial-from", "value_elsewhere"},
                   {"--expires", "value_days"}});
  g.repeated.insert("--key");
  g.switches.insert({"--clock-is-right", "--help", "-h"});
}

Result<Wall> signing_time(const Arguments &a) {
  auto now = board::now();
  if (now.quality != ClockQuality::none || a.has("--clock-is-right")) return whole_seconds(now.wall);
  return refuse(ErrorKind::refused, "clock_unsure", {{"now", told(now.wall)}});
}

Result<Desk> open_desk(const Arguments &a, std::string channel, Signing signing) {
  Desk desk;
  if (a.value("--to").empty()) return refuse(ErrorKind::unsupported, "say_where_to");
  auto now = signing_time(a);
  if (!now) return fail(now.error());
  desk.now = *now;
  auto tree = open_tree(a.value("--to"), Access::write);
  if (!tree) return fail(tree.error());
  desk.tree = std::move(*tree);
  desk.place = a.value("--to");
  auto folder = a.value("--keys", default_key_folder());
  auto chain = find_chain(a, folder, *desk.tree);
  if (!chain) return fail(chain.error());
  desk.chain = std::move(*chain);
  if (auto extended = extend(desk.chain, *desk.tree); !extended) return fail(extended.error());
  auto found = find_channel(*desk.tree, a, std::move(channel));
  if (!found) return fail(found.error());
  desk.channel = *found;
  if (signing == Signing::now)
    if (auto keys = find_keys(desk, a, folder); !keys) return fail(keys.error());
  if (auto previous = find_previous(desk, a); !previous) return fail(previous.error());
  return desk;
}

Result<playlist::Head> next_head(const Desk &desk, std::int64_t days) {
  playlist::Head head;
  head.channel = desk.channel;
  head.epoch = desk.chain.newest().root.epoch;
  head.issued = desk.now;
  head.expires = head.issued + std::chrono::hours(24) * days;
  if (!desk.previous) return head;
  const auto &before = desk.previous->head;
  if (before.epoch < head.epoch) return head;
  if (before.serial >= most_serial) return refuse(ErrorKind::refused, "serial_at_its_end");
  if (before.issued > head.issued + 24h)
    return refuse(ErrorKind::refused, "clock_behind",
                  {{"before", told(before.issued)}, {"now", told(head.issued)}});
  head.serial = before.serial + 1;
  return head;
}

Result<std::string> checked_manifest(const playlist::Manifest &manifest) {
  auto bytes = playlist::write_manifest(manifest);
  if (bytes.size() > playlist::most_manifest)
    return refuse(ErrorKind::refused, "list_too_large",
                  {{"size", told(Bytes{bytes.size()})}, {"most", told(Bytes{playlist::most_manifest})}});
  auto read = playlist::parse_manifest(bytes);
  if (!read) return refuse(read.error(), "list_refused");
  if (*read != manifest) return refuse(ErrorKind::corrupt, "list_bug");
  return bytes;
}

namespace {

std::vector<std::string> signers(const Desk &desk, const std::string &document) {
  std::vector<std::string> out;
  const auto &root = desk.chain.newest().root;
  auto seal = assets::open_seal(document, root);
  if (!seal) return out;
  for (const auto &id : seal->signers) {
    const auto &name = root.keys.at(id).name;
    out.push_back(name.empty() ? id : name + " (" + id + ")");
  }
  return out;
}

// The edition is out: what is wrong with the list must not look as if it were not.
void note(const Desk &desk, const Release &release) {
  auto path = default_publishing_log();
  if (auto noted = note_release(path, release, desk.now); !noted)
    std::fputs(refusal(noted.error(), "not_noted", {{"file", path}}).text.append("\n").c_str(), stderr);
}

Result<void> write_documents(Desk &desk, const playlist::Head &head, const playlist::Manifest &manifest,
                             const std::string &document, const std::string &manifest_bytes,
                             const char *what) {
  auto &tree = *desk.tree;
  auto name = manifest_name(head.manifest);
  if (tree.size(name) != manifest_bytes.size())
    if (auto put = tree.put(name, manifest_bytes); !put) return put;
  for (const auto &root : desk.chain.roots)
    if (auto root_file = root_name(root.root.version); !tree.size(root_file))
      if (auto put = tree.put(root_file, root.document); !put) return put;
  if (auto put = tree.put(head_name(head.channel), document); !put) return put;
  std::set<std::string> kept{name};
  for (const auto &[digest, blob] : manifest.blobs) {
    kept.insert(blob_name(digest));
    if (blob.chunks) kept.insert(blob_name(*blob.chunks));
  }
  for (const auto &channel : tree.channels())
    if (channel != head.channel) add_reachable(tree, channel, kept);
  auto done =
      tree.commit([&](const std::string &n) { return n.starts_with("sheaf/root/") || kept.contains(n); });
  if (done && tree.on_stick()) say("stick_ready", {{"stick", desk.place}});
  if (done) note(desk, {what, head, manifest, desk.place, signers(desk, document)});
  return done;
}

}

Result<void> write_edition(Desk &desk, const playlist::Head &head, const playlist::Manifest &manifest,
                           const std::string &manifest_bytes, const char *what) {
  auto document =
      sealed(playlist::write_head(head), desk.keys,
             "sheaf " + head.channel + " serial " + std::to_string(head.serial) + " " + text(head.issued));
  if (document.size() > playlist::most_head) return refuse(ErrorKind::refused, "head_too_large");
  return write_documents(desk, head, manifest, document, manifest_bytes, what);
}

Result<void> copy_edition(Desk &desk, const Previous &edition, const char *what) {
  return write_documents(desk, edition.head, edition.manifest, edition.document, edition.manifest_bytes,
                         what);
}

}
