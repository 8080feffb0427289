#include "media/inner/stretch.h"

#include <algorithm>
#include <cstring>

// Picking sixteen bytes in any order is one instruction on both kinds of board, but no compiler's vector
// extension spells it for both. SHEAF_SHUFFLE marks functions that use it.
#if defined(__x86_64__)
#include <tmmintrin.h>
#define SHEAF_SHUFFLE __attribute__((target("ssse3")))
#elif defined(__aarch64__)
#include <arm_neon.h>
#define SHEAF_SHUFFLE
#endif

namespace sheaf::media {
namespace {

#ifdef SHEAF_SHUFFLE
typedef std::uint8_t Bytes16 __attribute__((vector_size(16)));
typedef std::uint16_t Words8 __attribute__((vector_size(16)));
typedef std::uint8_t Bytes8 __attribute__((vector_size(8)));

#if defined(__x86_64__)
bool can_shuffle() { return __builtin_cpu_supports("ssse3"); }
SHEAF_SHUFFLE inline Bytes16 shuffle(Bytes16 from, Bytes16 order) {
  return reinterpret_cast<Bytes16>(
      _mm_shuffle_epi8(reinterpret_cast<__m128i>(from), reinterpret_cast<__m128i>(order)));
}
#else
bool can_shuffle() { return true; }
inline Bytes16 shuffle(Bytes16 from, Bytes16 order) {
  return reinterpret_cast<Bytes16>(
      vqtbl1q_u8(reinterpret_cast<uint8x16_t>(from), reinterpret_cast<uint8x16_t>(order)));
}
#endif

template<class Vector> Vector load(const void *from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

/// a + (b - a) * f / 256, rounded: in 16 bits that wrap, the sum is never out of 0..65535.
SHEAF_SHUFFLE inline void eight(const std::uint8_t *samples, const std::uint8_t *pick,
                                const std::uint16_t *fraction, std::uint8_t *out) {
  auto pairs = reinterpret_cast<Words8>(shuffle(load<Bytes16>(samples), load<Bytes16>(pick)));
  Words8 a = pairs & 255, b = pairs >> 8;
  Words8 mixed = ((a << 8) + (b - a) * load<Words8>(fraction) + 128) >> 8;
  auto bytes = __builtin_convertvector(mixed, Bytes8);
  std::memcpy(out, &bytes, sizeof bytes);
}
#else
bool can_shuffle() { return false; }
#endif

/// The same for the bytes of two samples, two at a time.
std::uint32_t mix(std::uint32_t a, std::uint32_t b, std::uint32_t fraction) {
  constexpr std::uint32_t low = 0x00ff00ff, half = 0x00800080;
  std::uint32_t even = (a & low) * (256 - fraction) + (b & low) * fraction + half;
  std::uint32_t odd = (a >> 8 & low) * (256 - fraction) + (b >> 8 & low) * fraction + half;
  return (even >> 8 & low) | (odd & ~low);
}

}

void Stretch::set(const Axis &axis, int sample_bytes) {
  if (axis == axis_ && sample_bytes == sample_bytes_) return;
  axis_ = axis;
  sample_bytes_ = sample_bytes;
  width_ = axis.end() - axis.begin();
  taps_.resize(axis.pixels());
  Tap origin = static_cast<Tap>(axis.begin()) << 8;
  for (int i = 0; i < axis.pixels(); ++i) taps_[i] = axis.tap(i) - origin;
  make_blocks();
}

void Stretch::make_blocks() {
  blocks_.clear();
  int count = static_cast<int>(taps_.size());
  if (!can_shuffle() || sample_bytes_ != 1 || count < 8 || width_ < 16) return;
  for (int i = 0; i < count; i += 8) {
    Block block{};
    block.pixel = std::min(i, count - 8); // the last block does some of the one before again
    block.first = std::min(index(taps_[block.pixel]), width_ - 16);
    for (int k = 0; k < 8; ++k) {
      Tap tap = taps_[block.pixel + k];
      int here = index(tap) - block.first, next = std::min(index(tap) + 1, width_ - 1) - block.first;
      if (next > 15) return blocks_.clear();
      block.fraction[k] = static_cast<std::uint16_t>(fraction(tap));
      block.pick[2 * k] = static_cast<std::uint8_t>(here);
      block.pick[2 * k + 1] = static_cast<std::uint8_t>(next);
    }
    blocks_.push_back(block);
  }
}

template<int bytes> void Stretch::pixels(const std::uint8_t *samples, std::uint8_t *out) const {
  for (Tap tap : taps_) {
    int here = index(tap), next = std::min(here + 1, width_ - 1);
    std::uint32_t a = 0, b = 0;
    std::memcpy(&a, samples + std::ptrdiff_t{here} * bytes, bytes);
    std::memcpy(&b, samples + std::ptrdiff_t{next} * bytes, bytes);
    std::uint32_t mixed = mix(a, b, tap & 255u);
    std::memcpy(out, &mixed, bytes); // the low byte first: every board is little-endian
    out += bytes;
  }
}

#ifdef SHEAF_SHUFFLE
SHEAF_SHUFFLE void Stretch::blocks(const std::uint8_t *samples, std::uint8_t *out) const {
  for (const Block &b : blocks_) eight(samples + b.first, b.pick.data(), b.fraction.data(), out + b.pixel);
}
#else
void Stretch::blocks(const std::uint8_t *, std::uint8_t *) const {}
#endif

void Stretch::row(const std::uint8_t *samples, std::uint8_t *out) const {
  if (sample_bytes_ == 4) return pixels<4>(samples, out);
  if (blocks_.empty()) return pixels<1>(samples, out);
  blocks(samples, out);
}

}
