// Reads a source from its beginning to its end for C libraries, which want bytes and no errors. One thread.
#pragma once

#include "base/bytes.h"
#include "media/inner/source.h"

#include <optional>
#include <vector>

namespace sheaf::media {

class SourceReader {
public:
  /// `source` outlives this.
  explicit SourceReader(Source &source) : source_(source), buffer_(std::size_t{1} << 16) {}

  /// The next bytes, as many as are in the buffer; valid until the next call. Empty at the end of the source
  /// and after a failure.
  std::span<const std::uint8_t> block() noexcept;

  /// Copies the next bytes; fewer than asked for only at the end of the source and after a failure.
  std::size_t read(std::span<std::uint8_t> into) noexcept;

  /// Leaves out bytes, also beyond the end.
  void skip(std::uint64_t count) noexcept;

  /// The first read that failed. What came after it is no picture.
  [[nodiscard]] const std::optional<Error> &failure() const { return failure_; }

private:
  Source &source_;
  std::uint64_t offset_ = 0; // of the next block
  std::vector<std::uint8_t> buffer_;
  std::span<const std::uint8_t> rest_; // of the buffer
  std::optional<Error> failure_;
};

/// The whole source in memory. Errors: refused (larger than `most`, which is named), transient (reading
/// failed).
Result<std::vector<std::uint8_t>> read_whole(Source &source, Bytes most);

}
