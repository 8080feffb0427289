// A stick, or a card in a reader: what somebody will pull out. May wait for a disk. Any thread.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>

namespace sheaf::publisher {

/// `folder` is where a file system of such a thing begins: of a kind that sticks have (FAT, exFAT), or on a
/// device that can be pulled out.
bool is_stick(const std::string &folder);

/// Errors: refused (its file system, FAT, takes no file of 4 GiB or more).
Result<void> check_room_for(const std::string &folder, std::uint64_t size);

/// All that was written is on it. Errors: transient.
Result<void> flush(const std::string &folder);

}
