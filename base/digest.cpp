#include "base/digest.h"

namespace sheaf {
namespace {
constexpr std::string_view digits = "0123456789abcdef";
}

std::string Digest::hex() const {
  std::string out;
  out.reserve(2 * bytes.size());
  for (auto b : bytes) {
    out += digits[b >> 4];
    out += digits[b & 15];
  }
  return out;
}

Result<Digest> Digest::parse(std::string_view hex) {
  Digest d;
  if (hex.size() != 2 * d.bytes.size())
    return fail(ErrorKind::corrupt, "a SHA-256 has 64 hexadecimal digits");
  for (std::size_t i = 0; i < hex.size(); ++i) {
    auto value = digits.find(hex[i]);
    if (value == std::string_view::npos)
      return fail(ErrorKind::corrupt, "a SHA-256 is written in the digits 0-9 and a-f");
    auto &b = d.bytes[i / 2];
    b = static_cast<std::uint8_t>(b << 4 | value);
  }
  return d;
}

}
