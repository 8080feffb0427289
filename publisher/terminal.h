// Questions to a person at a terminal. One thread.
#pragma once

#include "base/result.h"

#include <optional>
#include <string>

namespace sheaf::publisher {

/// Whether somebody can be asked.
bool has_person();

/// One line, without its line feed. Errors: absent (nobody answers).
Result<std::string> ask(const std::string &question);
/// The same; what is typed is not shown.
Result<std::string> ask_secretly(const std::string &question);

/// A password out of the file that $SHEAF_PASSWORD_FILE names: its first line. Nothing where that is not
/// set. Errors: absent, refused.
Result<std::optional<std::string>> password_from_file();

}
