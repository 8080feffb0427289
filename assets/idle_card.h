// The built-in pictures for when there is nothing to show, made from builtin/. Any thread; none is ever
// empty.
#pragma once

#include <cstdint>
#include <span>

namespace sheaf::assets {

/// The folder is empty: a PNG of 1920 x 1080.
std::span<const std::uint8_t> idle_card();

/// What the public sees when a screen is stopped or has nothing left: PNGs of 1920 x 1080, 1080 x 1920.
std::span<const std::uint8_t> calm_card();
std::span<const std::uint8_t> calm_card_portrait();

/// Nothing is here, or nothing that holds: SVG of the same sizes, to be filled in. A line with {waiting}
/// (nothing was ever fetched), {again} (it is fetched again) or {settings} (screen.toml is wrong) is a
/// title's; one stays. A line that holds {fault}, {name}, {id}, {addresses} or {contact} is a row, with {y}
/// and {size}; the one with {qr} has a code of 100 x 100 in its place. A line goes where there is nothing to
/// fill in.
std::span<const std::uint8_t> waiting_card();
std::span<const std::uint8_t> waiting_card_portrait();

}
