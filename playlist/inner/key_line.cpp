#include "playlist/inner/key_line.h"

#include <algorithm>

namespace sheaf::playlist {
namespace {

constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view hex = "0123456789ABCDEF";

/// The line's 42 bytes; empty where it is none. 42 bytes are 56 characters without padding.
std::string decoded(std::string_view line) {
  std::string bytes;
  unsigned bits = 0;
  if (line.size() != 56) return {};
  for (std::size_t i = 0; i < line.size(); ++i) {
    auto value = base64.find(line[i]);
    if (value == std::string_view::npos) return {};
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xffffff;
    if (i % 4 != 3) continue;
    for (int shift : {16, 8, 0}) bytes += static_cast<char>(bits >> shift & 0xff);
  }
  return bytes.starts_with("Ed") ? bytes : std::string();
}

}

bool valid_key_id(std::string_view id) {
  return id.size() == 16 && std::all_of(id.begin(), id.end(), [](char c) { return hex.find(c) != hex.npos; });
}

std::string key_id_of(std::string_view line) {
  auto bytes = decoded(line);
  std::string id;
  for (std::size_t i = 10; !bytes.empty() && i-- > 2;) {
    auto byte = static_cast<unsigned char>(bytes[i]);
    id += hex[byte >> 4];
    id += hex[byte & 15];
  }
  return id;
}

std::string key_bytes_of(std::string_view line) {
  auto bytes = decoded(line);
  return bytes.empty() ? bytes : bytes.substr(10);
}

}
