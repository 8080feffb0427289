#include "assets/keys.h"

#include "assets/inner/secret_file.h"

#include <algorithm>
#include <sodium.h>

namespace sheaf::assets {
namespace {

std::array<Byte, 64> signature_of(std::string_view bytes, const SecretParts &secret) {
  std::array<Byte, 64> signature{};
  ::crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const Byte *>(bytes.data()),
                         bytes.size(), secret.key.data());
  return signature;
}

PublicKey public_half(const SecretParts &secret) {
  PublicKey key{secret.number, {}};
  ::crypto_sign_ed25519_sk_to_pk(key.key.data(), secret.key.data());
  return key;
}

/// A comment is one line, whatever the name of a file within it is.
std::string one_line(std::string_view comment) {
  std::string line(comment.substr(0, most_trusted - trusted_prefix.size()));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }, ' ');
  return line;
}

}

struct SecretKey::State {
  SecretParts parts;
};

SecretKey::SecretKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
SecretKey::SecretKey(SecretKey &&) noexcept = default;
SecretKey &SecretKey::operator=(SecretKey &&) noexcept = default;
SecretKey::~SecretKey() = default;

Result<SecretKey> SecretKey::make() {
  if (!sodium_ready()) return fail(ErrorKind::transient, "no randomness to make a key from");
  auto state = std::make_unique<State>();
  std::array<Byte, 32> public_key{};
  ::crypto_sign_keypair(public_key.data(), state->parts.key.data());
  ::randombytes_buf(state->parts.number.data(), state->parts.number.size());
  return SecretKey(std::move(state));
}

Result<SecretKey> SecretKey::read(std::string_view file, const std::optional<std::string> &password) {
  auto parts = read_secret_file(file, password);
  if (!parts) return fail(parts.error());
  return SecretKey(std::make_unique<State>(State{*parts}));
}

bool SecretKey::is_protected(std::string_view file) { return assets::is_protected(file); }

Result<std::string> SecretKey::write(const std::optional<std::string> &password) const {
  return write_secret_file(state_->parts, password);
}

std::string SecretKey::public_file() const {
  return std::string(untrusted_prefix) + "minisign public key " + id() + "\n" +
         key_line(public_half(state_->parts)) + "\n";
}

playlist::Key SecretKey::public_key(std::string name) const {
  return {key_line(public_half(state_->parts)), std::move(name)};
}

playlist::KeyId SecretKey::id() const { return key_id(state_->parts.number); }

Signature SecretKey::sign(std::string_view bytes, std::string_view comment) const {
  auto hash = prehash(bytes);
  SignatureBlock block{state_->parts.number, {}, one_line(comment), {}};
  block.signature = signature_of({reinterpret_cast<const char *>(hash.data()), hash.size()}, state_->parts);
  block.global_signature = signature_of(signature_and_comment(block), state_->parts);
  return {id(), put_together(block)};
}

Result<std::pair<playlist::KeyId, playlist::Key>> read_public_key(std::string_view file, std::string name) {
  auto line = line_of_key_file(file);
  auto key = parse_key_line(line);
  if (!key) return fail(ErrorKind::corrupt, "not a minisign public key");
  return std::pair(key_id(key->number), playlist::Key{std::string(line), std::move(name)});
}

}
