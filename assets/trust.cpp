#include "assets/trust.h"

#include "assets/sha256.h"
#include "playlist/head.h"

#include <algorithm>

namespace sheaf::assets {
namespace {

std::size_t count(const std::set<playlist::KeyId> &signers, const playlist::Root &root) {
  return static_cast<std::size_t>(std::count_if(signers.begin(), signers.end(),
                                                [&](const auto &id) { return root.root_keys.contains(id); }));
}

Result<SignedDocument> take_root_apart(std::string_view text) {
  if (text.size() > playlist::most_root)
    return fail(ErrorKind::refused, "a root has at most " + std::to_string(playlist::most_root) + " bytes");
  return take_apart(text);
}

/// Adds the keys of `root` that have signed.
Result<void> add_signers(const SignedDocument &document, const playlist::Root &root,
                         std::set<playlist::KeyId> &signers) {
  auto more = verify(document, root.keys);
  if (!more) return fail(more.error().in("root"));
  signers.merge(*more);
  return {};
}

Result<void> enough(const std::set<playlist::KeyId> &signers, const playlist::Root &root, const char *whose) {
  auto have = count(signers, root);
  if (have >= root.root_threshold) return {};
  return fail(ErrorKind::refused, "root: signed by " + std::to_string(have) + " of the " +
                                      std::to_string(root.root_threshold) + whose +
                                      " root keys that it takes");
}

Result<TrustedRoot> parsed(std::string_view text, const SignedDocument &document) {
  auto root = playlist::parse_root(document.bytes);
  if (!root) return fail(root.error());
  return TrustedRoot{std::move(*root), sha256(document.bytes), std::string(text)};
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}

std::string fingerprint(const Digest &digest) {
  auto hex = digest.hex();
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += 4) text += (i == 0 ? "" : " ") + hex.substr(i, 4);
  return text;
}

Result<Digest> parse_fingerprint(std::string_view text) {
  std::string hex;
  for (char c : text) {
    if (std::string_view(" \n\r\t-:").find(c) != std::string_view::npos) continue; // as it was printed
    auto value = digit(c);
    if (value < 0 || hex.size() == 64)
      return fail(ErrorKind::unsupported, "a fingerprint has 16 groups of four of the digits 0-9 and a-f");
    hex += "0123456789abcdef"[value];
  }
  if (hex.size() != 64)
    return fail(ErrorKind::unsupported,
                "a fingerprint has 64 digits, this one has " + std::to_string(hex.size()));
  return Digest::parse(hex);
}

Result<TrustedRoot> first_root(std::string_view text) {
  auto document = take_root_apart(text);
  if (!document) return fail(document.error().in("root"));
  auto root = parsed(text, *document); // its keys are within: somebody compares its fingerprint
  if (!root) return root;
  std::set<playlist::KeyId> signers;
  if (auto added = add_signers(*document, root->root, signers); !added) return fail(added.error());
  if (auto is = enough(signers, root->root, " of its own"); !is) return fail(is.error());
  return root;
}

Result<TrustedRoot> next_root(const TrustedRoot &current, std::string_view text) {
  auto document = take_root_apart(text);
  if (!document) return fail(document.error().in("root"));
  std::set<playlist::KeyId> signers;
  if (auto added = add_signers(*document, current.root, signers); !added) return fail(added.error());
  if (auto is = enough(signers, current.root, " old"); !is) return fail(is.error()); // before it is parsed
  auto next = parsed(text, *document);
  if (!next) return next;
  if (auto added = add_signers(*document, next->root, signers); !added) return fail(added.error());
  if (auto may = may_follow(current.root, next->root, signers); !may) return fail(may.error());
  return next;
}

}
