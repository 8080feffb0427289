// Rows of cells in a text, as spreadsheets write them (RFC 4180, with any separator). Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

struct TableRow {
  unsigned number = 0;            // as a spreadsheet counts: from 1, a cell with line feeds in it is one row
  std::vector<std::string> cells; // without spaces at their ends
  bool spread = false;            // a workbook has one cell over several columns in it, and hardly more
};

struct Separated {
  std::vector<TableRow> rows;       // empty ones too
  std::optional<unsigned> unclosed; // the row in which a quote is opened and never closed: the last one
};

/// What is in quotes may hold separators, line feeds and doubled quotes; a quote inside a cell without is
/// itself.
Separated parse_separated(std::string_view text, char separator);

/// Takes Excel's own first line, "sep=;", off `text`: the separator that it names.
std::optional<char> take_separator_line(std::string_view &text);

inline constexpr std::size_t most_rows = 50'000, most_columns = 300; // what is beyond is not read

}
