// Any bytes as a manifest: what is accepted is written and read again as the same, and gives a programme that
// shows nothing withdrawn.
#include "playlist/inner/json.h"
#include "playlist/programme.h"

#include <cstdint>

using namespace sheaf;
using namespace sheaf::playlist;

namespace {

void show(const Manifest &manifest) {
  Edition edition;
  edition.manifest = std::make_shared<const Manifest>(manifest);
  edition.head.expires = Wall(std::chrono::hours(1));
  edition.complete = true;
  auto p = programme({{manifest.channel, {edition}}}, "hall-1", {"vi"}, Now{}, Wall{});
  for (const auto &item : p.items)
    if (p.withdrawn.contains(item.blob) || !manifest.blobs.contains(item.blob)) __builtin_trap();
}

/// Of an item with unmet needs, not all need be as it should; it is not written again.
bool ours(const Manifest &manifest) {
  for (const auto &item : manifest.items)
    for (const auto &need : item.needs)
      if (!has_feature(need)) return false;
  return true;
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  auto manifest = parse_manifest({reinterpret_cast<const char *>(data), size});
  if (!manifest) return printable(manifest.error().text) ? 0 : (__builtin_trap(), 0);
  show(*manifest);
  auto text = write_manifest(*manifest);
  if (!ours(*manifest) || text.size() > most_manifest) return 0;
  auto again = parse_manifest(text);
  if (!again || *again != *manifest) __builtin_trap();
  return 0;
}
