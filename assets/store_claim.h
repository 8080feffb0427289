// Whether a folder may become a store. What is not a store's own is deleted in one, so a folder that somebody
// uses must not be taken for one. Any thread; waits for a disk.
#pragma once

#include "assets/store_files.h"
#include "base/result.h"

namespace sheaf::assets {

/// Nothing where `files.folder` is empty, bears a mark of a store (whatever else is lost of it), or is what a
/// first start has left that ended early. Errors: refused, with a file that is somebody's, and what to do;
/// transient (it cannot be listed).
Result<void> may_be_store(const StoreFiles &files);

}
