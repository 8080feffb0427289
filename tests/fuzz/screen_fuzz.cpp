// Any bytes as screen.toml: an error says where, and what is accepted is written and read again as the same.
#include "board/screen_config.h"
#include "tests/support/scratch_folder.h"

#include <cstdint>

using namespace sheaf::board;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  static const sheaf::testing::ScratchFolder folder;
  auto path = folder.write("screen.toml", std::string(data, data + size));
  auto config = read_screen_config(path);
  if (!config) return config.error().text.starts_with(path) ? 0 : (__builtin_trap(), 0);
  auto written = write_screen_config(*config);
  auto again = read_screen_config(folder.write("screen.toml", written));
  if (!again || write_screen_config(*again) != written) __builtin_trap();
  return 0;
}
