// Plays one file through sheaf-render and says what comes, with the CPU time and memory it took:
//   render_item FILE [--box WxH] [--cover] [--still SECONDS] [--sound] [--threads N] [--quiet] [--sealed]
//   [--png N PREFIX]
// --png writes frame N (from 0; may be given again) to PREFIX-N.png; --quiet prints no line per frame;
// --sealed checks each mebibyte against what it is now.
#include "board/clock.h"
#include "board/files.h"
#include "tests/support/play.h"

#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <sys/resource.h>

using namespace sheaf;
using namespace sheaf::media;

namespace {

struct Order {
  std::string file;
  PlayWish wish;
  RenderLimits limits;
  bool quiet = false, sealed = false, good = true;
  std::map<std::size_t, std::string> pngs;
};

Order read(int argc, char **argv) {
  Order o;
  int i = 1;
  auto next = [&]() -> std::string {
    o.good = o.good && i + 1 < argc;
    return o.good ? argv[++i] : "0";
  };
  for (; i < argc; ++i) {
    std::string a = argv[i];
    if (a == "--box")
      o.good =
          std::sscanf(next().c_str(), "%dx%d", &o.wish.box.width, &o.wish.box.height) == 2; // NOLINT: checked
    else if (a == "--cover")
      o.wish.fit = Fit::cover;
    else if (a == "--still")
      o.wish.still = from_seconds(std::atof(next().c_str())); // NOLINT: for people at a terminal
    else if (a == "--sound")
      o.wish.sound = true;
    else if (a == "--threads")
      o.limits.threads = static_cast<unsigned>(std::strtoul(next().c_str(), nullptr, 10));
    else if (a == "--sealed")
      o.sealed = true;
    else if (a == "--quiet")
      o.quiet = true;
    else if (a == "--png") {
      auto n = std::strtoul(next().c_str(), nullptr, 10);
      o.pngs[n] = next();
    } else
      o.file = a;
  }
  o.wish.pixels = !o.pngs.empty();
  o.good = o.good && !o.file.empty();
  return o;
}

void say_frame(std::size_t n, const Seen &f) {
  fmt::print("{:5}  {:10.3f} ms for {:8.3f}  {} x {} (shown {}:{}, {} turns) {}{}{}\n", n,
             milliseconds(f.pts), milliseconds(f.duration), f.size.width, f.size.height, f.shape.width,
             f.shape.height, static_cast<int>(f.turns), f.format == PixelFormat::i420 ? "i420" : "bgra",
             f.full_range ? " full" : "", f.as_decoded ? "" : " copied");
}

void say(const Played &p, bool quiet) {
  if (p.facts)
    fmt::print("{}, {}{}, container says {} ms and {} pictures\n", name(p.facts->kind), p.facts->codec,
               p.facts->sound ? " with sound" : "", p.facts->duration ? milliseconds(*p.facts->duration) : -1,
               p.facts->frames.value_or(-1));
  std::size_t copied = 0;
  for (std::size_t n = 0; n < p.frames.size(); ++n) {
    copied += !p.frames[n].as_decoded;
    if (!quiet) say_frame(n, p.frames[n]);
  }
  fmt::print("{} frames came, {} of them copied, in {} places; {} samples of sound\n", p.frames.size(),
             copied, p.laid.size(), p.sound.size() / 2);
  if (p.end) fmt::print("ends at {} ms, {} pictures\n", milliseconds(p.end->duration), p.end->frames);
  if (p.failure) fmt::print("{}: {}\n", name(p.failure->kind), p.failure->text);
  if (p.gave_up) fmt::print("nothing came for too long\n");
}

}

int main(int argc, char **argv) {
  auto order = read(argc, argv);
  if (!order.good) return 2;
  if (auto bytes = board::read_whole(order.file, Bytes{4ull << 30}); order.sealed && bytes)
    order.wish.seal = seal_of(*bytes);
  auto began = board::steady_now();
  Played p;
  {
    Stage stage(SHEAF_BIN_DIR "/sheaf-render", order.limits);
    p = stage.play(order.file, order.wish);
  }
  auto took = board::steady_now() - began;
  say(p, order.quiet);
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  fmt::print("{:.2f} s, {:.2f} s of CPU, {} kB resident at most\n", seconds(took),
             double(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                 double(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
             used.ru_maxrss);
  for (const auto &[n, prefix] : order.pngs) {
    if (n >= p.frames.size()) continue;
    auto png = encode_png(p.frames[n].picture);
    if (png)
      static_cast<void>(board::write_whole(fmt::format("{}-{}.png", prefix, n), *png, board::Durable::no));
  }
  return p.end && !p.failure ? 0 : 1;
}
