// Any bytes as sheaf.toml, beside a picture that it may name: an error says where, and what is accepted keeps
// the bounds of a manifest.
#include "playlist/head.h"
#include "publisher/draft.h"
#include "tests/support/scratch_folder.h"

#include <cstdint>
#include <set>

using namespace sheaf;
using namespace sheaf::publisher;

namespace {

void must(bool holds) {
  if (!holds) __builtin_trap();
}

void check(const Draft &draft) {
  std::set<std::string> ids;
  must(draft.about.channel.empty() || playlist::valid_channel(draft.about.channel));
  for (const auto &d : draft.items) {
    const auto &item = d.item;
    const auto &files = d.files;
    must(!files.empty() && files.size() <= 32 && item.source.size() <= 1024 && item.tags.size() <= 32);
    must(item.id.empty() || (playlist::valid_channel(item.id) && ids.insert(item.id).second));
  }
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  static const sheaf::testing::ScratchFolder folder;
  static const auto picture = folder.write("red.jpg");
  auto path = folder.write("sheaf.toml", std::string(data, data + size));
  auto draft = without_mistakes(draft_of_toml(path));
  if (draft) return check(*draft), 0;
  must(draft.error().text.find(folder.path()) < 2); // it may stand in quotes
  return 0;
}
