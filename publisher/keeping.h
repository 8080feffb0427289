// What was made once and is kept in the cache goes when nobody has used it for a year. May wait for a disk.
// Any thread; several processes may do so at once.
#pragma once

#include "base/time.h"

#include <string>

namespace sheaf::publisher {

inline constexpr Duration longest_unused = std::chrono::days(365);

/// Notes, in its access time, that `path` is used; whatever goes wrong, nothing is lost but time. Changes the
/// file at most once in 30 days, because what is known of it counts for as long as it stays as it is.
void note_use(const std::string &path);

/// Removes files and folders of `folder` that have neither been made nor used for longest_unused before
/// `now`.
void drop_unused(const std::string &folder, Wall now);

}
