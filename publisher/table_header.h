// The row with the names of a table's columns, or two: under "Thời gian chiếu" stand "Từ ngày" and "Đến
// ngày". Pure; any thread.
#pragma once

#include "publisher/columns.h"
#include "publisher/separated.h"

#include <optional>
#include <string>
#include <vector>

namespace sheaf::publisher {

struct TableColumn {
  Heading heading;
  std::size_t at = 0; // in a row's cells
  std::string shown;  // as somebody has written it, at most 60 letters
};

struct Header {
  TableRow names; // of two rows each column's own, with the lower one's number
  std::vector<TableColumn> columns;
  std::vector<std::vector<std::string>> rows; // as they stand in the sheet
};

/// Among the first rows; nothing where none names a column.
std::optional<Header> header_of(const std::vector<TableRow> &rows, TableKind kind);

/// How many different columns it names.
std::size_t distinct(const Header &header);

/// `row` has the header's names once more, in the other language or on the next page; or "(1) (2) (3)".
bool is_again(const Header &header, const TableRow &row, TableKind kind);

/// No name that is known, and letters are lost in it: "Ti?u ??"; "Ngôn ng?" too, which ends as "Đã duyệt?"
/// does.
bool is_lost_name(const std::string &cell, TableKind kind);

std::size_t filled_cells(const TableRow &row);

/// "danh-muc.csv:5"
std::string at_row(const std::string &file, unsigned row);
/// "danh-muc.csv:5: Tệp": what is long is cut.
std::string at_cell(const std::string &file, unsigned row, std::string_view name);

inline constexpr std::size_t most_above = 40; // rows among which the names of the columns are looked for

}
