// Any bytes as a root: what is accepted is written and read again as the same, and can be asked.
#include "playlist/inner/json.h"
#include "playlist/root.h"

#include <cstdint>

using namespace sheaf::playlist;

namespace {

void ask(const Root &root) {
  std::set<KeyId> everybody;
  for (const auto &[id, key] : root.keys) everybody.insert(id);
  for (const auto &role : root.roles)
    for (const auto &channel : role.channels)
      if (channel != "*" && !role_for(root, channel, everybody))
        __builtin_trap(); // every threshold can be reached
  auto next = root;
  ++next.version;
  if (!may_follow(root, next, everybody) || may_follow(root, root, everybody) || may_follow(root, next, {}))
    __builtin_trap();
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  auto root = parse_root({reinterpret_cast<const char *>(data), size});
  if (!root) return printable(root.error().text) ? 0 : (__builtin_trap(), 0);
  auto again = parse_root(write_root(*root));
  if (!again || *again != *root) __builtin_trap();
  ask(*root);
  return 0;
}
