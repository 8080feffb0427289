// Any bytes as a head: what is accepted is written and read again as the same, and no error holds what moves
// a cursor.
#include "playlist/head.h"
#include "playlist/inner/json.h"

#include <cstdint>

using namespace sheaf::playlist;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  auto head = parse_head({reinterpret_cast<const char *>(data), size});
  if (!head) return printable(head.error().text) ? 0 : (__builtin_trap(), 0);
  auto again = parse_head(write_head(*head));
  if (!again || *again != *head) __builtin_trap();
  return 0;
}
