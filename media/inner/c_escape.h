// How errors leave C libraries that report them by never returning (libjpeg, libpng). setjmp stands here
// alone. One thread.
#pragma once

#include <algorithm>
#include <array>
#include <csetjmp>
#include <string_view>

namespace sheaf::media {

class CEscape {
public:
  /// Runs `step`; false where it ended in leave(). Nothing with a destructor may live in `step` while it
  /// calls the library: a jump does not run destructors. Steps do not nest.
  template<class Step> [[nodiscard]] bool attempt(Step &&step) {
    if (setjmp(point_) != 0) return false;
    step();
    return true;
  }

  /// Ends the running attempt. Called by the library's error callback.
  [[noreturn]] void leave(std::string_view why) {
    auto length = std::min(why.size(), why_.size() - 1);
    *std::copy_n(why.begin(), length, why_.begin()) = '\0';
    std::longjmp(point_, 1);
  }

  /// The library's words for why the last failed attempt ended.
  [[nodiscard]] const char *why() const { return why_.data(); }

private:
  std::jmp_buf point_{};
  std::array<char, 200> why_{};
};

}
