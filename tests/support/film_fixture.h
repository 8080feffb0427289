// What the tests of films share: playing a film that make_films made, and reading what is in its pictures.
#pragma once

#include "tests/support/play.h"

#include <gtest/gtest.h>

namespace sheaf::media {

/// Where a film made by make_films is. A missing one fails the test.
std::string made_film(const std::string &name);

/// Plays it with a fork server of its own; one that fails, or of which nothing comes, fails the test.
Played played(const std::string &name, const PlayWish &wish = {});

/// The number that number_pictures drew into the picture.
int number_in(const OwnedPicture &picture);
std::vector<int> numbers(const Played &played);
std::vector<int> numbers_up_to(int count, int from = 0);

/// Expects a colour, within `tolerance` a channel.
void expect_pixel(const OwnedPicture &picture, int x, int y, Colour colour, int tolerance);

/// Where half of the energy of the sound in [from, to) has come: of a beep its middle, whatever a codec
/// smears.
double middle_of_sound(const std::vector<float> &stereo, double from = 0, double to = 1e9);
/// Root mean square of a channel between two times.
double loudness(const std::vector<float> &stereo, std::size_t channel, double from, double to);

}
