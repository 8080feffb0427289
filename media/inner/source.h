// Where a child reads a medium from: positions in one file that was handed over. This is the only way in, and
// so the place where each mebibyte is checked before it is parsed. One thread at a time.
#pragma once

#include "base/bytes.h"
#include "base/fd.h"
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <span>

namespace sheaf::media {

/// What is not as it was signed.
struct Damage {
  Error error;
  std::optional<std::uint64_t> chunk; // its number; none where the medium should have no bytes at all
};

class Source {
public:
  virtual ~Source() = default;
  /// Bytes in the file when it was opened.
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  /// Fills `into` from `offset` as far as there are bytes; returns how many. Errors: transient (the read
  /// failed).
  [[nodiscard]] virtual Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> into) = 0;
  /// Why no further read will succeed, and nothing that a decoder makes of what it got since can be relied
  /// upon; null as long as all is well.
  [[nodiscard]] virtual const Damage *damage() const { return nullptr; }
  /// What it holds at most.
  [[nodiscard]] virtual Bytes memory() const { return {}; }
};

/// A file as it is, unchecked: a bare folder has no list of digests.
class PlainFile final : public Source {
public:
  explicit PlainFile(Fd file);
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> into) override;

private:
  Fd file_;
  std::uint64_t size_ = 0;
};

}
