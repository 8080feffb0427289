// minisign's formats, taken apart and put together (jedisct1.github.io/minisign, "Signature format", "Public
// key format", "Secret key format"). Nothing is verified here. Any thread.
#pragma once

#include "base/result.h"
#include "playlist/root.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sheaf::assets {

inline constexpr std::string_view untrusted_prefix = "untrusted comment: ";
inline constexpr std::string_view trusted_prefix = "trusted comment: ";
inline constexpr std::size_t most_untrusted = 1024, most_trusted = 8192; // bytes of a line, as in minisign

using Byte = unsigned char;
using KeyNumber = std::array<Byte, 8>;

struct PublicKey {
  KeyNumber number{};
  std::array<Byte, 32> key{};
};

struct SignatureBlock {
  KeyNumber number{};
  std::array<Byte, 64> signature{};        // of BLAKE2b-512 of the bytes
  std::string comment;                     // the trusted one
  std::array<Byte, 64> global_signature{}; // of signature and comment
};

/// libsodium is ready; false where the system gives no randomness.
bool sodium_ready();

std::string base64(std::span<const Byte> bytes);
/// Exactly `bytes.size()` bytes, spelled as base64() does; false otherwise.
bool parse_base64(std::string_view text, std::span<Byte> bytes);

/// As minisign prints it: 16 upper-case hexadecimal digits.
playlist::KeyId key_id(const KeyNumber &number);

/// The base64 line.
std::string key_line(const PublicKey &key);
std::optional<PublicKey> parse_key_line(std::string_view line);

/// BLAKE2b-512.
std::array<Byte, 64> prehash(std::string_view bytes);
/// What the global signature is of.
std::string signature_and_comment(const SignatureBlock &block);

/// Four lines, each with its line feed.
std::string put_together(const SignatureBlock &block);
/// The same four lines. Errors: corrupt, refused (the legacy format).
Result<SignatureBlock> parse_block(std::string_view four_lines);

/// Takes the first line, without its line feed, off `text`; nothing where no line feed ends it.
std::optional<std::string_view> take_line(std::string_view &text);

}
