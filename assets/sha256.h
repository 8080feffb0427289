// SHA-256 (FIPS 180-4), of bytes as they come. One thread at a time.
#pragma once

#include "base/digest.h"
#include "base/result.h"

#include <memory>
#include <string_view>

namespace sheaf::assets {

class Sha256 {
public:
  Sha256();
  Sha256(Sha256 &&) noexcept;
  Sha256 &operator=(Sha256 &&) noexcept;
  ~Sha256();
  void add(std::string_view bytes);
  /// Of all that was added since the last call; begins anew.
  [[nodiscard]] Digest finish();

private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] Digest sha256(std::string_view bytes);

/// Of an open file, from its beginning to its end, and how many bytes that were. Errors: transient (a read
/// failed).
struct FileDigest {
  Digest digest;
  std::uint64_t size = 0;
};
Result<FileDigest> sha256_of_file(int fd);

}
