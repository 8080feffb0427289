// screen.toml: what a board knows of itself beside its root. Written by `sheaf enrol`, read by play and
// fetch. Any thread.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

#include <optional>
#include <string>
#include <vector>

namespace sheaf::board {

struct NetworkPolicy {
  std::optional<std::uint64_t> rate;    // bytes a second
  std::optional<std::uint64_t> monthly; // bytes a calendar month (UTC)
  std::string night; // "22:00-05:00" local time: blobs are fetched only then; empty: always
  std::string proxy, ca_file, client_cert, client_key;
};

struct ScreenConfig {
  std::string id;                    // of the screen; as a channel's name
  std::vector<std::string> channels; // in playing order
  std::vector<std::string> sources;  // URLs, folders, .sheaf files
  std::string store;                 // folder
  std::string run;                   // folder of state files; default <store>/run
  std::string root;                  // file of the installed root document; default `root` beside screen.toml
  std::optional<std::uint64_t> quota;   // bytes for blobs; nothing: what is free but for the reserve
  std::uint64_t reserve = 256ull << 20; // bytes left free on the card
  std::vector<std::string> languages{"vi", "en"};
  std::string zone = "Asia/Ho_Chi_Minh", name, contact, help_url;
  NetworkPolicy network;
};

/// $SHEAF_CONFIG, else /etc/sheaf/screen.toml where that exists or this is root, else
/// $XDG_CONFIG_HOME/sheaf/screen.toml or ~/.config/sheaf/screen.toml.
std::string default_config_path();

/// Errors: absent; corrupt with file, line, column, what is wrong and what to write instead. Unknown keys are
/// errors too: a misspelt one would be silent for years.
Result<ScreenConfig> read_screen_config(const std::string &path);
std::string write_screen_config(const ScreenConfig &config);

/// Defaults for a board that is not enrolled: store /var/lib/sheaf/store as root, else under
/// $XDG_DATA_HOME or ~/.local/share.
ScreenConfig default_screen_config(const std::string &config_path);

}
