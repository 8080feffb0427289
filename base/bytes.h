// Byte counts as a type of their own, so that a count is never taken for pixels or milliseconds.
// Values only: any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace sheaf {

struct Bytes {
  std::uint64_t count = 0;
  auto operator<=>(const Bytes &) const = default;
  constexpr Bytes operator+(Bytes o) const { return {count + o.count}; }
  constexpr Bytes operator*(std::uint64_t n) const { return {count * n}; }
};

constexpr Bytes operator""_KiB(unsigned long long n) { return {n << 10}; }
constexpr Bytes operator""_MiB(unsigned long long n) { return {n << 20}; }

/// For people: "0 B", "999 B", "1.5 kB", "27 MB" (powers of 1000, two digits that matter).
std::string text(Bytes bytes);

}
