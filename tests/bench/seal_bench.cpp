// What it costs to check a film by the mebibyte while it plays.
//   build/test/bin/bench_seal
// "decode": a film of 1080p at 30 pictures a second through sheaf-render, bare and sealed; its time is CPU
// time of the fork server and its child. SHEAF_BENCH_FILM is a film of one's own; else ffmpeg makes ten
// seconds of 10 Mbit/s. "read": all of that film through the source alone.
#include "board/files.h"
#include "media/inner/checked_file.h"
#include "tests/support/play.h"
#include "tests/support/scratch_folder.h"

#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>

using namespace sheaf;
using namespace sheaf::media;

namespace {

std::string film() {
  if (const char *own = std::getenv("SHEAF_BENCH_FILM")) return own;
  static const sheaf::testing::ScratchFolder folder;
  static const std::string made = [] {
    auto path = folder / "film.mp4";
    auto command =
        "ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=s=1920x1080:r=30:d=10 -vf noise=alls=12:allf=t"
        " -c:v libx264 -preset veryfast -pix_fmt yuv420p -b:v 10M -maxrate 12M -bufsize 20M " +
        path;
    if (std::system(command.c_str()) != 0) std::fputs("ffmpeg could not make a film\n", stderr), std::abort();
    return path;
  }();
  return made;
}

const std::string &bytes() {
  static const std::string all = board::read_whole(film(), Bytes{1ull << 30}).value_or("");
  return all;
}

double children_cpu() {
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

void decode(benchmark::State &state, bool sealed) {
  PlayWish wish{.pixels = false, .seal = sealed ? seal_of(bytes()) : nullptr};
  std::size_t frames = 0;
  for (auto _ : state) {
    auto before = children_cpu();
    {
      Stage stage(SHEAF_BIN_DIR "/sheaf-render");
      frames += stage.play(film(), wish).frames.size();
    }
    state.SetIterationTime(children_cpu() - before);
  }
  state.counters["frames_a_second_of_cpu"] =
      benchmark::Counter(static_cast<double>(frames), benchmark::Counter::kIsRate);
  state.counters["mbit_a_second"] = static_cast<double>(bytes().size()) * 8 / 1e6 / 10;
}
BENCHMARK_CAPTURE(decode, bare, false)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(decode, sealed, true)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);

void read(benchmark::State &state, bool sealed) {
  Fd file(::open(film().c_str(), O_RDONLY | O_CLOEXEC));
  auto again = [&] { return Fd(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0)); };
  auto seal = seal_of(bytes());
  std::vector<std::uint8_t> some(64 << 10);
  std::unique_ptr<Source> source = std::make_unique<PlainFile>(again());
  for (auto _ : state) {
    if (sealed) source = std::make_unique<CheckedFile>(again(), *seal);
    for (std::uint64_t at = 0; at < source->size(); at += some.size())
      benchmark::DoNotOptimize(source->read(at, some));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes().size()));
}
BENCHMARK_CAPTURE(read, bare, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, sealed, true)->Unit(benchmark::kMillisecond);

}
