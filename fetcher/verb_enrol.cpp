// sheaf enrol: what a screen must know of itself, written once, at its installation.
#include "fetcher/inner/verbs.h"

#include "assets/store_claim.h"
#include "board/clock.h"
#include "board/files.h"
#include "board/help.h"
#include "board/loop.h"
#include "fetcher/inner/waiting.h"
#include "fetcher/open_source.h"
#include "fetcher/web.h"
#include "playlist/head.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <unistd.h>

namespace sheaf::fetcher {
namespace {

// Whatever a host is called, the id is valid: letters become small, everything else a '-'.
std::string id_of_host() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) return "screen";
  std::string id;
  for (const char *c = host.data(); *c && id.size() < 64; ++c) {
    auto small = *c >= 'A' && *c <= 'Z' ? static_cast<char>(*c + 32) : *c;
    bool fine = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
    if (fine || !id.empty()) id += fine || small == '.' || small == '_' ? small : '-';
  }
  return playlist::valid_channel(id) ? id : "screen";
}

tl::unexpected<Error> wrong(const std::string &text) { return fail(ErrorKind::unsupported, text); }

Result<std::string> checked_source(const std::string &word) {
  auto loop = board::Loop::make();
  if (!loop) return fail(loop.error());
  Hours hours{board::now(), {}};
  auto web = Web::make(**loop, hours, {});
  if (!web) return fail(web.error());
  if (auto source = open_source(word, web->get(), hours); !source) return fail(source.error());
  if (word.find("://") != std::string::npos) return word;
  std::error_code error;
  auto full = std::filesystem::absolute(word, error);
  return error ? word : full.lexically_normal().string();
}

Result<board::ScreenConfig> config_of(const Words &words) {
  if (words.names.size() != 1) return wrong("say one address, folder or .sheaf file of the publication");
  auto config = board::default_screen_config(config_path(words));
  auto source = checked_source(words.names[0]);
  if (!source) return fail(source.error());
  config.sources = {*source};
  config.channels = words.all("--channel");
  if (config.channels.empty()) return wrong("say which channel, with --channel");
  for (const auto &c : config.channels)
    if (!playlist::valid_channel(c))
      return wrong("--channel '" + c + "': it must be small letters, digits, '-', '_' and '.'");
  config.id = words.value("--screen", id_of_host());
  if (!playlist::valid_channel(config.id))
    return wrong("--screen '" + config.id + "': it must be small letters, digits, '-', '_' and '.'");
  if (words.values.contains("--store")) {
    std::error_code error;
    config.store = std::filesystem::absolute(words.value("--store"), error).lexically_normal().string();
    while (config.store.size() > 1 && config.store.ends_with('/')) config.store.pop_back();
    config.run = config.store + "/run";
  }
  return config;
}

// Said before anything is written, not at the first fetch.
Result<void> store_is_free(const board::ScreenConfig &config) {
  std::error_code error;
  return std::filesystem::exists(config.store, error) ? assets::may_be_store({config.store}) : Result<void>();
}

// What somebody has written there by hand is not lost.
Result<void> keep_old(const std::string &path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return {};
  auto old = path + ".old";
  for (int n = 2; std::filesystem::exists(old, error); ++n) old = path + ".old" + std::to_string(n);
  std::filesystem::copy_file(path, old, error);
  if (error)
    return fail(ErrorKind::refused, "'" + path + "' cannot be kept as '" + old + "': " + error.message());
  std::printf("Tệp cũ / The old file: %s\n", old.c_str());
  return {};
}

}

int enrol(std::span<const char *const> arguments) {
  auto words = parse_words(arguments, {"--channel", "--screen", "--store", "--config"}, {});
  if (!words) return complain("enrol", words.error(), 2);
  if (words->has("--help")) return board::tell_help("enrol");
  auto config = config_of(*words);
  if (!config) return complain("enrol", config.error(), 2);
  if (auto free = store_is_free(*config); !free) return complain("enrol", free.error(), 1);
  auto path = config_path(*words);
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  if (auto kept = keep_old(path); !kept) return complain("enrol", kept.error(), 1);
  auto written = board::write_whole(path, board::write_screen_config(*config), board::Durable::yes);
  if (!written) return complain("enrol", written.error(), 1);
  std::printf("Màn hình / Screen %s: %s\n", config->id.c_str(), path.c_str());
  if (!std::filesystem::exists(config->root, ignored))
    std::printf("Tiếp theo / Next: sheaf trust init ROOT\n");
  return 0;
}

}
