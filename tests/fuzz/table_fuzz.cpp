// Any bytes as a table of items and as one of screens, beside a picture that it may name: an error says
// where, and what is accepted keeps the bounds of a manifest.
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

bool is_right(const std::string &text, std::size_t most) {
  return text.size() <= most && text.find_first_of("\r\n\t\x1b") == std::string::npos;
}

void check_item(const DraftItem &d, std::set<std::string> &ids) {
  must(!d.files.empty() && d.files.size() <= 32 && d.item.tags.size() <= 32 && d.item.title.size() <= 32);
  must(d.item.id.empty() || (playlist::valid_channel(d.item.id) && ids.insert(d.item.id).second));
  must(d.item.theme.empty() || playlist::valid_channel(d.item.theme));
  for (const auto &tag : d.item.tags) must(is_right(tag, 64) && !tag.empty());
  for (const auto &[language, title] : d.item.title) must(is_right(title, 500));
  must(is_right(d.item.credit, 500) && is_right(d.item.contact, 500));
  must(!d.item.volume || (*d.item.volume >= 0 && *d.item.volume <= 100));
  must(!d.item.duration || (*d.item.duration >= 100ms && *d.item.duration <= 24h));
  must(!d.from || !d.until || *d.from < *d.until);
}

void check_screen(const playlist::Screen &s, std::set<std::string> &ids) {
  must(playlist::valid_channel(s.id) && ids.insert(s.id).second);
  must(is_right(s.name, 200) && is_right(s.zone, 64) && s.languages.size() <= 32 && s.orientation % 90 == 0);
  must(s.hours.empty() || s.hours.size() == 11);
}

void check(const Result<Draft> &draft, const char *file) {
  if (!draft) return must(draft.error().text.starts_with(file) && draft.error().text.size() < 100'000);
  std::set<std::string> items, screens;
  for (const auto &item : draft->items) check_item(item, items);
  for (const auto &screen : draft->about.screens) check_screen(screen, screens);
  must(draft->about.themes.size() <= 256 && draft->warnings.size() <= 200);
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  static const sheaf::testing::ScratchFolder folder;
  static const auto picture = folder.write("red.jpg");
  std::string bytes(data, data + size);
  check(without_mistakes(with_items_table(Draft(), folder.write("danh-muc.csv", bytes))), "danh-muc.csv");
  check(without_mistakes(with_screens_table(Draft(), folder.write("man-hinh.csv", bytes))), "man-hinh.csv");
  return 0;
}
