// How loud a film is played, of what was measured of it (FORMAT.md, "Loudness"). Pure; any thread.
#pragma once

#include "playlist/manifest.h"

#include <algorithm>

namespace sheaf::playlist {

/// EBU R128: what programmes are brought to, so that nobody is startled from one film to the next.
inline constexpr double target_lufs = -23;
/// What the loudest moment may come to, dBTP, and how far a film is turned up or down at most, dB.
inline constexpr double highest_peak_db = -1, most_gain_db = 20;

/// What brings it to the target, dB: less where its peaks would be cut off.
constexpr double gain_db(const Loudness &loudness) {
  auto wanted = std::clamp(target_lufs - loudness.lufs, -most_gain_db, most_gain_db);
  return std::min(wanted, std::max(highest_peak_db - loudness.peak_db, -most_gain_db));
}

}
