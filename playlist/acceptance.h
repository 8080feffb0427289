// Whether a head may take the place of the one before it (FORMAT.md, "Acceptance"). Pure: the signatures have
// been verified before, the time comes in. Any thread.
#pragma once

#include "playlist/head.h"
#include "playlist/manifest.h"
#include "playlist/root.h"

namespace sheaf::playlist {

/// The newest that was accepted of a channel.
struct Accepted {
  std::uint64_t epoch = 0, serial = 0; // 0, 0: nothing yet
  Digest head;                         // SHA-256 of the head's signed JSON bytes
};

enum class Verdict { accept, same, refuse, alarm };

struct Decision {
  Verdict verdict = Verdict::refuse;
  std::string why; // one sentence, for refuse and alarm
};

/// `digest`: SHA-256 of `head`'s JSON bytes. `channel`: the one that was asked for. `floor`: no honest clock
/// is before it. In this order: the channel is the one asked for; a role and enough signers allow it; the
/// epoch is the root's; (epoch, serial) against `before`: equal and same digest is `same`, equal and another
/// is `alarm` (equivocation), smaller is refused as a rollback; not expired (against wall time where it is
/// good, else against the floor); issued not more than a day ahead where the time is good.
Decision decide(const Head &head, const Digest &digest, std::string_view channel, const Root &root,
                const std::set<KeyId> &signers, const Accepted &before, const Now &now, Wall floor);

/// Whether a manifest is the one that `head` may bring under `role`: of the same channel, and no larger than
/// the role's limits. Errors: refused.
Result<void> check_manifest(const Manifest &manifest, const Head &head, const Role &role);

}
