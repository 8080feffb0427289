// From a picture's stored size to the part and size that the screen needs, and the rules that keep a decoder
// within its memory. Values only: any thread.
#pragma once

#include "media/inner/orientation.h"
#include "media/inner/row_scaler.h"
#include "media/inner/still.h"

namespace sheaf::media {

/// Longest side that any decoder takes.
constexpr int longest_side = 65000;

struct StillPlan {
  Size stored;             // the file's own picture
  Part part;               // what of the stored picture is shown
  Size scaled;             // that part's size in the result, before it is turned
  Orientation orientation; // from stored to upright
  Size result, shape;      // as in StillShape
};

/// Errors: refused (no area, or a side over longest_side).
Result<StillPlan> plan_still(Size stored, Orientation orientation, const StillWish &wish);

/// Errors: refused (`need` is over the budget), naming both.
Result<void> check_budget(Size picture, Bytes need, const StillWish &wish);

/// Tells the sink the result's size, and checks what it answers.
Result<Canvas> begin(const StillPlan &plan, bool opaque, const char *codec, StillSink &sink);

/// As begin, and makes it ready for the stored rows of a picture that a decoder has already scaled to
/// `decoded` pixels (plan.stored, where it has not).
Result<RowScaler> begin_rows(const StillPlan &plan, Size decoded, bool opaque, const char *codec,
                             StillSink &sink);

}
