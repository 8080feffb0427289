// Any bytes as a file that a person wrote: parsed, and read as screen.toml would be. Every error has a place.
#include "board/toml.h"

#include <cstdint>
#include <string>

using namespace sheaf;
using namespace sheaf::board;

namespace {

void read(const TomlNode::Table &table) {
  TomlErrors errors("f");
  TomlReader r(table, {}, errors);
  r.text("id", "x", 64);
  r.texts("channels", "x");
  r.bytes("quota", "x");
  r.number("seconds", "x", 0, 10);
  r.whole("volume", "x", 0, 100);
  r.yes_no("evergreen", "x");
  r.time("until", "x");
  r.words("title", "x");
  r.one_of("fit", {"contain", "cover"});
  if (auto inner = r.table("network", "x")) inner->done();
  for (auto &item : r.tables("item", "x", 100)) item.done();
  r.done();
  if (!errors.empty() && !errors.error().text.starts_with("f:")) __builtin_trap();
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  std::string text(data, data + size);
  auto tree = parse_toml(text, "f");
  if (!tree) return tree.error().text.starts_with("f:") ? 0 : (__builtin_trap(), 0);
  read(std::get<TomlNode::Table>(tree->value));
  auto again = parse_toml("a = " + toml_text(text), "f"); // what is written is read, unless it was no UTF-8
  if (again && std::get<std::string>(std::get<TomlNode::Table>(again->value)[0].node.value) != text)
    __builtin_trap();
  return 0;
}
