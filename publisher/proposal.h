// An edition that waits for signatures: a folder that can be carried about. It holds `head`, the very bytes
// that are signed; `manifest.json`; a file NAME.minisig for each signature, by `sheaf sign` or by the stock
// minisign; the blobs that the destination lacks, as a tree; and a sheet to look at. One thread.
#pragma once

#include "assets/seal.h"
#include "playlist/head.h"
#include "playlist/manifest.h"

#include <string>
#include <vector>

namespace sheaf::publisher {

struct Proposal {
  std::string folder;
  std::string head_bytes, manifest_bytes;
  playlist::Head head;
  playlist::Manifest manifest;
  std::vector<assets::Signature> signatures; // nothing of them is verified
};

/// "hue-42-1a2b3c4d": channel, serial, and what tells one proposal of that serial from another.
std::string approval_number(const playlist::Head &head);

/// Makes the folder with head and manifest. Errors: refused (it is there already), full, transient.
Result<void> write_proposal(const std::string &folder, const playlist::Head &head,
                            const std::string &manifest_bytes);

/// Errors: absent; corrupt (the manifest is not the one that the head names, ...).
Result<Proposal> read_proposal(const std::string &folder);

/// Beside those that are there; one by the same key is replaced.
Result<void> add_signature(const Proposal &proposal, const assets::Signature &signature);

/// The head as screens take it: blocks, an empty line, the bytes. Errors: refused (nobody has signed).
Result<std::string> signed_head(const Proposal &proposal);

}
