#include "assets/sha256.h"
#include "publisher/desk.h"
#include "publisher/refusal.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

constexpr Bytes most_head{playlist::most_head};
constexpr Bytes most_manifest{playlist::most_manifest};

struct Opened {
  playlist::Head head;
  std::uint64_t root = 0; // version of the newest root that allows it
};

std::optional<Opened> opened_under(const assets::TrustedRoot &root, const std::string &document,
                                   const std::string &channel) {
  auto verified = assets::open_seal(document, root.root);
  if (!verified || !playlist::role_for(root.root, channel, verified->signers)) return std::nullopt;
  auto head = playlist::parse_head(verified->bytes);
  if (!head || head->channel != channel) return std::nullopt;
  return Opened{*head, root.root.version};
}

std::optional<Opened> opened(const Chain &chain, const std::string &document, const std::string &channel) {
  for (auto root = chain.roots.rbegin(); root != chain.roots.rend(); ++root)
    if (auto found = opened_under(*root, document, channel)) return found;
  return std::nullopt;
}

Result<void> read_manifest(Tree &tree, Previous &p) {
  auto name = manifest_name(p.head.manifest);
  auto bytes = tree.read(name, most_manifest);
  if (!bytes || assets::sha256(*bytes) != p.head.manifest)
    return refuse(ErrorKind::refused, bytes ? "manifest_damaged" : "manifest_missing", {{"name", name}});
  auto manifest = playlist::parse_manifest(*bytes);
  if (!manifest) return refuse(manifest.error(), "list_unread", {{"file", name}});
  p.manifest = std::move(*manifest);
  p.manifest_bytes = std::move(*bytes);
  return {};
}

}

Result<std::optional<Previous>> read_previous(Tree &tree, const std::string &channel, const Chain &chain,
                                              Vouched vouched) {
  auto document = tree.read(head_name(channel), most_head);
  if (!document && document.error().kind == ErrorKind::absent) return std::optional<Previous>();
  if (!document) return fail(document.error());
  auto found = opened(chain, *document, channel);
  if (!found)
    return refuse(ErrorKind::refused, assets::take_apart(*document) ? "strange_head" : "damaged_head",
                  {{"channel", channel}});
  const auto &newest = chain.newest().root;
  Previous p;
  p.head = found->head;
  p.document = *document;
  p.current = found->root == newest.version && p.head.epoch == newest.epoch;
  p.trusted = found->root == newest.version || p.head.epoch == newest.epoch || vouched == Vouched::yes;
  if (p.head.epoch > newest.epoch)
    return refuse(ErrorKind::refused, "newer_epoch", {{"epoch", std::to_string(p.head.epoch)}});
  if (p.trusted)
    if (auto read = read_manifest(tree, p); !read) return fail(read.error());
  return std::optional(std::move(p));
}

}
