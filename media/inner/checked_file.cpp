#include "media/inner/checked_file.h"

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/sha.h>
}

#include <algorithm>
#include <fmt/format.h>
#include <new>

namespace sheaf::media {
namespace {
constexpr std::size_t most_places = 4;
constexpr int sha256_bits = 256;
}

void CheckedFile::FreeSha::operator()(AVSHA *sha) const { av_free(sha); }

CheckedFile::CheckedFile(Fd file, Seal seal)
    : file_(std::move(file)), seal_(std::move(seal)), sha_(av_sha_alloc()),
      places_(std::min(most_places, seal_.chunks.size())),
      memory_(new std::uint8_t[places_.size() * sealed_chunk]) { // not make_unique: it would touch every page
  if (!sha_) throw std::bad_alloc();
  expect_size();
}

CheckedFile::~CheckedFile() = default;

Bytes CheckedFile::memory() const {
  return Bytes{places_.size() * sealed_chunk + seal_.chunks.size() * sizeof(Digest)};
}

// The mebibyte that ends elsewhere is the damaged one; in a file that is too long, the last.
void CheckedFile::expect_size() {
  if (file_.size() == seal_.size) return;
  auto ends_in = std::min(file_.size(), seal_.size) / sealed_chunk;
  std::optional<std::uint64_t> chunk;
  if (!seal_.chunks.empty()) chunk = std::min<std::uint64_t>(ends_in, seal_.chunks.size() - 1);
  damage_ = Damage{{ErrorKind::corrupt, fmt::format("it is {} bytes long, and not {} as it was signed",
                                                    file_.size(), seal_.size)},
                   chunk};
}

std::size_t CheckedFile::length(std::uint64_t number) const {
  return static_cast<std::size_t>(std::min(sealed_chunk, seal_.size - number * sealed_chunk));
}

std::span<std::uint8_t> CheckedFile::room(std::size_t place) {
  return {memory_.get() + place * sealed_chunk, sealed_chunk};
}

Digest CheckedFile::digest(std::span<const std::uint8_t> bytes) {
  Digest d;
  av_sha_init(sha_.get(), sha256_bits);
  av_sha_update(sha_.get(), bytes.data(), bytes.size());
  av_sha_final(sha_.get(), d.bytes.data());
  return d;
}

bool CheckedFile::load(std::uint64_t number, std::span<std::uint8_t> into) {
  auto got = file_.read(number * sealed_chunk, into);
  if (got && *got == into.size() && digest(into) == seal_.chunks[number]) return true;
  auto text = got ? fmt::format("mebibyte {} is not as it was signed", number)
                  : fmt::format("mebibyte {} is not as it was signed: {}", number, got.error().text);
  damage_ = Damage{{ErrorKind::corrupt, std::move(text)}, number};
  return false;
}

// Of the places the one that has not been used for longest is filled anew. It is nobody's until its bytes
// have been checked. Empty: they are not as they were signed.
std::span<const std::uint8_t> CheckedFile::chunk(std::uint64_t number) {
  auto found = std::find_if(places_.begin(), places_.end(), [&](auto &p) { return p.chunk == number; });
  if (found == places_.end())
    found =
        std::min_element(places_.begin(), places_.end(), [](auto &a, auto &b) { return a.used < b.used; });
  auto bytes = room(static_cast<std::size_t>(found - places_.begin())).first(length(number));
  if (found->chunk != number) {
    found->chunk.reset();
    if (!load(number, bytes)) return {};
    found->chunk = number;
  }
  found->used = ++reads_;
  return bytes;
}

Result<std::size_t> CheckedFile::read(std::uint64_t offset, std::span<std::uint8_t> into) {
  if (damage_) return fail(damage_->error);
  std::size_t done = 0;
  while (done < into.size() && offset + done < seal_.size) {
    auto bytes = chunk((offset + done) / sealed_chunk);
    if (bytes.empty()) return fail(damage_->error);
    bytes = bytes.subspan(static_cast<std::size_t>((offset + done) % sealed_chunk));
    auto count = std::min(bytes.size(), into.size() - done);
    std::copy_n(bytes.begin(), count, into.begin() + static_cast<std::ptrdiff_t>(done));
    done += count;
  }
  return done;
}

}
