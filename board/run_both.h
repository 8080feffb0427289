// `sheaf run`: player and fetcher together, for good, where no systemd keeps them. The main thread of
// `sheaf`.
#pragma once

#include <string>
#include <vector>

namespace sheaf::board {

/// Starts `folder`sheaf-play with `play_words`, and `folder`sheaf-fetch with --config and --store of them;
/// starts each anew when it ends, after a second, and later where it ends at once. SIGHUP is passed on;
/// SIGTERM and SIGINT end both, then this. Returns an exit code: 2 where one of them did not understand its
/// words or screen.toml at its first start.
int run_both(const std::string &folder, const std::vector<std::string> &play_words);

}
