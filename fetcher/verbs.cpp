#include "fetcher/inner/verbs.h"

#include "board/files.h"
#include "board/words.h"
#include "playlist/head.h"

#include <cstdio>

namespace sheaf::fetcher {

int complain(const char *verb, const Error &error, int code) {
  std::fprintf(stderr, "sheaf %s: %s\n", verb, error.text.c_str());
  return code;
}

std::string config_path(const Words &words) { return words.value("--config", board::default_config_path()); }

Result<board::ScreenConfig> read_config(const Words &words) {
  auto config = board::read_screen_config(config_path(words));
  if (config && words.values.contains("--store")) {
    bool own_run = config->run == config->store + "/run";
    config->store = words.value("--store");
    while (config->store.size() > 1 && config->store.ends_with('/')) config->store.pop_back();
    if (own_run || config->run.empty()) config->run = config->store + "/run";
  }
  return config;
}

Result<assets::TrustedRoot> installed_root(const board::ScreenConfig &config) {
  auto document = board::read_whole(config.root, Bytes{playlist::most_root});
  if (!document && document.error().kind == ErrorKind::absent)
    return fail(ErrorKind::absent, board::in_both_languages("nobody_trusted", {{"file", config.root}}));
  if (!document) return fail(document.error());
  auto root = assets::first_root(*document);
  if (!root)
    return fail(root.error().in("'" + config.root + "' is damaged, say sheaf trust init ROOT again"));
  return root;
}

Result<std::unique_ptr<assets::Shelf>> open_shelf(const board::ScreenConfig &config) {
  auto root = installed_root(config);
  if (!root) return fail(root.error());
  return assets::Shelf::open({config.store}, std::move(*root), {config.quota, config.reserve});
}

std::string csv(const std::string &field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string out = "\"";
  for (char c : field) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

}
