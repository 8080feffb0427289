// A medium that was signed: each mebibyte is read whole into memory of its own, compared with its digest, and
// given out from there only. Whoever writes into the file meanwhile changes nothing of what is parsed.
#pragma once

#include "media/inner/source.h"
#include "media/rendering.h"

#include <array>
#include <memory>

struct AVSHA;

namespace sheaf::media {

class CheckedFile final : public Source {
public:
  /// The size is compared at once: where it is another, every read fails.
  CheckedFile(Fd file, Seal seal);
  ~CheckedFile() override;
  [[nodiscard]] std::uint64_t size() const override { return seal_.size; }
  /// Errors: corrupt (damage() tells); from the first one on every read fails.
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> into) override;
  [[nodiscard]] const Damage *damage() const override { return damage_ ? &*damage_ : nullptr; }
  [[nodiscard]] Bytes memory() const override;

private:
  struct FreeSha {
    void operator()(AVSHA *sha) const;
  };
  struct Place {
    std::optional<std::uint64_t> chunk; // verified
    std::uint64_t used = 0;             // when, in reads
  };
  [[nodiscard]] std::span<const std::uint8_t> chunk(std::uint64_t number);
  [[nodiscard]] bool load(std::uint64_t number, std::span<std::uint8_t> into);
  [[nodiscard]] Digest digest(std::span<const std::uint8_t> bytes);
  void expect_size();
  [[nodiscard]] std::size_t length(std::uint64_t number) const;
  [[nodiscard]] std::span<std::uint8_t> room(std::size_t place);

  PlainFile file_;
  Seal seal_;
  std::unique_ptr<AVSHA, FreeSha> sha_;
  std::vector<Place> places_;              // sound, pictures and an index may lie far apart
  std::unique_ptr<std::uint8_t[]> memory_; // NOLINT: not touched before it is filled
  std::uint64_t reads_ = 0;
  std::optional<Damage> damage_;
};

}
