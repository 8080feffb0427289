// The page that is printed: a secret key that needs no machine to be kept. May wait for a disk. Any thread.
#pragma once

#include "assets/trust.h"
#include "base/result.h"

#include <string>

namespace sheaf::publisher {

/// Writes NAME.txt beside NAME.key, readable for its owner alone. Errors: full, refused, transient.
Result<void> write_paper(const std::string &key_file, const assets::TrustedRoot &root);

}
