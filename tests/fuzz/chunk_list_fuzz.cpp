// Any bytes as a size (the first eight) and a chunk list: what is accepted is as many digests as it must be.
#include "playlist/chunk_list.h"

#include <cstring>

using namespace sheaf::playlist;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  std::uint64_t blob = 0;
  if (size < sizeof blob) return 0;
  std::memcpy(&blob, data, sizeof blob);
  std::string_view bytes(reinterpret_cast<const char *>(data) + sizeof blob, size - sizeof blob);
  for (auto of : {blob, std::uint64_t{bytes.size() / 32 * chunk_size}})
    if (auto chunks = parse_chunk_list(bytes, of))
      if (chunks->size() != chunk_count(of) || write_chunk_list(*chunks) != bytes) __builtin_trap();
  return 0;
}
