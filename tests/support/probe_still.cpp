// Decodes one picture in a process of its own and says what that took. For the tests of memory, and for
// people:
//   probe_still TYPE FILE WIDTH HEIGHT BUDGET_MIB [sealed]
// Prints the result's size, the most memory resident at any time and the threads there are, or why not.
#include "base/fd.h"
#include "media/inner/checked_file.h"
#include "media/inner/still.h"
#include "tests/support/play.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <string>
#include <vector>

using namespace sheaf;
using namespace sheaf::media;

namespace {

struct Memory final : StillSink {
  std::vector<std::uint8_t> pixels;
  Size size;
  Result<Canvas> begin(const StillShape &shape) override {
    size = shape.size;
    pixels.resize(std::size_t{4} * size.width * size.height);
    return Canvas{pixels.data(), 4 * size.width, size};
  }
};

/// What the file is now, mebibyte by mebibyte, so that the list costs no more memory than it has to.
Seal seal_as_it_is(PlainFile &file) {
  Seal seal{file.size(), {}};
  std::string chunk(sealed_chunk, '\0');
  for (std::uint64_t at = 0; at < seal.size; at += sealed_chunk) {
    auto n = file.read(at, {reinterpret_cast<std::uint8_t *>(chunk.data()), chunk.size()});
    seal.chunks.push_back(seal_of(std::string_view(chunk).substr(0, n.value_or(0)))->chunks.at(0));
  }
  return seal;
}

std::unique_ptr<Source> open_source(const char *path, bool sealed) {
  auto file = [path] { return Fd(::open(path, O_RDONLY | O_CLOEXEC)); };
  auto plain = std::make_unique<PlainFile>(file());
  if (!sealed) return plain;
  return std::make_unique<CheckedFile>(file(), seal_as_it_is(*plain));
}

/// A line of /proc/self/status, e.g. VmHWM in kB.
long status(const std::string &name) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.rfind(name + ":", 0) == 0) return std::atol(line.c_str() + name.size() + 1);
  return -1;
}

}

// `sealed`: as a child reads what was signed.
int main(int argc, char **argv) {
  const std::map<std::string, StillType> types{{"jpeg", StillType::jpeg}, {"png", StillType::png},
                                               {"webp", StillType::webp}, {"avif", StillType::avif},
                                               {"tiff", StillType::tiff}, {"svg", StillType::svg}};
  if (argc < 6 || types.count(argv[1]) == 0) return 2;
  auto source = open_source(argv[2], argc > 6);
  StillWish wish{{std::atoi(argv[3]), std::atoi(argv[4])},
                 Fit::contain,
                 Bytes{std::strtoull(argv[5], nullptr, 10) << 20}};
  Memory sink;
  auto done = decode_still(types.at(argv[1]), *source, wish, sink);
  if (!done) fmt::print("{}: {}\n", name(done.error().kind), done.error().text);
  fmt::print("{} x {}, {} kB, {} threads\n", sink.size.width, sink.size.height, status("VmHWM"),
             status("Threads"));
  return done ? 0 : 1;
}
