#include "playlist/tar.h"

#include <algorithm>
#include <cstring>

namespace sheaf::playlist {
namespace {

using Block = std::array<char, tar_block>;

// Where a field lies (POSIX.1-2017, pax, "ustar Header Block").
struct Field {
  std::size_t at, size;
};
constexpr Field name_field{0, 100}, mode_field{100, 8}, uid_field{108, 8}, gid_field{116, 8},
    size_field{124, 12}, mtime_field{136, 12}, sum_field{148, 8}, magic_field{257, 8}, prefix_field{345, 155};
constexpr std::size_t type_at = 156;
constexpr std::string_view ustar("ustar\00000", 8), gnu("ustar  \0", 8);

void put_octal(Block &block, Field field, std::uint64_t value) {
  for (auto i = field.size - 1; i-- > 0; value >>= 3)
    block[field.at + i] = static_cast<char>('0' + (value & 7));
}

/// The part of a field before its first NUL.
std::string_view text(std::span<const char, tar_block> block, Field field) {
  std::string_view all(block.data() + field.at, field.size);
  return all.substr(0, all.find('\0'));
}

std::optional<std::uint64_t> octal(std::span<const char, tar_block> block, Field field) {
  auto digits = text(block, field);
  while (digits.starts_with(' ')) digits.remove_prefix(1);
  while (digits.ends_with(' ')) digits.remove_suffix(1);
  if (digits.empty()) return std::nullopt;
  std::uint64_t value = 0;
  for (char c : digits) { // at most 12 digits: 36 bits
    if (c < '0' || c > '7') return std::nullopt;
    value = value << 3 | static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

/// The bytes' sum, its own field read as spaces.
std::uint64_t sum(std::span<const char, tar_block> block) {
  std::uint64_t total = sum_field.size * ' ';
  for (std::size_t i = 0; i < tar_block; ++i)
    if (i < sum_field.at || i >= sum_field.at + sum_field.size) total += static_cast<unsigned char>(block[i]);
  return total;
}

/// Relative, and stays within.
bool inside(std::string_view name) {
  for (bool last = false; !last;) {
    auto end = std::min(name.find('/'), name.size());
    auto part = name.substr(0, end);
    if (part.empty() || part == "." || part == "..") return false;
    last = end == name.size();
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return true;
}

bool printable_ascii(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~' && c != '\\'; });
}

/// Where a name is cut in two; npos where it cannot be.
std::size_t cut(std::string_view name) {
  auto at = name.rfind('/', prefix_field.size);
  bool fits = at != std::string_view::npos && at > 0 && name.size() - at - 1 <= name_field.size;
  return fits ? at : std::string_view::npos;
}

Result<void> put_name(Block &block, std::string_view name) {
  std::string_view prefix;
  if (name.size() > name_field.size) {
    auto at = cut(name);
    if (at == std::string_view::npos)
      return fail(ErrorKind::unsupported, "a name too long for a tar: " + std::string(name));
    prefix = name.substr(0, at);
    name.remove_prefix(at + 1);
  }
  std::copy(name.begin(), name.end(), block.data() + name_field.at);
  std::copy(prefix.begin(), prefix.end(), block.data() + prefix_field.at);
  return {};
}

std::string read_name(std::span<const char, tar_block> block, bool has_prefix) {
  std::string name(text(block, name_field));
  if (auto prefix = text(block, prefix_field); has_prefix && !prefix.empty())
    name = std::string(prefix) + "/" + name;
  if (name.starts_with("./") && name.size() > 2) name.erase(0, 2); // as `tar cf x.sheaf .` writes
  return name;
}

Result<TarEntry> checked_folder(std::string name) {
  if (!name.ends_with('/')) name += '/';
  auto bare = std::string_view(name).substr(0, name.size() - 1);
  if (bare != "." && (!inside(bare) || !printable_ascii(bare)))
    return fail(ErrorKind::refused, "a tar with a folder outside of its tree");
  return TarEntry{std::move(name), 0};
}

Result<TarEntry> checked_file(std::string name, std::uint64_t size) {
  if (!inside(name) || !printable_ascii(name))
    return fail(ErrorKind::refused, "a tar with a name that no tree has");
  if (size > most_tar) return fail(ErrorKind::refused, "a tar with a file of more than 4 GiB");
  return TarEntry{std::move(name), size};
}

Result<TarEntry> read_entry(std::span<const char, tar_block> block) {
  std::string_view magic(block.data() + magic_field.at, magic_field.size);
  if (magic != ustar && magic != gnu) return fail(ErrorKind::corrupt, "not a tar (ustar) header");
  if (octal(block, sum_field) != sum(block))
    return fail(ErrorKind::corrupt, "a tar header with a wrong checksum");
  auto size = octal(block, size_field);
  if (!size) return fail(ErrorKind::corrupt, "a tar header without a size");
  auto name = read_name(block, magic == ustar); // GNU keeps other things there
  char type = block[type_at];
  if (type == '5') return checked_folder(std::move(name));
  if (type == '0' || type == '\0') return checked_file(std::move(name), *size);
  return fail(ErrorKind::refused, "a tar with links, devices or extended headers: only files and folders");
}

}

Result<std::array<char, tar_block>> write_tar_header(const TarEntry &entry) {
  Block block{};
  if (auto named = put_name(block, entry.name); !named) return fail(named.error());
  if (entry.size > most_tar) return fail(ErrorKind::unsupported, "a file of more than 4 GiB: " + entry.name);
  put_octal(block, mode_field, 0644);
  for (auto field : {uid_field, gid_field, mtime_field}) put_octal(block, field, 0);
  put_octal(block, size_field, entry.size);
  block[type_at] = '0';
  std::copy(ustar.begin(), ustar.end(), block.data() + magic_field.at);
  put_octal(block, {sum_field.at, 7}, sum(block));
  block[sum_field.at + 7] = ' ';
  return block;
}

Result<std::optional<TarEntry>> read_tar_header(std::span<const char, tar_block> block) {
  if (std::all_of(block.begin(), block.end(), [](char c) { return c == '\0'; }))
    return std::optional<TarEntry>();
  auto entry = read_entry(block);
  if (!entry) return fail(entry.error());
  return std::optional(std::move(*entry));
}

}
