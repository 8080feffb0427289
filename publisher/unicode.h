// Letters as Unicode has them: one spelling for what people see as the same. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::publisher {

/// In NFC, as Windows and Linux write names; U+FFFD for what is no UTF-8.
std::string composed(std::string_view utf8);

/// The same for texts that differ in case or in the spelling of marks alone: to compare, not to show.
std::string without_case(std::string_view utf8);

/// Letters without case and marks; all else stays: "8h30 ngày 1/12" gives "8h30 ngay 1/12". To compare.
std::string plain_letters(std::string_view utf8);

/// Letters without case and marks, digits, and one space in place of all else between them: "Từ ngày (*)"
/// gives "tu ngay". To compare.
std::string plain_words(std::string_view utf8);

/// On one line: without spaces at its ends, one space for several of any kind, without invisible characters.
std::string one_line(std::string_view utf8);

/// Without spaces of any kind and invisible characters at its ends.
std::string trimmed(std::string_view utf8);

}
