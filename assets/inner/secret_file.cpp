#include "assets/inner/secret_file.h"

#include <algorithm>
#include <sodium.h>

namespace sheaf::assets {
namespace {

// What minisign itself asks for; a file that asks for more would hold the machine up.
constexpr std::uint64_t most_operations = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE;
constexpr std::uint64_t most_memory = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE; // bytes
constexpr std::uint64_t least_operations = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_MIN;
constexpr std::uint64_t least_memory = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_MIN;

// Where the fields stand in the file's bytes.
constexpr std::size_t derivation_at = 2, checksum_kind_at = 4, salt_at = 6, operations_at = 38,
                      memory_at = 46, hidden_at = 54, file_size = 158;
constexpr std::size_t hidden_size = 8 + 64 + 32; // number, key, checksum: what a password hides
using FileBytes = Secret<file_size>;
using Hidden = Secret<hidden_size>;

constexpr std::string_view comment_plain = "untrusted comment: minisign secret key, without a password\n",
                           comment_hidden = "untrusted comment: minisign encrypted secret key\n";

bool has(const FileBytes &file, std::size_t at, Byte first, Byte second) {
  return file[at] == first && file[at + 1] == second;
}
void put(FileBytes &file, std::size_t at, Byte first, Byte second) {
  file[at] = first;
  file[at + 1] = second;
}

std::uint64_t number_at(const FileBytes &file, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t i = 8; i-- > 0;) number = number << 8 | file[at + i];
  return number;
}
void put_number(FileBytes &file, std::size_t at, std::uint64_t number) {
  for (std::size_t i = 0; i < 8; ++i, number >>= 8) file[at + i] = static_cast<Byte>(number);
}

/// BLAKE2b-256 of "Ed", number and key.
Secret<32> checksum(const Hidden &hidden) {
  Secret<32> sum;
  crypto_generichash_state state;
  ::crypto_generichash_init(&state, nullptr, 0, sum.size());
  ::crypto_generichash_update(&state, reinterpret_cast<const Byte *>("Ed"), 2);
  ::crypto_generichash_update(&state, hidden.data(), 8 + 64);
  ::crypto_generichash_final(&state, sum.data(), sum.size());
  ::sodium_memzero(&state, sizeof state);
  return sum;
}

bool checksum_fits(const Hidden &hidden) {
  return ::sodium_memcmp(checksum(hidden).data(), hidden.data() + 8 + 64, 32) == 0;
}

/// minisign leaves it out where there is no password.
bool checksum_left_out(const Hidden &hidden) { return ::sodium_is_zero(hidden.data() + 8 + 64, 32) != 0; }

/// The public half is the secret half's. A wrong one would give the secret away with the first signature.
bool halves_fit(const SecretParts &parts) {
  Secret<32> seed;
  Secret<64> again;
  std::array<Byte, 32> half{};
  ::crypto_sign_ed25519_sk_to_seed(seed.data(), parts.key.data());
  ::crypto_sign_seed_keypair(half.data(), again.data(), seed.data());
  return ::sodium_memcmp(again.data(), parts.key.data(), again.size()) == 0;
}

/// Hides what is plain, shows what is hidden. Errors: full.
Result<void> apply_password(const FileBytes &file, const std::string &password, Hidden &hidden) {
  Hidden stream;
  auto failed = ::crypto_pwhash_scryptsalsa208sha256(
      stream.data(), stream.size(), password.data(), password.size(), file.data() + salt_at,
      number_at(file, operations_at), static_cast<std::size_t>(number_at(file, memory_at)));
  if (failed != 0)
    return fail(ErrorKind::full, "not enough memory for the key's password: it takes " +
                                     std::to_string(number_at(file, memory_at) >> 20) + " MiB");
  std::transform(hidden.begin(), hidden.end(), stream.begin(), hidden.begin(),
                 [](Byte a, Byte b) { return static_cast<Byte>(a ^ b); });
  return {};
}

Result<void> check_limits(const FileBytes &file) {
  auto operations = number_at(file, operations_at), memory = number_at(file, memory_at);
  if (operations >= least_operations && operations <= most_operations && memory >= least_memory &&
      memory <= most_memory)
    return {};
  return fail(ErrorKind::refused, "the key file asks for work or memory (" + std::to_string(memory >> 20) +
                                      " MiB) that minisign never does");
}

Result<void> show(const FileBytes &file, const std::optional<std::string> &password, Hidden &hidden) {
  if (!password) return fail(ErrorKind::refused, "the key is protected by a password");
  if (auto within = check_limits(file); !within) return within;
  if (auto shown = apply_password(file, *password, hidden); !shown) return shown;
  if (!checksum_fits(hidden)) return fail(ErrorKind::refused, "the password is not the key's");
  return {};
}

Result<SecretParts> taken_apart(const Hidden &hidden) {
  SecretParts parts;
  std::copy_n(hidden.begin(), parts.number.size(), parts.number.begin());
  std::copy_n(hidden.begin() + 8, parts.key.size(), parts.key.begin());
  if (!halves_fit(parts)) return fail(ErrorKind::corrupt, "the secret key is damaged");
  return parts;
}

Hidden together(const SecretParts &parts) {
  Hidden hidden;
  std::copy(parts.number.begin(), parts.number.end(), hidden.begin());
  std::copy(parts.key.begin(), parts.key.end(), hidden.begin() + 8);
  auto sum = checksum(hidden);
  std::copy(sum.begin(), sum.end(), hidden.begin() + 8 + 64);
  return hidden;
}

/// A salt, and as much memory as minisign takes, halved where the machine does not have it.
Result<void> hide(FileBytes &file, const std::string &password, Hidden &hidden) {
  if (password.empty()) return fail(ErrorKind::unsupported, "a password has at least one letter");
  put(file, derivation_at, 'S', 'c');
  ::randombytes_buf(file.data() + salt_at, 32);
  Result<void> done;
  auto operations = most_operations;
  for (auto memory = most_memory; memory >= (64u << 20); memory /= 2, operations /= 2) {
    put_number(file, operations_at, operations);
    put_number(file, memory_at, memory);
    if (done = apply_password(file, password, hidden); done) break;
  }
  return done;
}

bool read_bytes(std::string_view text, FileBytes &file) {
  return parse_base64(line_of_key_file(text), file) && has(file, 0, 'E', 'd') &&
         (has(file, derivation_at, 0, 0) || has(file, derivation_at, 'S', 'c')) &&
         has(file, checksum_kind_at, 'B', '2');
}

}

