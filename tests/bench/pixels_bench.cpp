// What it costs to bring a film's frame onto the screen, and the ways that were not taken.
//   build/test/bin/bench_pixels --benchmark_filter=up720
// Content is made here: hills of every size (a 1/f spectrum, as photographs have) and some edges. For a frame
// of a film instead: ffmpeg -i film.mp4 -frames:v 1 -s 1280x720 -pix_fmt yuv420p frame.yuv, and its path in
// SHEAF_BENCH_FRAME (any size is made of it with a box filter). "psnr" is against swscale's bicubic filter
// with the same chroma siting, over the three colours.
#include "media/pixels.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <libyuv.h>
#include <memory>
extern "C" {
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

using namespace sheaf;
using namespace sheaf::media;

namespace {

struct Frame {
  PictureView view;
  std::vector<std::uint8_t> memory;
};

Frame blank(Size size) {
  Frame f;
  f.view.format = PixelFormat::i420;
  f.view.size = size;
  Size chroma = plane_size(PixelFormat::i420, size, 1);
  std::size_t luma = std::size_t(size.width) * size.height,
              quarter = std::size_t(chroma.width) * chroma.height;
  f.memory.resize(luma + 2 * quarter);
  f.view.plane = {f.memory.data(), f.memory.data() + luma, f.memory.data() + luma + quarter};
  f.view.stride = {size.width, chroma.width, chroma.width};
  return f;
}

double hash(int x, int y, int seed) {
  auto h = static_cast<std::uint32_t>(x) * 374761393u + static_cast<std::uint32_t>(y) * 668265263u +
           static_cast<std::uint32_t>(seed) * 2246822519u;
  h = (h ^ (h >> 13)) * 1274126177u;
  return static_cast<double>(h >> 8) / (1 << 24) - 0.5;
}

/// Random heights at whole numbers, smooth between.
double hills(double x, double y, int seed) {
  int ix = static_cast<int>(x), iy = static_cast<int>(y);
  auto ease = [](double t) { return t * t * (3 - 2 * t); };
  double fx = ease(x - ix), fy = ease(y - iy);
  double top = std::lerp(hash(ix, iy, seed), hash(ix + 1, iy, seed), fx);
  return std::lerp(top, std::lerp(hash(ix, iy + 1, seed), hash(ix + 1, iy + 1, seed), fx), fy);
}

double scenery(double x, double y, int seed) {
  double sum = 0;
  for (int wave = 512; wave >= 2; wave /= 2) sum += hills(x / wave, y / wave, seed) * wave / 5;
  bool disk = std::hypot(x - 500, y - 300) < 200;
  return 128 + sum + (disk && seed == 0 ? 50 : 0);
}

const Frame &original() {
  static const Frame frame = [] {
    Frame f = blank({1280, 720});
    if (const char *path = std::getenv("SHEAF_BENCH_FRAME")) {
      std::ifstream(path, std::ios::binary)
          .read(reinterpret_cast<char *>(f.memory.data()), static_cast<std::streamsize>(f.memory.size()));
      return f;
    }
    std::uint8_t *at = f.memory.data();
    for (int i = 0; i < 3; ++i) {
      Size s = plane_size(PixelFormat::i420, f.view.size, i);
      int pitch = i ? 2 : 1;
      for (int y = 0; y < s.height; ++y)
        for (int x = 0; x < s.width; ++x)
          *at++ = static_cast<std::uint8_t>(std::clamp(scenery(x * pitch, y * pitch, i), 16.0, 235.0));
    }
    return f;
  }();
  return frame;
}

void scale_planes(const PictureView &from, Frame &to, libyuv::FilterMode filter) {
  auto *data = to.memory.data();
  for (int i = 0; i < 3; ++i) {
    Size a = plane_size(PixelFormat::i420, from.size, i), b = plane_size(PixelFormat::i420, to.view.size, i);
    libyuv::ScalePlane(from.plane[i], from.stride[i], a.width, a.height, data, b.width, b.width, b.height,
                       filter);
    data += std::size_t(b.width) * b.height;
  }
}

const Frame &frame(Size size) {
  static std::vector<std::unique_ptr<Frame>> made;
  for (const auto &f : made)
    if (f->view.size == size) return *f;
  auto f = std::make_unique<Frame>(blank(size));
  scale_planes(original().view, *f, libyuv::kFilterBox);
  return *made.emplace_back(std::move(f));
}

struct Screen {
  Size size;
  std::vector<std::uint8_t> bytes;
  explicit Screen(Size s) : size(s), bytes(std::size_t(s.width) * s.height * 4) {}
  Canvas canvas() { return {bytes.data(), size.width * 4, size}; }
};

using Way = void (*)(const PictureView &, Canvas);

void ours(const PictureView &p, Canvas c) {
  static Scratch scratch;
  Rect all{0, 0, c.size.width, c.size.height};
  draw(p, {{}, all, all, QuarterTurns::none, 1}, c, scratch);
}

void planes_then_convert(const PictureView &p, Canvas c) {
  static Frame scaled;
  if (!(scaled.view.size == c.size)) scaled = blank(c.size);
  scale_planes(p, scaled, p.size.width < c.size.width ? libyuv::kFilterBilinear : libyuv::kFilterBox);
  const auto &v = scaled.view;
  libyuv::H420ToARGB(v.plane[0], v.stride[0], v.plane[1], v.stride[1], v.plane[2], v.stride[2], c.pixels,
                     c.stride, c.size.width, c.size.height);
}

void convert_then_scale(const PictureView &p, Canvas c) {
  static std::vector<std::uint8_t> bgra;
  bgra.resize(std::size_t(p.size.width) * p.size.height * 4);
  libyuv::H420ToARGB(p.plane[0], p.stride[0], p.plane[1], p.stride[1], p.plane[2], p.stride[2], bgra.data(),
                     p.size.width * 4, p.size.width, p.size.height);
  libyuv::ARGBScale(bgra.data(), p.size.width * 4, p.size.width, p.size.height, c.pixels, c.stride,
                    c.size.width, c.size.height,
                    p.size.width < c.size.width ? libyuv::kFilterBilinear : libyuv::kFilterBox);
}

constexpr int accurate = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

/// `chroma_position` in 256ths of a pixel from the left-sited one.
template<int flags, int chroma_position = 0> void swscale(const PictureView &p, Canvas c) {
  static SwsContext *context = nullptr;
  static Size from, to;
  if (!context || !(from == p.size) || !(to == c.size)) {
    sws_freeContext(context);
    context = sws_alloc_context();
    from = p.size;
    to = c.size;
    for (auto [name, value] : {std::pair{"srcw", from.width},
                               {"srch", from.height},
                               {"dstw", to.width},
                               {"dsth", to.height},
                               {"src_format", int(AV_PIX_FMT_YUV420P)},
                               {"dst_format", int(AV_PIX_FMT_BGRA)},
                               {"sws_flags", flags},
                               {"src_h_chr_pos", chroma_position},
                               {"src_v_chr_pos", 128}})
      av_opt_set_int(context, name, value, 0);
    if (sws_init_context(context, nullptr, nullptr) < 0) std::abort();
    const int *bt709 = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(context, bt709, 0, bt709, 1, 0, 1 << 16, 1 << 16);
  }
  sws_scale(context, p.plane.data(), p.stride.data(), 0, p.size.height, &c.pixels, &c.stride);
}

double psnr(const Screen &a, const Screen &b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.bytes.size(); ++i)
    if (i % 4 != 3) sum += (a.bytes[i] - b.bytes[i]) * (a.bytes[i] - b.bytes[i]);
  return 10 * std::log10(255.0 * 255.0 / (sum / (static_cast<double>(a.bytes.size()) * 0.75) + 1e-9));
}

void scale(benchmark::State &state, Size from, Size to, Way way) {
  const auto &picture = frame(from).view;
  Screen screen(to), best(to);
  while (state.KeepRunning()) {
    way(picture, screen.canvas());
    benchmark::ClobberMemory();
  }
  swscale<accurate>(picture, best.canvas());
  state.counters["psnr"] = psnr(screen, best);
}

void turned(benchmark::State &state, Size from, QuarterTurns turns, double opacity) {
  const auto &picture = frame(from).view;
  Screen screen(sideways(turns) ? Size{1080, 1920} : Size{1920, 1080});
  Scratch scratch;
  Rect all{0, 0, screen.size.width, screen.size.height};
  while (state.KeepRunning()) draw(picture, {{}, all, all, turns, opacity}, screen.canvas(), scratch);
}

const bool registered = [] {
  constexpr Size hd{1920, 1080};
  const std::pair<const char *, Size> jobs[] = {{"same1080", hd},
                                                {"up720", {1280, 720}},
                                                {"up480", {854, 480}},
                                                {"down4k", {3840, 2160}},
                                                {"down1440", {2560, 1440}}};
  const std::pair<const char *, Way> ways[] = {{"ours", ours},
                                               {"planes_then_convert", planes_then_convert},
                                               {"convert_then_scale", convert_then_scale},
                                               {"swscale_fast_bilinear", swscale<SWS_FAST_BILINEAR>},
                                               {"swscale_bilinear", swscale<SWS_BILINEAR>},
                                               {"swscale_bicubic", swscale<SWS_BICUBIC>},
                                               {"swscale_centred_chroma", swscale<accurate, 128>}};
  for (auto [job, size] : jobs)
    for (auto [name, way] : ways)
      benchmark::RegisterBenchmark((std::string(job) + "/" + name).c_str(), scale, size, hd, way)
          ->Unit(benchmark::kMillisecond);
  for (auto [job, size] : jobs) {
    auto add = [name = std::string(job), size = size](const char *what, QuarterTurns turns, double opacity) {
      benchmark::RegisterBenchmark((name + what).c_str(), turned, size, turns, opacity)
          ->Unit(benchmark::kMillisecond);
    };
    add("/turned_once", QuarterTurns::one, 1);
    add("/turned_twice", QuarterTurns::two, 1);
    add("/half_opaque", QuarterTurns::none, 0.5);
  }
  return true;
}();

}
