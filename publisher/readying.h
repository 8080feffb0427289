// How far the measuring and making of files is, for the person at the terminal; and what several files of one
// item have in common. Any thread.
#pragma once

#include "publisher/draft.h"
#include "publisher/preparing.h"

namespace sheaf::publisher {

/// Each file of the draft once.
std::vector<std::string> files_of(const Draft &draft);

/// One line on standard error that writes over the last one.
void show_readying(const Readying &at);

/// Of an item with a film for each language: none of them comes out louder than the target.
std::optional<playlist::Loudness> louder(std::optional<playlist::Loudness> a,
                                         std::optional<playlist::Loudness> b);

}
