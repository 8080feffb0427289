// Where a film ends, and what is one: as it is shown, and as it is measured.
#pragma once

#include <cstdint>

namespace sheaf::media {

constexpr std::int64_t longest_tail =
    500'000'000; // ns; sound that goes on longer than this holds the last picture
constexpr std::int64_t shortest_film =
    1'000'000'000; // ns; one picture that lasts less, and is silent, is a still

}
