// Columns of a table that are probably not meant as they would be read. Pure; any thread.
#pragma once

#include "publisher/findings.h"
#include "publisher/table.h"

#include <vector>

namespace sheaf::publisher {

/// Columns without a name that is known: `warnings`; where they have dates in them, and `table` is one of
/// items: `findings`.
void tell_unknown(const Table &table, const TableRow &names, TableKind kind, std::vector<Finding> &warnings,
                  Findings &findings);

/// Themes and dates that stand in the first of several rows, as a merged cell leaves them in a text.
void tell_merged(const Table &table, std::vector<Finding> &warnings);

/// Where a date is certainly month-first, as an American spreadsheet writes, and others may be: all of them,
/// in one finding for each column. True where there is one; those that are certain alone are the rows' own.
bool tell_months_first(const Table &table, Findings &findings);

}
