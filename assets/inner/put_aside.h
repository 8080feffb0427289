// What is done with a database that turned out damaged. One thread.
#pragma once

#include "base/result.h"

#include <string>

namespace sheaf::assets {

/// Renames a database to <path>.damaged (the one before it goes) and removes its journals, which would
/// otherwise be played into the new one. Errors: refused, transient.
Result<void> put_aside(const std::string &path);

}
