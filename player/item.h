// What a track knows of an item beside its pictures: whose it is, and what it asks for itself. Values only:
// any thread.
#pragma once

#include "base/digest.h"
#include "base/geometry.h"
#include "base/time.h"
#include "playlist/manifest.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sheaf::player {

/// Nothing: as the screen has it.
struct ItemWish {
  std::optional<Duration> still, fade;
  std::optional<Fit> fit;
  std::optional<int> volume;                  // percent
  std::optional<playlist::Loudness> loudness; // as it was measured
};

/// An item of a signed edition.
struct Item {
  std::string channel, id, theme, language;
  Digest blob, edition;
  std::uint64_t serial = 0; // of the edition
  ItemWish wish;
};

}
