#include "media/inner/source_reader.h"

#include <algorithm>
#include <fmt/format.h>

namespace sheaf::media {

std::span<const std::uint8_t> SourceReader::block() noexcept {
  if (!rest_.empty()) return std::exchange(rest_, {});
  if (failure_) return {};
  auto count = source_.read(offset_, buffer_);
  if (!count) {
    failure_ = count.error();
    return {};
  }
  offset_ += *count;
  return std::span<const std::uint8_t>(buffer_).first(*count);
}

std::size_t SourceReader::read(std::span<std::uint8_t> into) noexcept {
  std::size_t done = 0;
  while (done < into.size()) {
    auto bytes = block();
    if (bytes.empty()) break;
    auto count = std::min(bytes.size(), into.size() - done);
    std::copy_n(bytes.begin(), count, into.begin() + static_cast<std::ptrdiff_t>(done));
    rest_ = bytes.subspan(count);
    done += count;
  }
  return done;
}

void SourceReader::skip(std::uint64_t count) noexcept {
  auto here = static_cast<std::size_t>(std::min<std::uint64_t>(count, rest_.size()));
  rest_ = rest_.subspan(here);
  auto left = source_.size() > offset_ ? source_.size() - offset_ : 0;
  offset_ += std::min(count - here, left);
}

Result<std::vector<std::uint8_t>> read_whole(Source &source, Bytes most) {
  if (Bytes{source.size()} > most)
    return fail(ErrorKind::refused,
                fmt::format("a file of {} is more than the {} allowed for its kind; save it smaller",
                            text(Bytes{source.size()}), text(most)));
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(source.size())); // a part of memory, so it fits
  auto count = source.read(0, bytes);
  if (!count) return fail(count.error());
  bytes.resize(*count);
  return bytes;
}

}
