#include "assets/inner/minisign.h"

#include <algorithm>
#include <sodium.h>

namespace sheaf::assets {
namespace {

constexpr std::string_view prehashed = "ED", legacy = "Ed"; // a key's line begins with "Ed" as well
using SignatureLine = std::array<Byte, 2 + 8 + 64>;
using KeyLine = std::array<Byte, 2 + 8 + 32>;

bool begins_with(std::span<const Byte> bytes, std::string_view letters) {
  return std::equal(letters.begin(), letters.end(), bytes.begin(),
                    [](char letter, Byte byte) { return static_cast<Byte>(letter) == byte; });
}

tl::unexpected<Error> wrong(const char *what) {
  return fail(ErrorKind::corrupt, std::string("not a minisign signature: ") + what);
}

/// UTF-8 may be in a comment, and the tabs that minisign itself writes; other control characters would be
/// seen by terminals and by nobody else.
bool is_line(std::string_view line, std::string_view prefix, std::size_t most) {
  return line.starts_with(prefix) && line.size() <= most &&
         std::none_of(line.begin(), line.end(),
                      [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f; });
}

Result<void> read_signature(std::string_view line, SignatureBlock &block) {
  SignatureLine bytes{};
  if (!parse_base64(line, bytes)) return wrong("its second line");
  if (begins_with(bytes, legacy))
    return fail(ErrorKind::refused, "signed in minisign's legacy format; sign again without -l");
  if (!begins_with(bytes, prehashed)) return wrong("an unknown algorithm");
  std::copy_n(bytes.begin() + 2, block.number.size(), block.number.begin());
  std::copy_n(bytes.begin() + 10, block.signature.size(), block.signature.begin());
  return {};
}

}

bool sodium_ready() {
  static const bool ready = ::sodium_init() >= 0;
  return ready;
}

std::string base64(std::span<const Byte> bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  ::sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back(); // the zero at its end
  return text;
}

bool parse_base64(std::string_view text, std::span<Byte> bytes) {
  // Where char is signed, libsodium 1.0.18 takes a few bytes above 0x7f for letters.
  bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return c > 0 && c < 0x7f; });
  std::size_t size = 0;
  return ascii &&
         ::sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
         size == bytes.size();
}

playlist::KeyId key_id(const KeyNumber &number) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string id;
  for (auto byte = number.rbegin(); byte != number.rend(); ++byte) { // little endian
    id += digits[*byte >> 4];
    id += digits[*byte & 15];
  }
  return id;
}

std::string key_line(const PublicKey &key) {
  KeyLine bytes{'E', 'd'};
  std::copy(key.number.begin(), key.number.end(), bytes.begin() + 2);
  std::copy(key.key.begin(), key.key.end(), bytes.begin() + 10);
  return base64(bytes);
}

std::optional<PublicKey> parse_key_line(std::string_view line) {
  KeyLine bytes{};
  PublicKey key;
  if (!parse_base64(line, bytes) || !begins_with(bytes, "Ed")) return std::nullopt;
  std::copy_n(bytes.begin() + 2, key.number.size(), key.number.begin());
  std::copy_n(bytes.begin() + 10, key.key.size(), key.key.begin());
  return key;
}

std::array<Byte, 64> prehash(std::string_view bytes) {
  std::array<Byte, 64> hash{};
  ::crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const Byte *>(bytes.data()), bytes.size(),
                       nullptr, 0);
  return hash;
}

std::string signature_and_comment(const SignatureBlock &block) {
  return std::string(block.signature.begin(), block.signature.end()) + block.comment;
}

std::string put_together(const SignatureBlock &block) {
  SignatureLine bytes{'E', 'D'};
  std::copy(block.number.begin(), block.number.end(), bytes.begin() + 2);
  std::copy(block.signature.begin(), block.signature.end(), bytes.begin() + 10);
  return std::string(untrusted_prefix) + "signature by key " + key_id(block.number) + "\n" + base64(bytes) +
         "\n" + std::string(trusted_prefix) + block.comment + "\n" + base64(block.global_signature) + "\n";
}

Result<SignatureBlock> parse_block(std::string_view text) {
  SignatureBlock block;
  auto untrusted = take_line(text), signature = take_line(text);
  auto trusted = take_line(text), global = take_line(text);
  if (!global || !text.empty()) return wrong("it has four lines");
  if (!is_line(*untrusted, untrusted_prefix, most_untrusted)) return wrong("its first line");
  if (auto read = read_signature(*signature, block); !read) return fail(read.error());
  if (!is_line(*trusted, trusted_prefix, most_trusted)) return wrong("its third line");
  if (!parse_base64(*global, block.global_signature)) return wrong("its fourth line");
  block.comment = trusted->substr(trusted_prefix.size());
  return block;
}

std::optional<std::string_view> take_line(std::string_view &text) {
  auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}
