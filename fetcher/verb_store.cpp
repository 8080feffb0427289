// sheaf store: checks, repairs and tidies what is kept. Only while no sheaf-fetch runs: a store has one
// writer.
#include "fetcher/inner/verbs.h"

#include "base/bytes.h"
#include "board/help.h"

#include <cstdio>
#include <unistd.h>

namespace sheaf::fetcher {
namespace {

void progress(std::uint64_t done, std::uint64_t of) {
  if (::isatty(STDERR_FILENO) && of)
    std::fprintf(stderr, "\r\033[K%s / %s", text(Bytes{done}).c_str(), text(Bytes{of}).c_str());
}

int check(assets::Shelf &shelf) {
  auto found = shelf.check(progress);
  if (::isatty(STDERR_FILENO)) std::fputs("\r\033[K", stderr);
  if (!found) return complain("store", found.error(), 1);
  for (const auto &f : *found) std::printf("%s: %s\n", f.blob.hex().c_str(), f.what.c_str());
  std::printf("Hỏng / Damaged or missing: %zu\n", found->size());
  return found->empty() ? 0 : 1;
}

int tidy(assets::Shelf &shelf) {
  auto freed = shelf.collect();
  if (!freed) return complain("store", freed.error(), 1);
  std::printf("Đã xoá / Deleted: %s\n", text(Bytes{*freed}).c_str());
  return 0;
}

// What check() found damaged is no longer held, and so is fetched like anything that is missing.
int repair(const Words &words) {
  std::vector<std::string> again{"--once"};
  for (const auto *option : {"--store", "--config"})
    if (words.values.contains(option)) again.push_back(std::string(option) + "=" + words.value(option));
  std::vector<const char *> arguments;
  for (const auto &word : again) arguments.push_back(word.c_str());
  auto code = fetch(arguments);
  if (code == 0) std::puts("Đã sửa xong / All is mended");
  return code;
}

}

int store(std::span<const char *const> arguments) {
  auto words = parse_words(arguments, {"--store", "--config"}, {});
  if (!words) return complain("store", words.error(), 2);
  if (words->has("--help")) return board::tell_help("store");
  auto what = words->names.size() == 1 ? words->names[0] : "";
  if (what != "check" && what != "repair" && what != "gc")
    return complain("store", {ErrorKind::unsupported, "say 'sheaf store check', 'repair' or 'gc'"}, 2);
  auto config = read_config(*words);
  if (!config) return complain("store", config.error(), 2);
  {
    auto shelf = open_shelf(*config);
    if (!shelf) return complain("store", shelf.error(), 1);
    if (what == "gc") return tidy(**shelf);
    auto code = check(**shelf);
    if (what == "check") return code;
  } // the store is closed here: fetching opens it again
  return repair(*words);
}

}
