// A table as people keep one: .csv, .tsv, .txt in whatever encoding and with whatever separator, or .xlsx.
// May wait for a disk and for a child program. Any thread.
#pragma once

#include "base/result.h"
#include "publisher/findings.h"
#include "publisher/separated.h"

#include <functional>
#include <string>
#include <vector>

namespace sheaf::publisher {

struct Sheet {
  std::string file;           // the file's name, for people
  std::vector<TableRow> rows; // in UTF-8, composed; a workbook's cells merged over several rows in each
  std::vector<Finding> notes; // several sheets, …
};

/// How many column names a table read in one way has: the separator that gives most is the right one.
using Likeness = std::function<std::size_t(const std::vector<TableRow> &)>;

/// At most 16 MiB. Errors: absent; refused (too large, or a format that is not read); corrupt (a quote that
/// is not closed, no workbook); absent (xlsx2csv is not installed) — each says what to do, in both languages.
Result<Sheet> read_sheet(const std::string &path, const Likeness &likeness);

/// The table in `folder` whose name, without case, marks and ending, is one of `names` ("danh muc"): empty
/// where there is none. Errors: refused, where there are two.
Result<std::string> table_in(const std::string &folder, const std::vector<std::string> &names);

}
