// Pieces of pages that people read: all text of others is escaped. Pure; any thread.
#pragma once

#include "publisher/words.h"

#include <string>
#include <string_view>

namespace sheaf::publisher {

/// UTF-8 on one line: U+FFFD for what is none, and for control characters. For terminals, too.
std::string shown(std::string_view text);

/// The same for text and attributes in double quotes of a page.
std::string escaped(std::string_view text);

/// What others have named, apart from the words around it: letters that run from right to left, or turn those
/// after them round, stay within.
std::string named(std::string_view text);

/// "Vietnamese <span class="en" lang="en">English</span>", escaped.
std::string both(const Saying &saying);
/// Of words.txt.
std::string both(std::string_view name, const Filling &filling = {});

/// The beginning of a page, up to its title: nothing is fetched and nothing runs, whatever a name holds.
extern const std::string page_head;

std::string base64(std::string_view bytes);

}
