// Feeds a fuzz target every file of the folders that it is given: what was once found, and what must hold
// anyway, is tried with each build, without a fuzzer. A target that does not hold ends by a signal.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#ifndef REPLAY_PARTS
#define REPLAY_PARTS 200 // of each file; fewer where a target works with files on the disk
#endif

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void feed(std::string bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size());
}

/// The file, and what is left of it when it is cut off.
void feed_with_parts(const fs::path &file) {
  std::ostringstream all;
  all << std::ifstream(file, std::ios::binary).rdbuf();
  auto bytes = all.str();
  std::fprintf(stderr, "%s\n", file.filename().c_str()); // which one it was, where it ends here
  feed(bytes);
  auto step = std::max<std::size_t>(1, bytes.size() / REPLAY_PARTS);
  for (std::size_t size = 0; size < bytes.size(); size += step) feed(bytes.substr(0, size));
}

}

int main(int count, char **words) {
  std::size_t fed = 0;
  for (int i = 1; i < count; ++i)
    for (const auto &entry : fs::directory_iterator(words[i])) ++fed, feed_with_parts(entry.path());
  std::printf("%zu files\n", fed);
  return fed > 0 ? EXIT_SUCCESS : EXIT_FAILURE; // a corpus that is not there is no success
}
