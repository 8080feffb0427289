// What 'sheaf VERB --help' says on a screen, in both languages, out of texts/tro-giup.txt. Any thread.
#pragma once

#include <cstdio>
#include <string_view>

namespace sheaf::board {

/// What stands in `text` beneath the line "[title]", up to the next line that begins with '['. A title that
/// is not there is a bug, and empty.
std::string_view section(std::string_view text, std::string_view title);

/// Vietnamese first, English beneath. `verb`: "sheaf" is the list of all.
std::string_view help(std::string_view verb);

/// The same, written to `to`; an exit code: 1 where it cannot be written.
int tell_help(std::string_view verb, std::FILE *to = stdout);

}
