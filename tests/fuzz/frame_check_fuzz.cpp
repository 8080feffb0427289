// Any bytes as what a child says about a frame, as what it has measured, and as its words: what comes through
// can be read to its last byte, is finite, and can be shown.
#include "media/inner/frame_check.h"
#include "media/inner/measure_check.h"

#include <cmath>
#include <cstring>
#include <vector>

using namespace sheaf::media;

namespace {

void read_all(const Frame &f) {
  unsigned sum = 0;
  bool planar = f.picture.format == PixelFormat::i420;
  for (int i = 0; i < (planar ? 3 : 1); ++i) {
    auto p = static_cast<std::size_t>(i);
    auto size = plane_size(f.picture.format, f.picture.size, i);
    for (int y = 0; y < size.height; ++y) {
      const auto *row = f.picture.plane[p] + std::ptrdiff_t{f.picture.stride[p]} * y;
      sum += row[0] + row[size.width * (planar ? 1 : 4) - 1];
    }
  }
  static volatile unsigned kept;
  kept = sum;
}

void expect(bool sane) {
  if (!sane) __builtin_trap();
}

void look_at(const Measurement &m) {
  expect(!m.picture.size.empty() && !m.picture.shape.empty() && std::isfinite(m.picture.rate));
  expect(m.picture.pictures >= 0 && m.picture.damaged >= 0 && m.subtitles.size() <= most_subtitles);
  if (m.sound)
    expect(m.sound->speech >= 0 && m.sound->speech <= 1 && std::isfinite(m.sound->lufs.value_or(0)));
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  static const std::vector<std::uint8_t> memory(frames_at + 100'000);
  FrameMessage m;
  std::memcpy(static_cast<void *>(&m), data, std::min(size, sizeof m));
  if (size >= sizeof m) {
    // Most of 2^64 is out of the memory; so that some are in it:
    if (data[0] & 1)
      for (auto &offset : m.offset) offset = frames_at + offset % 100'100;
    if (auto frame = checked(m, memory)) read_all(*frame);
  }
  MeasuredMessage measured;
  std::memcpy(static_cast<void *>(&measured), data, std::min(size, sizeof measured));
  if (auto m = checked(measured)) look_at(*m);
  for (char c : printable({reinterpret_cast<const char *>(data), size}))
    if (static_cast<unsigned char>(c) < 32 || c == 127) __builtin_trap();
  return 0;
}
