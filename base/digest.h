// A SHA-256 value and its spelling. Computing one belongs to assets/. Values only: any thread.
#pragma once

#include "base/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace sheaf {

struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Digest &) const = default;

  /// 64 lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const;

  /// Reads exactly 64 lower-case hexadecimal digits; anything else is `corrupt`.
  static Result<Digest> parse(std::string_view hex);
};

}
