#include "fetcher/web.h"

#include <arpa/inet.h>
#include <array>
#include <cstring>

namespace sheaf::fetcher {
namespace {

struct Block {
  std::uint32_t net;
  int bits;
};
// RFC 6890 and its registry: not of the internet at large.
constexpr Block reserved[]{{0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},
                           {0xa9fe0000, 16}, {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24},
                           {0xc0a80000, 16}, {0xc6120000, 15}, {0xc6336400, 24}, {0xcb007100, 24},
                           {0xe0000000, 3}};

bool private4(std::uint32_t address) {
  for (auto b : reserved)
    if ((address ^ b.net) >> (32 - b.bits) == 0) return true;
  return false;
}

std::uint32_t word(const unsigned char *p) {
  return std::uint32_t{p[0]} << 24 | std::uint32_t{p[1]} << 16 | std::uint32_t{p[2]} << 8 | p[3];
}

// Of 2000::/3, which is all that is given out (RFC 4291), documentation and benchmarks are not; what carries
// an IPv4 address is as that is.
bool private6(const std::array<unsigned char, 16> &a) {
  static constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff},
      nat64{0, 0x64, 0xff, 0x9b};
  if (!std::memcmp(a.data(), mapped.data(), 12) || !std::memcmp(a.data(), nat64.data(), 12))
    return private4(word(&a[12]));
  if (a[0] == 0x20 && a[1] == 0x02) return private4(word(&a[2])); // 6to4
  return (a[0] & 0xe0) != 0x20 || word(a.data()) == 0x20010db8 || word(a.data()) == 0x20010002 ||
         word(a.data()) == 0x20010000;
}

}

bool private_address(const std::string &address) {
  std::array<unsigned char, 16> bytes{};
  if (::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return private4(word(bytes.data()));
  if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return private6(bytes);
  return true;
}

}
