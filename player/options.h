// The command line of `sheaf play`. Pure; any thread.
#pragma once

#include "base/colour.h"
#include "base/geometry.h"
#include "base/result.h"
#include "base/time.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sheaf::player {

struct Transition {
  Duration fade{}; // zero: a cut
};

struct Options {
  std::vector<std::string> names; // folders and files; empty: the store
  std::string config, store;      // screen.toml, and another store than it names; empty: not given
  bool once = false;
  Duration still = 10s;
  Transition transition;
  Fit fit = Fit::contain;
  Colour background;
  std::optional<QuarterTurns> rotate; // nothing: as the office says, else not at all
  std::optional<Size> window;         // nothing: full-screen
  bool kiosk = false;
  std::string presenter = "auto";
  int volume = 0;                // percent
  std::string stats, screenshot; // files; empty: none
  bool help = false;
};

/// Reads the arguments after the program's name. Errors: unsupported, with the word that is wrong and what
/// may stand there.
Result<Options> parse_options(std::span<const char *const> arguments);

}
