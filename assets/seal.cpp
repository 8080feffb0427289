#include "assets/seal.h"

#include "assets/inner/minisign.h"
#include "assets/sha256.h"

#include <sodium.h>

namespace sheaf::assets {
namespace {

/// Takes four lines off `text`; fewer where it ends before.
std::string_view take_block(std::string_view &text) {
  auto all = text;
  for (int i = 0; i < 4; ++i)
    if (!take_line(text)) text = {};
  return all.substr(0, all.size() - text.size());
}

Result<void> take_signature(std::string_view &text, SignedDocument &document) {
  if (document.signatures.size() == most_signatures)
    return fail(ErrorKind::refused, "signed by more than " + std::to_string(most_signatures));
  auto block = take_block(text);
  auto parsed = parse_block(block);
  if (!parsed) return fail(parsed.error());
  document.signatures.push_back({key_id(parsed->number), std::string(block)});
  return {};
}

bool is_right(const std::array<Byte, 64> &signature, std::string_view bytes, const PublicKey &key) {
  return ::crypto_sign_verify_detached(signature.data(), reinterpret_cast<const Byte *>(bytes.data()),
                                       bytes.size(), key.key.data()) == 0;
}

bool is_right(const SignatureBlock &block, const std::array<Byte, 64> &hash, const PublicKey &key) {
  std::string_view hashed(reinterpret_cast<const char *>(hash.data()), hash.size());
  return block.number == key.number && is_right(block.signature, hashed, key) &&
         is_right(block.global_signature, signature_and_comment(block), key);
}

}

Result<SignedDocument> take_apart(std::string_view text) {
  SignedDocument document;
  while (!text.starts_with('\n'))
    if (auto taken = take_signature(text, document); !taken) return fail(taken.error());
  document.bytes = text.substr(1);
  if (document.signatures.empty() || document.bytes.empty())
    return fail(ErrorKind::corrupt, "not a signed document: a signature, an empty line and what is signed");
  return document;
}

std::string put_together(const SignedDocument &document) {
  std::string text;
  for (const auto &signature : document.signatures) text += signature.block;
  return text + "\n" + document.bytes;
}

Result<std::set<playlist::KeyId>> verify(const SignedDocument &document,
                                         const std::map<playlist::KeyId, playlist::Key> &keys) {
  std::set<playlist::KeyId> signers;
  if (!sodium_ready()) return fail(ErrorKind::transient, "no cryptography: libsodium does not start");
  auto hash = prehash(document.bytes);
  for (const auto &signature : document.signatures) {
    auto block = parse_block(signature.block);
    if (!block) return fail(block.error());
    auto known = keys.find(key_id(block->number));
    if (known == keys.end()) continue;
    auto key = parse_key_line(known->second.public_key);
    if (!key || !is_right(*block, hash, *key))
      return fail(ErrorKind::refused, "the signature by the key " + known->first + " is wrong");
    signers.insert(known->first);
  }
  return signers;
}

Result<Verified> open_seal(std::string_view text, const playlist::Root &root) {
  auto document = take_apart(text);
  if (!document) return fail(document.error());
  auto signers = verify(*document, root.keys);
  if (!signers) return fail(signers.error());
  auto digest = sha256(document->bytes);
  return Verified{std::move(document->bytes), digest, std::move(*signers)};
}

}
