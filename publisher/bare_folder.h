// A folder without a table: its films, pictures and documents, and what lies there beside them. May wait for
// a disk. Any thread.
#pragma once

#include "publisher/draft.h"
#include "publisher/file_names.h"

namespace sheaf::publisher {

/// By its ending: .csv, .tsv, .txt, .xlsx.
bool is_table_name(const std::string &name);

/// Adds what can be shown, in natural order. Everything else that somebody may have meant is named: in
/// `ignored`; a shortcut to the web and a table under a name that nobody reads among the mistakes. Errors:
/// absent; refused (nothing to publish in it).
Result<Draft> with_bare_files(Draft draft, const std::string &folder);

/// A warning for films and pictures directly in the folder that no item has: somebody may have forgotten them
/// in `file`.
void tell_unnamed(Draft &draft, const std::string &file, const FolderNames &names, const std::string &folder);

}
