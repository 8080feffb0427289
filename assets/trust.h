// From the root that a technician has installed to the newest one: each signed by the keys of the one before
// it (playlist/FORMAT.md, "Root"). Any thread.
#pragma once

#include "assets/seal.h"

namespace sheaf::assets {

/// SHA-256 of a root document's signed bytes, as people compare it: 16 groups of four hexadecimal digits.
std::string fingerprint(const Digest &digest);
/// The same digits with or without spaces, '-' or ':', upper or lower case. Errors: unsupported.
Result<Digest> parse_fingerprint(std::string_view text);

struct TrustedRoot {
  playlist::Root root;
  Digest digest;
  std::string document; // with its signatures
};

/// A first root: signed by enough of its own root keys. It is trusted because somebody compared its
/// fingerprint. Errors: corrupt, refused, unsupported.
Result<TrustedRoot> first_root(std::string_view document);

/// The root that follows: signed by enough keys of `current` and enough of its own.
Result<TrustedRoot> next_root(const TrustedRoot &current, std::string_view document);

}
