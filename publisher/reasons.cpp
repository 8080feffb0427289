#include "publisher/reasons.h"

#include "publisher/refusal.h"

#include <array>

namespace sheaf::publisher {

Saying reason(const Error &error) {
  static constexpr std::array known{"reason_empty",      "reason_text",    "reason_no_pictures",
                                    "reason_cut_off",    "reason_unknown", "reason_memory",
                                    "reason_drawing",    "reason_svgz",    "reason_no_pixels",
                                    "reason_other_kind", "reason_stuck",   "reason_stuck_opening",
                                    "reason_heic",       "reason_neither", "reason_no_movement",
                                    "reason_empty_film", "reason_webp"};
  auto both = told(error);
  if (!both.vi.empty()) return both;
  for (const auto *name : known)
    if (auto saying = publisher::saying(name); saying.en == error.text) return saying;
  return {saying("reason_is_" + std::string(name(error.kind))).vi, error.text};
}

}
