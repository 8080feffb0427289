// Secret keys and signing, in minisign's own files (jedisct1.github.io/minisign, "Secret key format"). For
// the office and for tests; boards have no secret key. Any thread; opening a protected key takes about a
// second and 1 GiB of memory where minisign made it.
#pragma once

#include "assets/seal.h"

#include <memory>
#include <optional>

namespace sheaf::assets {

class SecretKey {
public:
  SecretKey(SecretKey &&) noexcept;
  SecretKey &operator=(SecretKey &&) noexcept;
  ~SecretKey(); // overwrites it

  /// A fresh one. Errors: transient (no randomness).
  static Result<SecretKey> make();
  /// Reads minisign's secret key file (its text). Errors: corrupt; refused (wrong password, or one is needed:
  /// then `password` was nothing).
  static Result<SecretKey> read(std::string_view file, const std::optional<std::string> &password);
  /// Whether read() needs a password.
  static bool is_protected(std::string_view file);

  /// The text of a secret key file; with `password` it is encrypted as minisign does.
  [[nodiscard]] Result<std::string> write(const std::optional<std::string> &password) const;
  /// The text of its public key file, and its id.
  [[nodiscard]] std::string public_file() const;
  [[nodiscard]] playlist::Key public_key(std::string name) const;
  [[nodiscard]] playlist::KeyId id() const;

  /// A signature block of `bytes`, prehashed (Ed25519 over BLAKE2b-512). `comment` is the trusted comment:
  /// one line.
  [[nodiscard]] Signature sign(std::string_view bytes, std::string_view comment) const;

private:
  struct State;
  explicit SecretKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Reads minisign's public key file, or its base64 line alone. Errors: corrupt.
Result<std::pair<playlist::KeyId, playlist::Key>> read_public_key(std::string_view file, std::string name);

}
