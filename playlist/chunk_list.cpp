#include "playlist/chunk_list.h"

#include <cstring>

namespace sheaf::playlist {

Result<std::vector<Digest>> parse_chunk_list(std::string_view bytes, std::uint64_t size) {
  constexpr auto each = sizeof(Digest::bytes);
  auto count = chunk_count(size);
  if (bytes.size() % each != 0 || bytes.size() / each != count)
    return fail(ErrorKind::corrupt, "a chunk list of " + std::to_string(bytes.size()) + " bytes, where " +
                                        std::to_string(count) + " chunks need 32 each");
  std::vector<Digest> chunks(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < chunks.size(); ++i)
    std::memcpy(chunks[i].bytes.data(), bytes.data() + i * each, each);
  return chunks;
}

std::string write_chunk_list(const std::vector<Digest> &chunks) {
  std::string bytes;
  bytes.reserve(chunks.size() * sizeof(Digest::bytes));
  for (const auto &chunk : chunks) bytes.append(chunk.bytes.begin(), chunk.bytes.end());
  return bytes;
}

}
