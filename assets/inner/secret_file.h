// minisign's secret key file (jedisct1.github.io/minisign, "Secret key format"): its 158 bytes, encrypted
// with a password or plain. Whatever is secret is overwritten when it goes. Any thread.
#pragma once

#include "assets/inner/minisign.h"

namespace sheaf::assets {

/// Bytes that are overwritten when they go.
template<std::size_t size> struct Secret : std::array<Byte, size> {
  Secret() : std::array<Byte, size>{} {}
  Secret(const Secret &) = default;
  Secret &operator=(const Secret &) = default;
  ~Secret() { wipe(*this); }
};
void wipe(std::span<Byte> bytes);

struct SecretParts {
  KeyNumber number{};
  Secret<64> key; // libsodium's: seed, then public key
};

bool is_protected(std::string_view file);

/// Errors: as SecretKey::read.
Result<SecretParts> read_secret_file(std::string_view file, const std::optional<std::string> &password);

/// Errors: unsupported (an empty password), full (no memory for the derivation), transient.
Result<std::string> write_secret_file(const SecretParts &parts, const std::optional<std::string> &password);

/// The second line of a key file, or its only one; it may come from an editor that ends lines with CR LF.
std::string_view line_of_key_file(std::string_view file);

}
