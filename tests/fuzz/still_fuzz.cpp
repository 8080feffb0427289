// Any bytes as any kind of picture. The first byte chooses the kind, the fit and the size.
#include "media/inner/still.h"

#include <algorithm>
#include <span>
#include <vector>

using namespace sheaf;
using namespace sheaf::media;

namespace {

class Input final : public Source {
public:
  explicit Input(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
    if (offset >= bytes_.size()) return std::size_t{0};
    auto part = bytes_.subspan(offset, std::min<std::uint64_t>(into.size(), bytes_.size() - offset));
    std::copy(part.begin(), part.end(), into.begin());
    return part.size();
  }

private:
  std::span<const std::uint8_t> bytes_;
};

class Memory final : public StillSink {
public:
  [[nodiscard]] Result<Canvas> begin(const StillShape &shape) override {
    pixels_.assign(std::size_t{4} * shape.size.width * shape.size.height, 0xCD);
    return Canvas{pixels_.data(), 4 * shape.size.width, shape.size};
  }

private:
  std::vector<std::uint8_t> pixels_;
};

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  if (size == 0) return 0;
  auto type = static_cast<StillType>(data[0] % 6);
  auto fit = static_cast<Fit>(data[0] / 6 % 3);
  StillWish wish{data[0] < 128 ? Size{64, 48} : Size{31, 77}, fit, 16_MiB};
  Input source({data + 1, size - 1});
  Memory sink;
  auto done = decode_still(type, source, wish, sink);
  if (!done && done.error().text.empty()) __builtin_trap(); // an error says what is wrong
  return 0;
}
