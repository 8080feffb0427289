// The parent's reader of an item's sound. Trusts nothing that the child wrote: positions are bounded, and
// what is not a sane number is silence. Any one thread; lock-free.
#pragma once

#include "media/inner/region.h"
#include "media/rendering.h"

#include <memory>

namespace sheaf::media {

class RingSamples final : public Samples {
public:
  explicit RingSamples(std::shared_ptr<Region> region) : region_(std::move(region)) {}
  std::size_t read(std::uint64_t from, float *into, std::size_t count) override;

private:
  std::shared_ptr<Region> region_;
  std::uint64_t read_ = 0;
};

}
