#include "assets/inner/documents.h"

#include "assets/sha256.h"

namespace sheaf::assets {

Result<SignedHead> open_head(std::string_view document, const std::string &channel,
                             const playlist::Root &root) {
  auto open = open_seal(document, root);
  if (!open) return fail(open.error());
  const auto *role = playlist::role_for(root, channel, open->signers);
  if (role == nullptr)
    return fail(ErrorKind::refused, "not signed by those who may sign for '" + channel + "'");
  auto head = playlist::parse_head(open->bytes);
  if (!head) return fail(head.error());
  if (head->channel != channel) return fail(ErrorKind::refused, "it is the head of '" + head->channel + "'");
  if (head->epoch != root.epoch)
    return fail(ErrorKind::refused, "its epoch is " + std::to_string(head->epoch) + ", the root's is " +
                                        std::to_string(root.epoch));
  return SignedHead{std::move(*head), open->digest, *role};
}

Result<void> check_manifest(std::string_view bytes, const playlist::Head &head) {
  if (bytes.size() == head.manifest_size && sha256(bytes) == head.manifest) return {};
  return fail(ErrorKind::corrupt, "the manifest is not the one that was signed");
}

Result<void> check_scope(const playlist::Manifest &manifest, const std::string &channel,
                         const playlist::Role &role) {
  if (manifest.channel != channel)
    return fail(ErrorKind::refused, "the manifest is of the channel '" + manifest.channel + "'");
  if (manifest.items.size() > role.most_items.value_or(playlist::most_items))
    return fail(ErrorKind::refused, "more items than its signer may publish");
  if (role.most_bytes && playlist::total_size(manifest) > *role.most_bytes)
    return fail(ErrorKind::refused, "more bytes than its signer may publish");
  return {};
}

}
