// Signed documents: blocks of minisign's four lines, an empty line, then the bytes exactly as signed
// (playlist/FORMAT.md, "Signatures"; jedisct1.github.io/minisign, "Signature format"). Verifies raw bytes;
// parses nothing of them. Any thread.
#pragma once

#include "base/digest.h"
#include "base/result.h"
#include "playlist/root.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::assets {

inline constexpr std::size_t most_signatures = 16; // on one document

/// One block, taken apart.
struct Signature {
  playlist::KeyId key;
  std::string block; // its four lines as they stood, each with its line feed: what `minisign -V -x` reads
};

/// A document taken apart; nothing is verified yet.
struct SignedDocument {
  std::vector<Signature> signatures; // at least one
  std::string bytes;                 // as signed
};

/// Errors: corrupt (not such a document), refused (a signature in minisign's legacy format, which is not
/// prehashed; more than most_signatures).
Result<SignedDocument> take_apart(std::string_view document);
std::string put_together(const SignedDocument &document);

/// The keys of `root` whose signatures of the document's bytes and of their trusted comments are right. A
/// block by a key that is not in `root` counts for nothing; a block by one that is, with a wrong signature,
/// is `refused`.
Result<std::set<playlist::KeyId>> verify(const SignedDocument &document,
                                         const std::map<playlist::KeyId, playlist::Key> &keys);

/// Takes apart, verifies under `root`, and gives what decide() wants to know. Only then are bytes parsed.
struct Verified {
  std::string bytes;
  Digest digest; // of bytes
  std::set<playlist::KeyId> signers;
};
Result<Verified> open_seal(std::string_view document, const playlist::Root &root);

}
