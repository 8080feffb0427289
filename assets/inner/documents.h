// Heads and manifests, verified before they are parsed. Any thread; reading may wait for a disk.
#pragma once

#include "assets/seal.h"
#include "playlist/head.h"
#include "playlist/manifest.h"

namespace sheaf::assets {

struct SignedHead {
  playlist::Head head;
  Digest digest;       // of its JSON bytes
  playlist::Role role; // that it was signed under
};

/// Seal, role, channel and epoch hold under `root`. Errors: corrupt, refused, unsupported.
Result<SignedHead> open_head(std::string_view document, const std::string &channel,
                             const playlist::Root &root);

/// Whether `bytes` are the manifest that `head` names. Errors: corrupt.
Result<void> check_manifest(std::string_view bytes, const playlist::Head &head);

/// What the head's role and channel allow. Errors: refused.
Result<void> check_scope(const playlist::Manifest &manifest, const std::string &channel,
                         const playlist::Role &role);

}
