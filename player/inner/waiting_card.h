// The card of a screen that has nothing to show yet, or not any more, as SVG: what a technician on the phone
// is asked for. Pure; any thread.
#pragma once

#include "base/geometry.h"
#include "player/supply.h"

#include <string>

namespace sheaf::player {

/// Upright where the screen is. What is long stands on several lines: a contact and a fault whole, all else
/// on three at most. Whatever the facts hold is text in it, never markup.
std::string waiting_card(const ScreenFacts &facts, Size screen);

/// `text` between tags or in an attribute: markup, control characters and broken UTF-8 are replaced.
std::string escaped(std::string_view text);

/// A QR code of `text`, 100 x 100 with its quiet zone, as an SVG path; empty where `text` is too long for
/// one.
std::string qr_path(const std::string &text);

}
