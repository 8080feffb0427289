// Any bytes as minisign's key files, public and secret: what is read is written and read again as the same
// key, and no half-right secret key signs anything.
#include "assets/inner/secret_file.h"
#include "assets/keys.h"
#include "playlist/inner/json.h"

#include <cstdint>

using namespace sheaf;
using namespace sheaf::assets;

namespace {

void must(bool holds) {
  if (!holds) __builtin_trap();
}

void read_public(std::string_view text) {
  auto key = read_public_key(text, "x");
  if (!key) return must(playlist::printable(key.error().text));
  auto again = read_public_key("untrusted comment: x\n" + key->second.public_key + "\r\n", "x");
  must(again && *again == *key);
}

std::uint64_t number_at(std::span<const Byte> file, std::size_t at) { // little endian
  std::uint64_t number = 0;
  for (std::size_t i = 8; i-- > 0;) number = number << 8 | file[at + i];
  return number;
}

/// scrypt is slow on purpose: a password is tried only where the file asks for about the least of it.
bool is_quick(std::string_view text) {
  constexpr std::size_t operations_at = 38, memory_at = 46;
  std::array<Byte, 158> file{};
  return is_protected(text) && parse_base64(line_of_key_file(text), file) &&
         number_at(file, operations_at) <= 1u << 16 && number_at(file, memory_at) <= 32u << 20;
}

void sign(const SecretKey &key) {
  SignedDocument document{{key.sign("words", "comment")}, "words"};
  auto signers = verify(document, {{key.id(), key.public_key("x")}});
  must(signers && signers->contains(key.id()));
  auto again = SecretKey::read(key.write({}).value(), {});
  must(again && again->id() == key.id() && again->public_file() == key.public_file());
}

void read_secret(std::string_view text, const std::optional<std::string> &password) {
  auto key = SecretKey::read(text, password);
  if (key) return sign(*key);
  must(playlist::printable(key.error().text));
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char *>(data), size);
  read_public(text);
  read_secret(text, std::nullopt);
  if (is_quick(text)) read_secret(text, "sheaf");
  return 0;
}