void wipe(std::span<Byte> bytes) { ::sodium_memzero(bytes.data(), bytes.size()); }

std::string_view line_of_key_file(std::string_view file) {
  if (file.starts_with(untrusted_prefix)) file.remove_prefix(std::min(file.find('\n'), file.size() - 1) + 1);
  auto end = file.find_last_not_of("\r\n");
  return file.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

bool is_protected(std::string_view text) {
  FileBytes file;
  return read_bytes(text, file) && has(file, derivation_at, 'S', 'c');
}

Result<SecretParts> read_secret_file(std::string_view text, const std::optional<std::string> &password) {
  FileBytes file;
  Hidden hidden;
  if (!sodium_ready()) return fail(ErrorKind::transient, "no cryptography: libsodium does not start");
  if (!read_bytes(text, file)) return fail(ErrorKind::corrupt, "not a minisign secret key file");
  std::copy_n(file.begin() + hidden_at, hidden.size(), hidden.begin());
  if (has(file, derivation_at, 'S', 'c')) {
    if (auto shown = show(file, password, hidden); !shown) return fail(shown.error());
  } else if (!checksum_left_out(hidden) && !checksum_fits(hidden))
    return fail(ErrorKind::corrupt, "the secret key is damaged");
  return taken_apart(hidden);
}

Result<std::string> write_secret_file(const SecretParts &parts, const std::optional<std::string> &password) {
  FileBytes file;
  auto hidden = together(parts);
  put(file, 0, 'E', 'd');
  put(file, checksum_kind_at, 'B', '2');
  if (password)
    if (auto done = hide(file, *password, hidden); !done) return fail(done.error());
  std::copy(hidden.begin(), hidden.end(), file.begin() + hidden_at);
  return std::string(password ? comment_hidden : comment_plain) + base64(file) + "\n";
}

}
