// What the largest manifest costs: 10,000 items in three languages, 200 screens, 1,000 withdrawals.
//   build/test/bin/bench_parse
// "parse" is what a screen does with each new edition; "write" what the office does; "compose" gives the
// programme of a screen. `bytes` is the document's size.
#include "playlist/chunk_list.h"
#include "playlist/programme.h"

#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>

using namespace sheaf;
using namespace sheaf::playlist;

namespace {

Digest digest(std::uint64_t n) {
  Digest d;
  for (auto &byte : d.bytes) { // as random as a real one looks
    n = n * 6364136223846793005u + 1442695040888963407u;
    byte = static_cast<std::uint8_t>(n >> 56);
  }
  return d;
}

Item item(Manifest &manifest, std::uint64_t n) {
  auto name = std::to_string(n);
  Item one;
  one.id = "festival-picture-" + name;
  for (const char *language : {"vi", "en", "und"}) {
    auto blob = digest(manifest.blobs.size());
    one.blobs[language] = blob;
    manifest.blobs[blob] = {chunk_size - 1, {}};
  }
  one.title = {{"vi", "Lễ hội Huế " + name}, {"en", "Hue festival " + name}};
  one.theme = "asean";
  one.tags = {"festival"};
  one.duration = 8s;
  one.source = "pictures/" + name + ".jpg";
  return one;
}

Manifest largest() {
  Manifest m;
  m.channel = "hue";
  m.languages = {"vi", "en"};
  m.themes = {{"asean", {{"en", "ASEAN"}}}};
  m.order = Order::name;
  for (std::uint64_t i = 0; i < most_items; ++i) m.items.push_back(item(m, i));
  for (int i = 0; i < 200; ++i) {
    m.screens.emplace_back();
    m.screens.back().id = "hall-" + std::to_string(i);
  }
  for (std::uint64_t i = 0; i < 1000; ++i) m.withdrawn.push_back({digest(1'000'000 + i), "old", Wall{}});
  return m;
}

const std::string &text() {
  static const std::string written = [] {
    auto bytes = write_manifest(largest());
    if (bytes.size() > most_manifest) std::fputs("too large for a manifest\n", stderr), std::abort();
    return bytes;
  }();
  return written;
}

void parse(benchmark::State &state) {
  const auto &bytes = text();
  for (auto _ : state)
    if (auto manifest = parse_manifest(bytes); !manifest) state.SkipWithError(manifest.error().text.c_str());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
  state.counters["bytes"] = static_cast<double>(bytes.size());
}

void write(benchmark::State &state) {
  auto manifest = largest();
  for (auto _ : state) benchmark::DoNotOptimize(write_manifest(manifest));
}

void compose(benchmark::State &state) {
  Edition edition;
  edition.manifest = std::make_shared<const Manifest>(largest());
  edition.head.expires = Wall(std::chrono::hours(1));
  edition.complete = true;
  std::vector<ChannelEditions> channels{{"hue", {edition}}};
  for (auto _ : state) benchmark::DoNotOptimize(programme(channels, "hall-7", {"vi"}, Now{}, Wall{}));
}

BENCHMARK(parse)->Unit(benchmark::kMillisecond);
BENCHMARK(write)->Unit(benchmark::kMillisecond);
BENCHMARK(compose)->Unit(benchmark::kMillisecond);

}
