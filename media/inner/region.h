// The memory that parent and child share for one item. Made and sealed by the parent, so that its size never
// changes beneath a reader. Any thread.
#pragma once

#include "base/bytes.h"
#include "base/fd.h"
#include "base/result.h"
#include "media/inner/protocol.h"

#include <span>

namespace sheaf::media {

class Region {
public:
  /// Fresh memory of `size` (zeros, taken from the system page by page as it is touched), sealed against
  /// shrinking and growing. Errors: full.
  static Result<Region> make(Bytes size);
  /// Maps what the other side made. Errors: refused (smaller than a Sound), full.
  static Result<Region> map(Fd fd);
  Region(Region &&o) noexcept;
  Region &operator=(Region &&) = delete;
  ~Region();

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] std::span<std::uint8_t> bytes() const { return {base_, size_}; }
  [[nodiscard]] Sound &sound() const { return *static_cast<Sound *>(static_cast<void *>(base_)); }

private:
  Region(Fd fd, std::uint8_t *base, std::size_t size) : fd_(std::move(fd)), base_(base), size_(size) {}
  Fd fd_;
  std::uint8_t *base_ = nullptr;
  std::size_t size_ = 0;
};

}
