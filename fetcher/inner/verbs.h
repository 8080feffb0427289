// The verbs of sheaf-fetch. Each gets its words and gives an exit code: 0 done, 1 it could not be done, 2
// wrong use. The main thread.
#pragma once

#include "assets/shelf.h"
#include "board/screen_config.h"
#include "fetcher/inner/words.h"

namespace sheaf::fetcher {

int fetch(std::span<const char *const> arguments);
int trust(std::span<const char *const> arguments);
int enrol(std::span<const char *const> arguments);
int status(std::span<const char *const> arguments);
int store(std::span<const char *const> arguments);
int plays(std::span<const char *const> arguments);

/// "sheaf VERB: TEXT" on standard error. Returns `code`.
int complain(const char *verb, const Error &error, int code);

/// Of --config, or the default place; --store in place of its own.
std::string config_path(const Words &words);
Result<board::ScreenConfig> read_config(const Words &words);
/// The installed root, and the store that it opens. Errors: as Shelf::open; absent, with advice.
Result<assets::TrustedRoot> installed_root(const board::ScreenConfig &config);
Result<std::unique_ptr<assets::Shelf>> open_shelf(const board::ScreenConfig &config);

/// Quotes a field where it needs it (RFC 4180).
std::string csv(const std::string &field);

}
